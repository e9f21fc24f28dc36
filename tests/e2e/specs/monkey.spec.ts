// A monkey at the workbench: thousands of random actions, and what the page shows is checked against an independent
// computation. The actions come from seeds, so a failure can be seen again: MONKEY_SEED=7 npx playwright test monkey
import type { Page } from "@playwright/test";
import { ALL, expect, open, test } from "../fixtures";

/**
 * Several monkeys, of 1,000 actions together (100,000 in `cargo xtask test --all`): side by side they take less time, and one that
 * hangs is told apart.
 */
const MONKEYS = ALL ? 200 : 2;
const ACTIONS = 500;
const CHECK_EVERY = 20;
/** Longest that one action may take, in milliseconds. Not a measure of speed: an action that takes this long hangs. */
const HANGS = 30_000;
const SEED = Number(process.env.MONKEY_SEED ?? 20260501);

/** mulberry32: small, seeded, good enough for a monkey. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TYPED = ["0.5", "1", "0", "0.25", "33 %", "2/3", "1e-9", "-1", "abc", "", "NaN", "Infinity", "1e308", "0,5", "0.5, 0.5", "0.7 0.2 0.1", "-0.1, -2.3"];
const ENTRIES = ["2.5", "-1", "0", "1/3", "1e-6", "250000", "-999999", "1e7", "x", ""];
const TEXTS = ["N/A", "", "nothing", "<b>x</b>", "مرحبا", "😀", "a,b:c@d", "{input}", "a very long text ".repeat(30)];
const PRESETS = ["worked", "disagree", "methods", "paper", "sentiment-2-swapped", "topic", "question", "topics", "backfires", "fourteen", "blank"];

/** Calls `act` on a random visible, enabled element, in the page; says whether there was one. */
function click(page: Page, selector: string, at: number): Promise<boolean> {
  return page.evaluate(
    ([selector, at]) => {
      const all = [...document.querySelectorAll<HTMLElement>(selector)].filter(
        (element) => element.checkVisibility() && !(element as HTMLButtonElement).disabled,
      );
      const element = all[Math.floor(at * all.length)];
      element?.click();
      return element !== undefined;
    },
    [selector, at] as const,
  );
}

/** Puts the caret into a random field; says whether there was one. */
function focus(page: Page, selector: string, at: number): Promise<boolean> {
  return page.evaluate(
    ([selector, at]) => {
      const all = [...document.querySelectorAll<HTMLInputElement>(selector)].filter((element) => element.checkVisibility());
      const element = all[Math.floor(at * all.length)];
      element?.focus();
      element?.select?.();
      return element !== undefined;
    },
    [selector, at] as const,
  );
}

async function type(page: Page, text: string, random: () => number): Promise<void> {
  if (text === "") await page.keyboard.press("Delete");
  else await page.keyboard.insertText(text);
  await page.keyboard.press(["Enter", "Tab", "Escape"][Math.floor(random() * 3)]!);
}

/**
 * Drags inside a random element. The events are made in the page: a real mouse waits for a frame at every move, and a
 * thousand of those on a busy machine are minutes. (Mouse, touch and pen as the browser sends them have tests of their own.)
 */
async function drag(page: Page, selector: string, random: () => number): Promise<void> {
  const places = Array.from({ length: random() < 0.2 ? 3 : 2 }, () => [random() * 1.2 - 0.1, random() * 1.2 - 0.1] as const);
  const held = await page.evaluate(
    ([selector, at, places]) => {
      const all = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
      const element = all[Math.floor(at * all.length)];
      if (!element) return false;
      const send = (type: string, [x, y]: readonly [number, number]) => {
        const box = element.getBoundingClientRect();
        const place = { clientX: box.x + box.width * x, clientY: box.y + box.height * y };
        const pointer = { pointerId: 1, isPrimary: true, pointerType: "mouse", button: type === "pointermove" ? -1 : 0, buttons: 1 };
        element.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, cancelable: true, ...place, ...pointer }));
      };
      send("pointerover", places[0]!);
      send("pointerdown", places[0]!);
      for (const place of places.slice(1)) send("pointermove", place);
      // Let go of below, where Escape may have come between.
      (window as unknown as { letGo: () => void }).letGo = () => send("pointerup", places.at(-1)!);
      return true;
    },
    [selector, random(), places] as const,
  );
  if (!held) return;
  if (random() < 0.1) await page.keyboard.press("Escape");
  await page.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
}

type Step = [weight: number, name: string, act: (page: Page, random: () => number) => Promise<unknown>];

const pick = <T>(items: readonly T[], random: () => number): T => items[Math.floor(random() * items.length)]!;

const STEPS: Step[] = [
  [9, "drag a bar", (page, random) => drag(page, ".bar-track", random)],
  [4, "drag on the chart", (page, random) => drag(page, ".chart-handle .chart-track", random)],
  [12, "step a slider", async (page, random) => {
    if (await focus(page, "[role=slider]", random())) {
      await page.keyboard.press(pick(["ArrowLeft", "ArrowRight", "Shift+ArrowUp", "PageUp", "PageDown", "Home", "End"], random));
    }
  }],
  [10, "type a number", async (page, random) => {
    if (await focus(page, ".prompt input.number, .numbers input.number", random())) await type(page, pick(TYPED, random), random);
  }],
  [5, "type an entry of W or b", async (page, random) => {
    if (await focus(page, ".matrix input.number", random())) await type(page, pick(ENTRIES, random), random);
  }],
  [2, "choose the entry to move", (page, random) => page.evaluate((at) => {
    const select = document.querySelector<HTMLSelectElement>("select:has(+ input[type=range])");
    if (!select) return;
    select.selectedIndex = Math.floor(at * select.options.length);
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }, random())],
  [3, "move an entry", async (page, random) => {
    if (await focus(page, "input[type=range]", random())) {
      await page.keyboard.press(pick(["ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"], random));
    }
  }],
  [4, "type a text", async (page, random) => {
    if (await focus(page, ".prompt-slot, .input-text, .label-field, textarea.template", random())) await type(page, pick(TEXTS, random), random);
  }],
  [8, "add", (page, random) => click(page, "section:has(#panel-1) > .buttons button, .input-tools button:first-of-type", random())],
  [7, "remove or move", (page, random) => click(page, ".row-tools button", random())],
  [6, "undo", (page) => page.keyboard.press("Control+z")],
  [3, "redo", (page) => page.keyboard.press("Control+Shift+Z")],
  [8, "choose a method, an averaging, a readout", (page, random) =>
    click(page, "input[name=method], input[name=averaging], input[name=readout]", random())],
  [2, "choose a language", (page, random) => click(page, "input[name=language]", random())],
  [2, "choose a theme", (page) => click(page, ".site-tools > button:last-of-type", 0)],
  [4, "choose a preset", (page, random) =>
    page.locator(".presets select").selectOption(pick(PRESETS, random))],
  [1, "reset", (page) => click(page, ".presets .chips > button:last-of-type", 0)],
  [2, "edit by hand, or back to computed", (page) => click(page, "section:has(#panel-2) .choices > .buttons button", 0)],
  [1, "raise zeros", (page) => click(page, ".undefined button", 0)],
  [2, "choose an input", (page, random) => click(page, ".input-row button", random())],
  [2, "unfold", (page, random) => click(page, "summary, .link-button[aria-expanded]", random())],
  [1, "dismiss", (page, random) => click(page, ".notice button", random())],
  // Not out of the page: to the blank one before it.
  [2, "go back", (page) => page.evaluate(() => {
    if ((window as unknown as { navigation: { canGoBack: boolean } }).navigation.canGoBack) history.back();
  })],
  [1, "go forward", (page) => page.evaluate(() => history.forward())],
];

/** Counts, in the page, the timers set for "at once" that have not run yet: `settled` waits for them. */
async function countTimers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const set = window.setTimeout;
    const waiting = new Set<number>();
    const counted = (then: () => void, delay = 0, ...rest: unknown[]) => {
      const id = set(() => {
        waiting.delete(id);
        then();
      }, delay, ...rest);
      if (delay === 0) waiting.add(id);
      return id;
    };
    const clear = window.clearTimeout;
    const cleared = (id?: number) => {
      waiting.delete(id!);
      clear(id);
    };
    const settled = async () => {
      while (waiting.size > 0) await new Promise((next) => set(next));
    };
    Object.assign(window, { setTimeout: counted, clearTimeout: cleared, settled });
  });
}

/**
 * What the page shows, read from the page alone, when it is drawn: Yew hands the thread back after 16 ms of rendering, with
 * one half of the page new and the other old, and goes on in a timer.
 */
function shown(page: Page) {
  return page.evaluate(async () => {
    await (window as unknown as { settled: () => Promise<void> }).settled();
    const full = (element: Element): number => Number((element as HTMLElement).dataset["full"]!.split(" ").at(-1));
    const chosen = (name: string): number =>
      [...document.querySelectorAll<HTMLInputElement>(`input[name=${name}]`)].findIndex((input) => input.checked);
    const number = (cell: Element) => {
      const field = cell.querySelector("input");
      return field ? String(full(field)) : cell.textContent;
    };
    const table = (element: Element | undefined) =>
      [...(element?.querySelectorAll("tbody tr") ?? [])].map((row) => [...row.querySelectorAll("td")].map(number));
    const tables = [...document.querySelectorAll("table.data")];
    // The parameters in use, by their names in either language: W and b whole, or of many labels W's diagonal alone.
    const named = (names: string[]) => names.map((name) => document.querySelector(`[aria-label="${name}"]`)).find((found) => found !== null);
    const entries = (names: string[]) => {
      const table = named(names);
      if (!table?.matches("table")) return null;
      return [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => ({
        value: full(cell.querySelector("input") ?? cell), byHand: cell.classList.contains("by-hand"),
      })));
    };
    const list = (names: string[]) => {
      const list = named(names);
      return list?.matches("ul") ? [...list.querySelectorAll("li")].map(full) : null;
    };
    const W = ["W of the correction in use", "所用的校正的 W"];
    const B = ["b of the correction in use", "所用的校正的 b"];
    return {
      text: document.body.innerText,
      rows: [...document.querySelectorAll(".prompt")].map((prompt) => [...prompt.querySelectorAll("input.number")].map(full)),
      sliders: [...document.querySelectorAll(".prompt")].map((prompt) => [...prompt.querySelectorAll(".bar-track")].map(full)),
      method: chosen("method"),
      averaging: chosen("averaging"),
      readout: chosen("readout"),
      w: entries(W),
      b: entries(B)?.map(([entry]) => entry!) ?? null,
      diagonal: list(["Diagonal of W of the correction in use", "所用的校正的 W 的对角线"]),
      bias: list(B),
      undefined: document.querySelector(".undefined") !== null,
      input: table(tables[0]),
      prompts: table(tables[1]),
      crashed: !(document.getElementById("crashed") as HTMLElement).hidden,
    };
  });
}

type Shown = Awaited<ReturnType<typeof shown>>;

interface Fit { w: number[][]; b: number[] }

/** The method as it is written in the paper, on arrays: W and b, or null where a reciprocal is missing. */
function fitted({ rows, method, averaging }: Shown): Fit | null {
  const k = rows[0]!.length;
  const mean = (of: number[][]) => Array.from({ length: k }, (_, j) => of.reduce((sum, row) => sum + row[j]!, 0) / of.length);
  // The averaging is only offered where there are several prompts; with one it makes no difference.
  const fittedTo = averaging === 1 ? [mean(rows)] : rows;
  if (method === 0 && fittedTo.some((row) => row.includes(0))) return null;
  const diagonal = mean(fittedTo.map((row) => row.map((p) => (method === 0 ? 1 / p : 1))));
  return {
    w: diagonal.map((w, r) => diagonal.map((_, c) => (r === c ? w : 0))),
    b: mean(fittedTo.map((row) => row.map((p) => (method === 1 ? -p : 0)))),
  };
}

/** Compares W and b on screen with the computation; gives the ones in use, which have the reader's own entries in them. */
function parametersInUse(page: Shown, computed: Fit): { fit: Fit; byHand: number } {
  const k = page.rows[0]!.length;
  // Hundreds of entries: an `expect` for each would take longer than all else.
  const close = (is: number, should: number, where: string) => {
    const near = Math.abs(is - should) <= 1e-9 * Math.max(1, Math.abs(should));
    if (!near) throw new Error(`${where}: ${is} on screen, ${should} computed`);
  };
  const fit = { w: computed.w.map((row) => [...row]), b: [...computed.b] };
  let byHand = 0;
  if (page.w === null) {
    expect(page.diagonal, "the diagonal of W is on screen").toHaveLength(k);
    for (const [r, w] of page.diagonal!.entries()) close(w, computed.w[r]![r]!, `W[${r}][${r}]`);
    for (const [r, b] of (page.bias ?? computed.b.map(() => 0)).entries()) close(b, computed.b[r]!, `b[${r}]`);
    return { fit, byHand };
  }
  expect(page.w.map((row) => row.length), "W is whole").toEqual(Array.from({ length: k }, () => k));
  expect(page.b, "b is on screen").toHaveLength(k);
  const take = (entry: { value: number; byHand: boolean }, of: number[], at: number, where: string) => {
    if (!entry.byHand) return close(entry.value, of[at]!, where);
    close(entry.value, entry.value, where); // It is a number.
    of[at] = entry.value;
    byHand += 1;
  };
  for (const [r, row] of page.w.entries()) {
    for (const [c, entry] of row.entries()) take(entry, fit.w[r]!, c, `W[${r}][${c}]`);
    take(page.b![r]!, fit.b, r, `b[${r}]`);
  }
  return { fit, byHand };
}

const scoresOf = (p: number[], { w, b }: Fit): number[] => w.map((row, r) => row.reduce((sum, w, c) => sum + w * p[c]!, 0) + b[r]!);

/** q by the readout, or null where it is undefined. */
function calibrated(p: number[], fit: Fit, readout: number): number[] | null {
  const scores = scoresOf(p, fit);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  if (readout === 2) return scores;
  if (readout === 1) {
    // Near zero the last bit decides whether a score counts as negative; the caller looks away there.
    return scores.some((s) => s < 0) || sum(scores) <= 0 ? null : scores.map((s) => s / sum(scores));
  }
  const largest = Math.max(...scores);
  const powers = scores.map((s) => Math.exp(s - largest));
  return powers.map((power) => power / sum(powers));
}

/** Compares one table of "before" and "after" with the computation; returns how many numbers it compared. */
function compare(cells: (string | null)[][], page: Shown, fit: Fit, where: string): number {
  const k = page.rows[0]!.length;
  expect(cells.length % k, where).toBe(0);
  let compared = 0;
  for (let start = 0; start < cells.length; start += k) {
    const own = cells.slice(start, start + k);
    const before = own.map(([before]) => Number(before));
    expect(Math.abs(before.reduce((sum, p) => sum + p, 0) - 1), `${where}: before sums to one`).toBeLessThan(1e-6);
    // How large the terms are that may cancel each other.
    const size = fit.w.map((row, r) => row.reduce((sum, w, c) => sum + Math.abs(w * before[c]!), Math.abs(fit.b[r]!)));
    const edge = page.readout === 1 && scoresOf(before, fit).some((score, r) => Math.abs(score) < 1e-12 * Math.max(1, size[r]!));
    if (edge) continue;
    const expected = calibrated(before, fit, page.readout);
    for (const [j, [, after]] of own.entries()) {
      if (expected === null) {
        expect(after, `${where}: undefined`).toBe("–");
      } else {
        const [is, should] = [Number(after), expected[j]!];
        expect(Math.abs(is - should), `${where}: ${after} on screen, ${should} computed`).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(should)));
        compared += 1;
      }
    }
  }
  return compared;
}

/** Everything that must hold whatever was done; returns how many calibrated numbers were compared, and with how many entries by hand. */
async function check(page: Page): Promise<{ compared: number; byHand: number }> {
  const now = await shown(page);
  expect(now.crashed, "the page has stopped").toBe(false);
  expect(now.text).not.toMatch(/\b(NaN|Infinity|inf)\b(?!”)/);
  expect(now.rows.length).toBeGreaterThan(0);
  for (const [i, row] of now.rows.entries()) {
    expect(row.every((p) => Number.isFinite(p) && p >= 0 && p <= 1), `row ${i + 1}: ${row}`).toBe(true);
    expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1), `row ${i + 1} sums to one: ${row}`).toBeLessThan(1e-6);
  }
  expect(now.sliders).toEqual(now.rows);
  const computed = fitted(now);
  expect(now.undefined, "the page says that there is no correction").toBe(computed === null);
  if (computed === null) return { compared: 0, byHand: 0 };
  const { fit, byHand } = parametersInUse(now, computed);
  const before = now.prompts.map(([p]) => Number(p));
  expect(before).toEqual(now.rows.flat());
  return { compared: compare(now.input, now, fit, "test input") + compare(now.prompts, now, fit, "context-free prompts"), byHand };
}

/** Fails with a name where an action never ends, instead of with the test's own end of time. */
async function inTime(what: string, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs`)), HANGS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

for (let monkey = 0; monkey < MONKEYS; monkey++) {
  const seed = SEED + monkey;
  test(`${ACTIONS} random actions leave every number right (seed ${seed})`, async ({ page }, info) => {
    // Half a minute on a quiet machine.
    test.setTimeout(300_000);
    const random = generator(seed);
    const total = STEPS.reduce((sum, [weight]) => sum + weight, 0);
    // Every other one begins with an entry of W that is set by hand.
    const byHand = monkey % 2 === 1;
    await countTimers(page);
    await open(page, byHand ? "lang=en&w=,,,4.5" : "lang=en");
    const trail: string[] = [];
    let compared = 0;
    let comparedByHand = 0;
    try {
      for (let i = 1; i <= ACTIONS; i++) {
        let at = random() * total;
        const step = STEPS.find(([weight]) => (at -= weight) < 0) ?? STEPS[0]!;
        trail.push(step[1]);
        await inTime(`action ${i}, ${step[1]},`, step[2](page, random));
        if (i % CHECK_EVERY === 0) {
          const found = await check(page);
          compared += found.compared;
          if (found.byHand > 0) comparedByHand += found.compared;
        }
      }
    } finally {
      await info.attach("the last actions", { body: [...trail.slice(-CHECK_EVERY), page.url()].join("\n"), contentType: "text/plain" });
    }
    await info.attach("numbers compared", { body: `${compared}, of these ${comparedByHand} with entries set by hand`, contentType: "text/plain" });
    if (process.env.MONKEY_SEED) console.log(`seed ${seed}: ${compared} numbers compared, ${comparedByHand} with entries set by hand`);
    // The monkey did get around: a test that compares nothing proves nothing.
    expect(compared).toBeGreaterThan(ACTIONS / CHECK_EVERY);
    if (byHand) expect(comparedByHand, "numbers that were compared while entries were set by hand").toBeGreaterThan(0);
    // A rare action may be missing from one monkey's five hundred.
    expect(new Set(trail).size).toBeGreaterThan(STEPS.length - 5);
  });
}
