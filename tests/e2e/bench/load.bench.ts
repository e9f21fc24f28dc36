// What a reader feels while a page loads: first paint, largest paint, the moment from which something follows the pointer, and how
// much of the page jumps. On the connection of a slow phone (1.6 Mbit/s, 150 ms to the server and back, processor slowed four
// times), nothing in the cache. Our pages beside an empty Yew page and a plain page with Chart.js, in turn, so that whatever else
// the machine does falls on all of them; the medians count.
import type { Browser } from "@playwright/test";
import { expect, test } from "../fixtures";

const RUNS = 5;

const CONNECTION = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER = 4;

interface Subject {
  name: string;
  address: string;
  /** What is dragged (or, if it is a button, pressed), where the result can be read, and in whose shadow root both are. */
  handle: string;
  reading: string;
  inside?: string;
}

const SUBJECTS: Subject[] = [
  { name: "a plain page with Chart.js", address: "/brotli/chartjs/", handle: "#chart", reading: "#reading" },
  { name: "an empty Yew page", address: "/brotli/empty-yew/", handle: "button", reading: "button" },
  { name: "the lesson", address: "/brotli/page/", handle: "[role=slider]", reading: "[role=slider]" },
  { name: "the workbench", address: "/brotli/page/#view=workbench", handle: "[role=slider]", reading: "[role=slider]" },
  {
    name: "a page with one element", address: "/brotli/element/", handle: "[role=slider]", reading: "[role=slider]",
    inside: "calibration-explainer",
  },
];

interface Figures { firstPaint: number; largestPaint: number; follows: number; shift: number; kilobytes: number }

/**
 * Runs in the page from its beginning. With `touch` it presses and moves until the reading has changed, and keeps when that was;
 * without, nothing but the page itself can move anything.
 */
const watch = ([{ handle, reading, inside }, touch]: [Subject, boolean]) => {
  const figures = { largestPaint: 0, shift: 0, follows: 0 };
  Object.assign(window, { figures });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) figures.largestPaint = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
      if (!entry.hadRecentInput) figures.shift += entry.value;
    }
  }).observe({ type: "layout-shift", buffered: true });
  const find = (selector: string) => {
    const root = inside ? document.querySelector(inside)?.shadowRoot : document;
    return root?.querySelector<HTMLElement>(selector);
  };
  const read = () => {
    const element = find(reading);
    return element?.getAttribute("aria-valuetext") ?? element?.textContent;
  };
  const tryIt = () => {
    const element = find(handle);
    const box = element?.getBoundingClientRect();
    if (!element || !box || box.width === 0) return;
    const before = read();
    const at = (type: string, x: number, y: number) => element.dispatchEvent(new PointerEvent(type, {
      bubbles: true, cancelable: true, composed: true, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1,
      clientX: box.left + box.width * x, clientY: box.top + box.height * y,
    }));
    if (element.tagName === "BUTTON") element.click();
    else {
      at("pointerdown", 0.5, 0.5);
      at("pointermove", 0.3, 0.3);
    }
    // What follows is drawn in microtasks at the latest.
    setTimeout(() => {
      if (figures.follows === 0 && before !== undefined && read() !== before) figures.follows = performance.now();
      if (element.tagName !== "BUTTON") at("pointerup", 0.3, 0.3);
    });
  };
  if (!touch) return;
  const timer = setInterval(() => {
    if (figures.follows > 0) clearInterval(timer);
    else tryIt();
  }, 20);
};

async function measure(browser: Browser, origin: string, subject: Subject, touch: boolean): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", CONNECTION);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await page.addInitScript(watch, [subject, touch] as [Subject, boolean]);
  await page.goto(origin + subject.address);
  if (touch) {
    const follows = () => page.evaluate(() => (window as unknown as { figures: { follows: number } }).figures.follows);
    await expect.poll(follows, { timeout: 30_000 }).toBeGreaterThan(0);
  } else {
    await page.waitForLoadState("networkidle");
  }
  const kilobytes = bytes / 1024;
  const figures = await page.evaluate(() => ({
    ...(window as unknown as { figures: { largestPaint: number; shift: number; follows: number } }).figures,
    firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
  }));
  await context.close();
  return { ...figures, kilobytes };
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

test("loading on a slow connection", async ({ browser, baseURL }) => {
  const origin = new URL(baseURL!).origin;
  const all = new Map<Subject, Figures[]>(SUBJECTS.map((subject) => [subject, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const subject of SUBJECTS) {
      const touched = await measure(browser, origin, subject, true);
      const { shift, largestPaint } = await measure(browser, origin, subject, false);
      all.get(subject)!.push({ ...touched, shift, largestPaint });
    }
  }
  const of = (subject: Subject, key: keyof Figures) => median(all.get(subject)!.map((figures) => figures[key]));
  const yardstick = of(SUBJECTS[0]!, "follows");
  console.log(`medians of ${RUNS}: 1.6 Mbit/s, 150 ms, processor slowed ${SLOWER} times`);
  for (const subject of SUBJECTS) {
    const seconds = (key: keyof Figures) => `${(of(subject, key) / 1000).toFixed(2)} s`;
    console.log(
      `${subject.name}: first paint ${seconds("firstPaint")}, largest paint ${seconds("largestPaint")}, follows the pointer from ${seconds("follows")}` +
        ` (${(of(subject, "follows") / yardstick).toFixed(2)} times the plain page), layout shift ${of(subject, "shift").toFixed(3)}, ${of(subject, "kilobytes").toFixed(0)} KB until then`,
    );
  }
});
