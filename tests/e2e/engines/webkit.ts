// WebKitGTK by WebDriver over HTTP, in a screen of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { type Engine, VIEW } from "./page";
import { program } from "./programs";

/** The keys that WebDriver numbers; all others are what they write. */
const KEYS: Record<string, string> = {
  Backspace: "\uE003", Tab: "\uE004", Enter: "\uE007", Shift: "\uE008", Control: "\uE009", Alt: "\uE00A", Escape: "\uE00C", Space: " ",
  PageUp: "\uE00E", PageDown: "\uE00F", End: "\uE010", Home: "\uE011",
  ArrowLeft: "\uE012", ArrowUp: "\uE013", ArrowRight: "\uE014", ArrowDown: "\uE015", Delete: "\uE017",
};

/** The name of an element in WebDriver's answers. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Debian's driver has no word for what a page logs, so it is listened to in the page, once that is loaded. */
const LISTEN = `
  if (window.heard) return;
  const heard = (window.heard = []);
  const { error } = console;
  console.error = (...words) => { heard.push("console: " + words.join(" ")); error.apply(console, words); };
  addEventListener("error", ({ message }) => heard.push("thrown: " + message));
  addEventListener("unhandledrejection", ({ reason }) => heard.push("thrown: " + reason));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => heard.push("policy: " + violatedDirective + " " + blockedURI));`;
const HEARD = "return (window.heard ?? []).splice(0);";

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** A screen that nobody sees; it chooses its own number. */
async function screen(): Promise<{ display: string; process: ChildProcess }> {
  const xvfb = spawn(program("XVFB", ["Xvfb"]), ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise<string>((resolve, reject) => {
    let text = "";
    xvfb.on("error", reject);
    xvfb.on("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
    (xvfb.stdio[3] as Readable).on("data", (part: Buffer) => {
      text += part.toString();
      if (text.includes("\n")) resolve(text.trim());
    });
  });
  return { display: `:${number}`, process: xvfb };
}

/** Beside the library, in a folder named after the machine; distributions other than Debian have it elsewhere. */
function miniBrowser(): string {
  if (process.env.MINIBROWSER) return process.env.MINIBROWSER;
  const machine = { x64: "x86_64", arm64: "aarch64" }[process.arch as string] ?? process.arch;
  const places = [`/usr/lib/${machine}-linux-gnu`, "/usr/lib64", "/usr/lib", "/usr/libexec"].map((folder) => `${folder}/webkit2gtk-4.1/MiniBrowser`);
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error(`MiniBrowser is not in ${places.join(", ")}, and MINIBROWSER is not set.`);
  return found;
}

export async function webkit(): Promise<Engine> {
  const { display, process: xvfb } = await screen();
  // Nothing of the reader's own is read, and downloads go there.
  const home = mkdtempSync(join(tmpdir(), "engines-webkit-"));
  const port = await freePort();
  const driver = spawn(program("WEBKIT_DRIVER", ["WebKitWebDriver"]), [`--port=${port}`], {
    env: {
      ...process.env,
      DISPLAY: display,
      HOME: home,
      XDG_CONFIG_HOME: join(home, ".config"),
      GDK_BACKEND: "x11",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
      // Its sandbox needs rights that root in a container lacks.
      ...(process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" } : {}),
    },
    stdio: "ignore",
  });

  async function ask<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  for (let tries = 0; ; tries += 1) {
    try {
      await ask("GET", "/status");
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  const engine: Engine = {
    version: "",
    downloads: home,
    async tab() {
      const problems: string[] = [];
      // One session is one browser, which remembers nothing.
      const { sessionId, capabilities } = await ask<{ sessionId: string; capabilities: Record<string, string> }>("POST", "/session", {
        capabilities: {
          alwaysMatch: {
            "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] },
            timeouts: { script: 20_000, pageLoad: 30_000 },
          },
        },
      });
      engine.version = `${capabilities["browserName"]} ${capabilities["browserVersion"]}`;
      const at = (path: string) => `/session/${sessionId}${path}`;
      const post = <T>(path: string, body: unknown = {}) => ask<T>("POST", at(path), body);
      const sync = <T>(script: string) => post<T>("/execute/sync", { script, args: [] });
      const actions = (...sources: unknown[]) => post<void>("/actions", { actions: sources });
      const pointer = (...steps: unknown[]) => actions({ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: steps });
      const keys = (...steps: unknown[]) => actions({ type: "key", id: "keyboard", actions: steps });

      // The window has a frame and bars around the view.
      const [width, height] = await sync<[number, number]>("return [innerWidth, innerHeight];");
      const outer = await ask<{ width: number; height: number }>("GET", at("/window/rect"));
      await post("/window/rect", { width: outer.width + VIEW.width - width, height: outer.height + VIEW.height - height });

      /** What the document has told since the last time. */
      const collect = async () => {
        problems.push(...(await sync<string[]>(HEARD)));
      };
      const go = async (path: string, body?: unknown) => {
        await collect();
        await post(path, body);
        await sync(LISTEN);
      };

      return {
        goto: (url) => go("/url", { url }),
        back: () => go("/back"),
        forward: () => go("/forward"),
        run: async (expression) => {
          const script = `const done = arguments[arguments.length - 1];
            (async () => ${expression})().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
          const { value, error } = await post<{ value: string; error?: string }>("/execute/async", { script, args: [] });
          if (error !== undefined) throw new Error(error);
          return value;
        },
        move: (x, y) => pointer({ type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0, origin: "viewport" }),
        down: () => pointer({ type: "pointerDown", button: 0 }),
        up: () => pointer({ type: "pointerUp", button: 0 }),
        keyDown: (key) => keys({ type: "keyDown", value: KEYS[key] ?? key }),
        keyUp: (key) => keys({ type: "keyUp", value: KEYS[key] ?? key }),
        type: (text) => keys(...[...text].flatMap((value) => ["keyDown", "keyUp"].map((type) => ({ type, value: value === "\n" ? KEYS["Enter"] : value })))),
        choose: async (expression, path) => {
          const field = await sync<Record<string, string>>(`return ${expression};`);
          await post(`/element/${field[ELEMENT]}/value`, { text: path });
        },
        problems: () => problems,
        close: async () => {
          await collect();
          await ask("DELETE", at(""));
        },
      };
    },
    async quit() {
      for (const process of [driver, xvfb]) {
        const ended = new Promise((resolve) => process.on("exit", resolve));
        process.kill();
        await ended;
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
  return engine;
}
