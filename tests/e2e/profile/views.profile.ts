// Opens an instrumented page (xtask/split/src/profile.rs) in every way that a first view may look, and writes down which of its
// functions ran until it stood. What a first gesture calls is not counted: the rest of the code is here by then.
import { type Browser } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { ready, test } from "../fixtures";

const LINK = "v=1&labels=A,B,C&cf=nothing:0.5,0.3,0.2&cf=N%2FA:0.4,0.3,0.3&p=one:0.2,0.2,0.6&p=two:0.6,0.2,0.2";

const PRESETS = [
  "disagree", "methods", "paper", "sentiment-0", "sentiment-2", "sentiment-2-swapped", "topic", "question", "pattern-PPNN", "topics", "backfires",
  "fourteen", "blank",
];

/** Addresses, by the first part of the code that `static/start.js` chooses for them. */
const VIEWS = {
  lesson: ["./", "./#learn=1", "./#learn=1&lang=zh&hide=controls"],
  workbench: [
    "./#view=workbench",
    `./#${LINK}`,
    `./#${LINK}&method=identity&averaging=probabilities&readout=normalize&lang=zh&theme=dark`,
    ...PRESETS.map((preset) => `./#preset=${preset}`),
    ...["", "&view=prompts", "&view=fit", "&view=use", "&view=chart", "&view=equation", "&readonly=true"].map((more) => `./embed.html?${LINK}${more}`),
    "./embed.html?preset=fourteen",
  ],
};

async function run(browser: Browser, baseURL: string, address: string): Promise<number[]> {
  const page = await (await browser.newContext({ baseURL })).newPage();
  // The page asks for the rest, which this build does not have.
  await page.route(/\/later\//, (route) => route.abort());
  await page.goto(address);
  await ready(page);
  // Charts are drawn in an animation frame, and what is out of view waits for the first idle moment.
  await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestIdleCallback(() => requestAnimationFrame(() => done())))));
  const ran = await page.evaluate(async () => {
    const module = await import((document.getElementById("app-js") as HTMLLinkElement).href);
    const { hits } = await module.default();
    return [...new Uint8Array(hits.buffer).entries()].filter(([, hit]) => hit === 1).map(([number]) => number);
  });
  await page.context().close();
  return ran;
}

test("what the first views call", async ({ browser, baseURL }) => {
  const ran: Record<string, number[]> = {};
  for (const [view, addresses] of Object.entries(VIEWS)) {
    const all = new Set<number>();
    for (const address of addresses) {
      const before = all.size;
      for (const number of await run(browser, baseURL!, address)) all.add(number);
      console.log(`${view}: ${all.size - before} more for ${address}`);
    }
    ran[view] = [...all].sort((a, b) => a - b);
  }
  writeFileSync(process.env.PROFILE_RAN!, JSON.stringify(ran));
});
