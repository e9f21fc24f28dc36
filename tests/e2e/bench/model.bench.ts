// What a language model in the page takes. Its engine beside candle and wllama (llama.cpp), with the same weights, one thread each and
// all in turn, so that whatever else the machine does falls on all of them; the medians count. And what a reader of the page waits for.
import type { Page } from "@playwright/test";
import { expect, open, test } from "../fixtures";
import { button } from "../reader";

const ROUNDS = 5;

const ENGINES = ["own", "candle", "wllama"] as const;
type Engine = (typeof ENGINES)[number];

const NAMES: Record<Engine, string> = { own: "the page's own", candle: "candle, f32", wllama: "wllama" };

/** Tokens of the prompts. */
const LENGTHS = [9, 30, 200] as const;

const PROMPT = "Review: N/A\nSentiment:";
/** P(Negative) in double precision, of Negative and Positive; llama.cpp's eight-bit activations move it by some hundredths. */
const RIGHT = 0.544;

/** What bench/engines/engines.js offers. */
interface Engines {
  open(): Promise<Record<Engine, number>>;
  length(what: string | number): Promise<number>;
  time(engine: Engine, what: string | number): Promise<number>;
  share(engine: Engine, what: string): Promise<number>;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

const table = (rows: (string | number)[][]): string => rows.map((row) => `| ${row.join(" | ")} |`).join("\n");

test("three engines", async ({ browser, baseURL }) => {
  test.setTimeout(1_200_000);
  const page = await browser.newPage();
  await page.goto(`${new URL(baseURL!).origin}/engines/page/`);
  const engines = await page.waitForFunction(() => (window as unknown as { engines?: Engines }).engines);
  const seconds = await engines.evaluate((engines) => engines!.open());
  const length = (what: string | number) => engines.evaluate((engines, what) => engines!.length(what), what);
  const time = (engine: Engine, what: number) =>
    engines.evaluate((engines, [engine, what]) => engines!.time(engine, what), [engine, what] as const);
  const share = (engine: Engine) =>
    engines.evaluate((engines, [engine, what]) => engines!.share(engine, what), [engine, PROMPT] as const);
  for (const count of LENGTHS) expect(await length(count)).toBe(count);
  expect(await length(PROMPT)).toBe(LENGTHS[0]);

  const shares = {} as Record<Engine, number>;
  for (const engine of ENGINES) {
    shares[engine] = await share(engine);
    // Browsers translate what runs often once more.
    await time(engine, LENGTHS[1]);
  }
  const times = new Map(ENGINES.map((engine) => [engine, LENGTHS.map((): number[] => [])]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, count] of LENGTHS.entries()) {
      for (const engine of ENGINES) times.get(engine)![i]!.push(await time(engine, count));
    }
  }
  const speed = (engine: Engine, i: number) => LENGTHS[i]! / median(times.get(engine)![i]!);

  // It never gets smaller, so this is its height. All engines are in workers.
  const bytes = {} as Record<Engine, number>;
  for (const worker of page.workers()) {
    const file = worker.url().startsWith("blob:") ? "wllama" : worker.url().split("/").at(-1)!.replace(".js", "");
    bytes[file as Engine] = await worker.evaluate(() => (self as unknown as { memory: WebAssembly.Memory }).memory.buffer.byteLength);
  }

  await page.close();

  const head = ["engine", ...LENGTHS.map((count) => `tokens a second at ${count}`), "opened in", "memory of WebAssembly", "P(Negative)"];
  const rows = ENGINES.map((engine) => [
    NAMES[engine],
    ...LENGTHS.map((_, i) => `${speed(engine, i).toFixed(0)} (${(speed("own", i) / speed(engine, i)).toFixed(2)})`),
    `${seconds[engine].toFixed(1)} s`, `${(bytes[engine] / 1e6).toFixed(0)} MB`, shares[engine].toFixed(4),
  ]);
  console.log(`medians of ${ROUNDS}, one thread; in brackets how many times the page's own engine is as quick\n${table([head, head.map(() => "---"), ...rows])}`);
  expect(Math.abs(shares.own - RIGHT)).toBeLessThan(0.005);
  expect(Math.abs(shares.candle - RIGHT)).toBeLessThan(0.005);
  expect(Math.abs(shares.wllama - RIGHT)).toBeLessThan(0.05);
});

const TEMPLATE = "Review: {input}\nSentiment:";
const LINK = `lang=en&labels=Negative,Positive&template=${encodeURIComponent(TEMPLATE)}&cf=N%2FA:0.5,0.5&cf=:0.5,0.5&cf=%5BMASK%5D:0.5,0.5&p=nothing:0.5,0.5`;

/** Seconds from an event of the page until all three context-free prompts have other probabilities than before, and say who gave them. */
async function answered(page: Page, event: "click" | "input", act: () => Promise<void>): Promise<number> {
  await page.evaluate((event) => {
    const rows = () => [...document.querySelectorAll('li[aria-label^="Context-free prompt"]')];
    const shown = () => rows().map((row) => row.querySelector<HTMLElement>("[data-full]")?.dataset["full"]);
    const before = shown();
    const waited = new Promise<number>((resolve) => {
      addEventListener(event, () => {
        const start = performance.now();
        const look = () => {
          const now = shown();
          const all = rows().every((row, i) => now[i] !== before[i] && row.textContent.includes("measured by"));
          if (all) resolve((performance.now() - start) / 1000);
          else requestAnimationFrame(look);
        };
        look();
      }, { capture: true, once: true });
    });
    Object.assign(window, { waited });
  }, event);
  await act();
  return page.evaluate(() => (window as unknown as { waited: Promise<number> }).waited);
}

test("what a reader waits for", async ({ context }) => {
  const loaded: number[] = [];
  const typed: number[] = [];
  // The first puts the model into the browser's storage.
  for (let round = 0; round <= ROUNDS; round++) {
    const page = await context.newPage();
    await open(page, LINK);
    await button(page, "Ask a model").click();
    const offer = page.getByRole("button", { name: /^Load [\d.]+ MB$/ });
    await expect(offer).toBeVisible();
    loaded.push(await answered(page, "click", () => offer.click()));
    await page.getByText("The whole prompt").click();
    const template = page.getByRole("textbox", { name: "Template of the prompt" });
    typed.push(await answered(page, "input", () => template.fill("Text: {input}\nMood:")));
    await page.close();
  }
  const first = loaded.shift()!;
  typed.shift();
  console.log(
    `medians of ${ROUNDS}, from the browser's storage: from the click to three answers ${median(loaded).toFixed(2)} s` +
      ` (${first.toFixed(2)} s at first, from a server on the same machine); from the last letter typed to three answers ${median(typed).toFixed(2)} s, of which 0.33 s wait for another letter`,
  );
});
