// One page in either browser, and what a reader finds in it. The engines' own files (firefox.ts, webkit.ts) know how to drive it.
import { expect } from "@playwright/test";
import { buildSync } from "esbuild";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as Finder from "./finder";
import type { Step } from "./finder";

/** What an engine must be able to do with one tab. */
export interface Tab {
  goto(url: string): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  /** Evaluates an expression in the page, waits for it if it is a promise, and gives it as JSON. */
  run(expression: string): Promise<string>;
  /** Real input, at places of the view. */
  move(x: number, y: number): Promise<void>;
  down(): Promise<void>;
  up(): Promise<void>;
  /** A key by its name in the DOM. */
  keyDown(key: string): Promise<void>;
  keyUp(key: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Chooses a file for the file field that the expression gives. */
  choose(expression: string, path: string): Promise<void>;
  /** What the page logged as an error, threw or missed, as far as the engine tells. */
  problems(): string[];
  close(): Promise<void>;
}

export interface Engine {
  version: string;
  /** The folder that downloads go to, which is removed at the end. */
  downloads: string;
  /** A new tab that remembers nothing, with a view of 1280 × 800. */
  tab(): Promise<Tab>;
  quit(): Promise<void>;
}

export const VIEW = { width: 1280, height: 800 };

const library = buildSync({
  entryPoints: [fileURLToPath(new URL("finder.ts", import.meta.url))],
  bundle: true,
  write: false,
  minify: true,
  format: "iife",
  globalName: "finder",
  target: "es2022",
}).outputFiles[0]!.text;

type Name = string | RegExp;

declare const finder: typeof Finder;

export class Page {
  constructor(private readonly tab: Tab, private readonly baseURL: string, private readonly downloads: string) {}

  /** Opens the page with a link state (`"learn=3"`), in English, and waits until it is drawn. */
  async open(hash = "view=workbench"): Promise<void> {
    await this.goto(`./#${hash}${hash.includes("lang=") ? "" : "&lang=en"}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect.poll(() => this.evaluate(() => document.documentElement.dataset["ready"])).toBe("true");
  }

  goto(url: string): Promise<void> {
    return this.tab.goto(new URL(url, this.baseURL).href);
  }

  back = (): Promise<void> => this.tab.back();

  forward = (): Promise<void> => this.tab.forward();

  address = (): Promise<string> => this.evaluate(() => location.href);

  /** Runs a function in the page. It sees its arguments and `finder`, nothing else of the test. */
  async evaluate<R, A extends unknown[]>(what: (...args: A) => R, ...args: A): Promise<Awaited<R>> {
    const call = `(${what})(${args.map((arg) => JSON.stringify(arg) ?? "undefined").join(", ")})`;
    const wrapped = `(typeof globalThis.finder === "undefined" ? "no library" : (async () => JSON.stringify({ value: await ${call} }))())`;
    for (;;) {
      const answer = await this.tab.run(wrapped);
      if (answer !== "no library") return (JSON.parse(answer) as { value: Awaited<R> }).value;
      // A new document.
      await this.tab.run(`(() => { ${library}; globalThis.finder = finder; return "there"; })()`);
    }
  }

  find(role: string, name?: Name, at?: number): Place {
    return new Place(this, []).find(role, name, at);
  }

  slider = (name: Name): Place => this.find("slider", name);

  button = (name: Name): Place => this.find("button", name);

  field = (name: Name): Place => this.find("textbox", name);

  heading = (name: Name): Place => this.find("heading", name);

  words = (): Promise<string> => this.evaluate(() => finder.words());

  /** Waits until the page has drawn what earlier input has led to. */
  settle = (): Promise<void> =>
    this.evaluate(async () => {
      for (let i = 0; i < 2; i += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => setTimeout(resolve));
    });

  /** Waits until the page says so. */
  async says(words: string): Promise<void> {
    await expect.poll(this.words).toContain(words);
  }

  /** A key, or several at once: "Control+Shift+Z". */
  async press(keys: string): Promise<void> {
    const all = keys.split("+");
    for (const key of all) await this.tab.keyDown(key);
    for (const key of all.reverse()) await this.tab.keyUp(key);
  }

  type = (text: string): Promise<void> => this.tab.type(text);

  move = (x: number, y: number): Promise<void> => this.tab.move(x, y);

  down = (): Promise<void> => this.tab.down();

  up = (): Promise<void> => this.tab.up();

  /** Puts a text on the clipboard as a reader does: selects it somewhere and presses Ctrl+C. */
  async copy(text: string): Promise<void> {
    await this.evaluate((text) => {
      const area = document.createElement("textarea");
      area.id = "to-copy";
      area.value = text;
      document.body.append(area);
      area.select();
    }, text);
    await this.press("Control+c");
    await this.evaluate(() => document.getElementById("to-copy")!.remove());
  }

  /** Chooses a file that is made of a text. */
  async choose(field: Place, name: string, text: string): Promise<void> {
    const path = join(mkdtempSync(join(this.downloads, ".chosen-")), name);
    writeFileSync(path, text);
    await field.rectangle();
    await this.tab.choose(`finder.find(${JSON.stringify(field.steps)})[0]`, path);
  }

  /** The file that a click downloads. */
  async download(button: Place): Promise<{ name: string; bytes: Buffer }> {
    const before = new Set(readdirSync(this.downloads));
    await button.click();
    const done = () => readdirSync(this.downloads).filter((name) => !before.has(name) && !/^\.|\.(part|wkdownload)$/.test(name) && statSync(join(this.downloads, name)).size > 0);
    await expect.poll(done).toHaveLength(1);
    const [name] = done();
    return { name: name!, bytes: readFileSync(join(this.downloads, name!)) };
  }
}

/** What is found by roles and names, anew at every look. */
export class Place {
  constructor(private readonly page: Page, readonly steps: Step[]) {}

  find(role: string, name?: Name, at?: number): Place {
    return new Place(this.page, [...this.steps, { role, name: name instanceof RegExp ? { source: name.source, flags: name.flags } : name, at }]);
  }

  at(at: number): Place {
    return new Place(this.page, [...this.steps.slice(0, -1), { ...this.steps.at(-1)!, at }]);
  }

  /** Runs a function in the page with all that are found, be it none. */
  all<R, A extends unknown[]>(read: (found: HTMLElement[], ...args: A) => R, ...args: A): Promise<Awaited<R>> {
    // A function as text, since the page cannot make functions of text itself: its policy forbids it.
    const call = new Function(`return (steps, ...args) => (${read})(finder.find(steps), ...args)`)() as (steps: Step[], ...args: A) => R;
    return this.page.evaluate(call, this.steps, ...args);
  }

  count = (): Promise<number> => this.all((found) => found.length);

  /** The only one, once it is there. */
  private async one(): Promise<void> {
    await expect.poll(this.count, `there is one ${JSON.stringify(this.steps)}`).toBe(1);
  }

  attribute = (name: string): Promise<string | null | undefined> => this.all((found, name) => found[0]?.getAttribute(name), name);

  text = (): Promise<string | undefined> => this.all((found) => found[0]?.innerText.replaceAll("\u00a0", " "));

  value = (): Promise<string | undefined> => this.all((found) => (found[0] as HTMLInputElement | undefined)?.value);

  checked = (): Promise<boolean | undefined> => this.all((found) => (found[0] as HTMLInputElement | undefined)?.checked);

  disabled = (): Promise<boolean | undefined> => this.all((found) => (found[0] as HTMLButtonElement | undefined)?.disabled);

  focused = (): Promise<boolean> => this.all((found) => found[0] !== undefined && (found[0].getRootNode() as Document).activeElement === found[0]);

  /** The numbers behind all that are found, in full. */
  numbers = (): Promise<number[]> => this.all((found) => found.map(finder.full));

  names = (): Promise<string[]> => this.all((found) => found.map(finder.nameOf));

  /** Where it is, once it is in view and stands still. */
  async rectangle(): Promise<{ x: number; y: number; width: number; height: number }> {
    await this.one();
    return this.all((found) => finder.settled(found[0]!));
  }

  async click(): Promise<void> {
    const { x, y, width, height } = await this.rectangle();
    await this.page.move(x + width / 2, y + height / 2);
    await this.page.down();
    await this.page.up();
  }

  async press(...keys: string[]): Promise<void> {
    await this.one();
    await this.all((found) => found[0]!.focus());
    for (const key of keys) await this.page.press(key);
  }

  /** Replaces what is in a field, by keys. */
  async fill(text: string): Promise<void> {
    await this.press("Control+a");
    if (text === "") await this.page.press("Delete");
    else await this.page.type(text);
  }

  /** Drags from one place of it to another, in shares of its width and height; `held` looks while the button is still down. */
  async drag(from: readonly [x: number, y: number], to: readonly [x: number, y: number], held?: () => Promise<void>): Promise<void> {
    // What is still being laid out would move away from under the pointer.
    let last = "";
    await expect.poll(async () => {
      await this.page.settle();
      const before = last;
      last = JSON.stringify(await this.rectangle());
      return last === before;
    }).toBe(true);
    const { x, y, width, height } = await this.rectangle();
    const at = (share: number) => [x + width * (from[0] + (to[0] - from[0]) * share), y + height * (from[1] + (to[1] - from[1]) * share)] as const;
    await this.page.move(...at(0));
    await this.page.down();
    for (const share of [0.25, 0.5, 0.75, 1]) await this.page.move(...at(share));
    // A hand rests where it lets go: the page has seen the last move by then, however busy it is.
    await this.page.settle();
    await this.page.move(...at(1));
    await this.page.settle();
    await held?.();
    await this.page.up();
  }
}
