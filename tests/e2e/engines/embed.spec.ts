// The element and the frame in a plain page of somebody else's.
import type { CalibrationState } from "calibration-explainer";
import { createServer } from "node:http";
import { expect, type Page, test } from "./fixtures";

type Explainer = HTMLElement & { getState(): CalibrationState };
declare const window: Window & { changes: { frame: number; link: string; state: CalibrationState }[] };

/** Serves a page at an origin of its own while something is done with it. */
async function serve(body: string, use: (url: string) => Promise<void>): Promise<void> {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Documentation</title></head><body><h1>Documentation</h1>${body}</body></html>`;
  const server = createServer((_, response) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What both must do: each is dragged and stepped, and neither changes the other or the page around. */
async function both(tab: Page): Promise<number> {
  const [first, second] = [tab.slider("Positive, nothing"), tab.slider("A, nothing")];
  await expect.poll(() => first.attribute("aria-valuetext"), { timeout: 20_000 }).toBe("70 percent");
  await expect.poll(() => second.attribute("aria-valuetext"), { timeout: 20_000 }).toBe("50 percent");
  const outside = () => tab.evaluate(() => [history.length, location.href, document.title, localStorage.length]);
  const before = await outside();

  await first.drag([0.7, 0.5], [0.4, 0.5]);
  await expect.poll(async () => Math.round(Number(await first.attribute("aria-valuenow")))).toBe(40);
  const [dragged] = await first.numbers();
  expect(await second.attribute("aria-valuetext")).toBe("50 percent");
  await second.press("PageUp");
  await expect.poll(() => second.attribute("aria-valuetext")).toBe("60 percent");
  await tab.press("Control+z");
  await expect.poll(() => second.attribute("aria-valuetext")).toBe("50 percent");
  await second.press("PageUp");
  await expect.poll(() => second.attribute("aria-valuetext")).toBe("60 percent");
  expect(await first.numbers()).toEqual([dragged]);
  expect(await outside()).toEqual(before);
  return dragged!;
}

test("two elements in a plain page of another origin", async ({ tab, baseURL }) => {
  const element = (attributes: string) => `<calibration-explainer lang="en" ${attributes}>See the page.</calibration-explainer>`;
  const script = `<script type="module" src="${new URL("/cors/embed/auto.js", baseURL)}"></script>`;
  await serve(`${script}${element('cf="nothing:0.7,0.3"')}${element('labels="A,B,C" cf="nothing:0.5,0.3,0.2"')}`, async (url) => {
    await tab.goto(url);
    await tab.evaluate(() => {
      window.changes = [];
      document.addEventListener("calibration-change", (event) => {
        const { link, state } = event.detail;
        window.changes.push({ frame: 0, link, state });
      });
    });
    const dragged = await both(tab);
    const rows = () => tab.evaluate(() => [...document.querySelectorAll("calibration-explainer")].map((one) => (one as Explainer).getState().contextFree[0]!.probabilities));
    const [first, second] = await rows();
    expect(first![0]).toBe(dragged);
    expect(second![0]).toBe(0.6);
    expect(second![1]! / second![2]!).toBeCloseTo(1.5, 9);
    await expect.poll(() => tab.evaluate(() => window.changes.at(-1)?.state.contextFree[0]!.probabilities)).toEqual(second);
    // An attribute changes what it names.
    await tab.evaluate(() => document.querySelector("calibration-explainer")!.setAttribute("cf", "nothing:0.2,0.8"));
    await expect.poll(() => tab.slider("Positive, nothing").attribute("aria-valuetext")).toBe("20 percent");
    // Out of the page and back.
    await tab.evaluate(() => {
      const first = document.querySelector("calibration-explainer")!;
      first.remove();
      document.body.append(first);
    });
    await expect.poll(() => tab.slider("Positive, nothing").attribute("aria-valuetext")).toBe("20 percent");
  });
});

test("two frames in a plain page", async ({ tab, baseURL }) => {
  const frames = ["lang=en&view=prompts&cf=nothing:0.7,0.3", "lang=en&view=prompts&labels=A,B,C&cf=nothing:0.5,0.3,0.2"];
  const query = new URLSearchParams([["at", baseURL!], ...frames.map((frame) => ["frame", frame])]);
  await tab.goto(`/hosts/?${query}`);
  const dragged = await both(tab);
  const last = (frame: number) => tab.evaluate((frame) => window.changes.filter((change) => change.frame === frame).at(-1), frame);
  await expect.poll(async () => (await last(0))?.state.contextFree[0]!.probabilities[0]).toBe(dragged);
  await expect.poll(async () => (await last(1))?.state.contextFree[0]!.probabilities[0]).toBe(0.6);
  expect((await last(0))!.link).toContain(`cf=nothing:${dragged},`);
  // The helper gives each frame the height of what is in it.
  await expect.poll(() => tab.evaluate(() => [...document.querySelectorAll("iframe")].map((frame) =>
    Math.abs(frame.clientHeight - Math.ceil(frame.contentDocument!.documentElement.getBoundingClientRect().height)) <= 1))).toEqual([true, true]);
});
