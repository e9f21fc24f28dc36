// The `test` that every spec uses. Each test also fails if, at any moment and in any of its tabs, the page logs an error,
// throws, asks another origin for something, or misses a file.
import { test as base, expect, type BrowserContext, type Frame, type Locator, type Page } from "@playwright/test";
export type { FrameLocator, Locator, Page, PlaywrightTestConfig } from "@playwright/test";

interface Options {
  /** Problems that a test of a fault brings about on purpose: `test.use({ allowedProblems: /404|could not be started/ })`. */
  allowedProblems: RegExp | undefined;
}

export const test = base.extend<Options>({
  allowedProblems: [undefined, { option: true }],
  context: async ({ context, baseURL, allowedProblems }, use) => {
    const problems = watch(context, new URL(baseURL ?? "http://127.0.0.1/").origin);
    if (SLOWER > 1) context.on("page", (page) => void slowDown(page));
    if (UNEVEN > 0) await context.addInitScript(delay, UNEVEN);
    await use(context);
    const unexpected = problems.filter((problem) => !allowedProblems?.test(problem));
    expect(unexpected, "problems in the page").toEqual([]);
  },
});

export { expect };

/**
 * Details of a test that is one of many alike: those for which `usual` is false run only in `cargo xtask test --all`. (Both
 * configurations leave out what is tagged so.)
 */
export const among = (usual: boolean): { tag?: string } => (usual ? {} : { tag: "@long" });

/** True in `cargo xtask test --all`. */
export const ALL = process.env.TEST_ALL === "1";

/**
 * `SLOWER=4 npx playwright test` gives pages a quarter of the processor, as a busy machine may: many tests that look a moment
 * too early then fail more often than once in a hundred runs.
 */
const SLOWER = Number(process.env.SLOWER ?? 1);

async function slowDown(page: Page): Promise<void> {
  try {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  } catch {
    // A tab that was closed at once.
  }
}

/**
 * `UNEVEN=50 npx playwright test` lets every answer, timer, animation frame and observer of a page come up to so many milliseconds
 * late, by chance. What waits for the wrong one of two things is then seen to do so. Tests that count frames fail by it.
 */
const UNEVEN = Number(process.env.UNEVEN ?? 0);

const delay = (most: number) => {
  const { setTimeout: later, clearTimeout, requestAnimationFrame: frame, cancelAnimationFrame, fetch, IntersectionObserver, ResizeObserver } = window;
  const chance = () => Math.random() * most;
  const timers = new Map<number, number>();
  let names = 1e6;
  window.setTimeout = ((call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => later(call, ms + chance(), ...args)) as typeof later;
  window.requestAnimationFrame = (call) => {
    const name = (names += 1);
    timers.set(name, later(() => {
      timers.set(name, -frame((time) => {
        timers.delete(name);
        call(time);
      }));
    }, chance()));
    return name;
  };
  window.cancelAnimationFrame = (name) => {
    const timer = timers.get(name) ?? 0;
    if (timer < 0) cancelAnimationFrame(-timer);
    else clearTimeout(timer);
    timers.delete(name);
  };
  window.fetch = async (...request) => {
    const answer = await fetch(...request);
    await new Promise((resolve) => later(resolve, chance()));
    return answer;
  };
  // What is not observed any more is not told about, as with the browser's own.
  const ended = new WeakMap<object, number>();
  const of = (observer: object) => ended.get(observer) ?? 0;
  const late = <Entries, Observer extends object>(call: (entries: Entries, observer: Observer) => void) => (entries: Entries, observer: Observer) => {
    const before = of(observer);
    later(() => {
      if (of(observer) === before) call(entries, observer);
    }, chance());
  };
  window.IntersectionObserver = class extends IntersectionObserver {
    constructor(call: IntersectionObserverCallback, options?: IntersectionObserverInit) {
      super(late(call), options);
    }
    override disconnect() {
      ended.set(this, of(this) + 1);
      super.disconnect();
    }
  };
  window.ResizeObserver = class extends ResizeObserver {
    constructor(call: ResizeObserverCallback) {
      super(late(call));
    }
    override disconnect() {
      ended.set(this, of(this) + 1);
      super.disconnect();
    }
  };
};

/** Lists the problems of every tab of a context, as they come. */
export function watch(context: BrowserContext, origin: string): string[] {
  const problems: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => {
    problems.push(`thrown: ${error.error().message}`);
  });
  context.on("request", (request) => {
    const url = new URL(request.url());
    const local = ["data:", "blob:", "about:"].includes(url.protocol);
    if (!local && url.origin !== origin) problems.push(`request to another origin: ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`);
  });
  return problems;
}

/** Opens the page with the given link state (`"v=1&labels=A,B"`, without `#`) and waits until it is drawn. */
export async function open(page: Page, hash = ""): Promise<void> {
  // A bare address opens the lesson at a first visit; most tests are about the workbench.
  await page.goto(hash === "" ? "./#view=workbench" : `./#${hash.replace(/^#/, "")}`);
  await ready(page);
}

/** Waits until the page has drawn itself for the first time. */
export async function ready(page: Page): Promise<void> {
  await page.locator("html[data-ready='true']").waitFor({ state: "attached" });
}

/** What a page logs when it crashes on purpose, for `allowedProblems`. */
export const CRASH = /unreachable|panicked|Error: refused/;

/** Lets the browser refuse something that Yew relies on: the next thing that the page has to draw makes it panic. */
const refuse = () => {
  for (const name of ["insertBefore", "appendChild"]) {
    Object.defineProperty(Node.prototype, name, { value: () => { throw new Error("refused"); } });
  }
};

/** The page cannot draw anything new from now on. */
export const refuseToDraw = (page: Page | Frame): Promise<void> => page.evaluate(refuse);

/** The page that is opened next cannot draw anything. */
export async function refuseToBegin(page: Page): Promise<void> {
  await page.addInitScript(refuse);
}

/**
 * Chooses a radio button or ticks a box, and waits until it shows so. Not `check()`, which looks once, at once: a rendering
 * that began before the click may still be on its way.
 */
export async function choose(control: Locator): Promise<void> {
  // The control itself may be as small as a dot, with its label over it.
  await control.click({ force: true });
  await expect(control).toBeChecked();
}
