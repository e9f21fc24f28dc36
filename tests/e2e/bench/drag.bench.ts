// What a drag costs. Script time per pointer move while a context-free bar is dragged: from the dispatch of the event until its
// handlers and everything they queued as microtasks are done (charts are drawn in the next frame; they count in the long tasks).
// And the whole work of the main thread per move, script, style, layout and paint, beside a plain page that shows the same with
// Chart.js.
import type { Browser, Page } from "@playwright/test";
import { expect, open, test } from "../fixtures";
import { takeTable } from "../reader";

const row = (k: number, seed: number): string =>
  Array.from({ length: k }, (_, j) => 1 + ((seed * 31 + j * 17) % 23)).join(",");

function link(k: number, n: number): string {
  const labels = Array.from({ length: k }, (_, j) => `Label ${j + 1}`).join(",");
  const prompts = Array.from({ length: n }, (_, i) => `cf=prompt ${i + 1}:${row(k, i + 1)}`).join("&");
  return encodeURI(`lang=en&labels=${labels}&${prompts}&p=${row(k, 99)}`);
}

interface Figures { median: number; p95: number; max: number; long: number[]; frame: number; release: number[] }

/**
 * Drags a slider (the first context-free bar, if none is given) 300 times across `plane` (itself, if none is given); times
 * in milliseconds. `release` are the long tasks after it is let go.
 */
const dragged = (page: Page, slider = "[role=slider]", plane = slider): Promise<Figures> =>
  page.evaluate(async ([slider, plane]) => {
    const bar = document.querySelector<HTMLElement>(slider!)!;
    const box = document.querySelector(plane!)!.getBoundingClientRect();
    const at = (type: string, share: number) =>
      new PointerEvent(type, {
        bubbles: true, cancelable: true, composed: true, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1,
        clientX: box.left + box.width * share, clientY: box.top + box.height / 2,
      });
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let tasks: number[] = [];
    const take = (entries: PerformanceEntryList) => { tasks.push(...entries.map(({ duration }) => duration)); };
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    // What has happened by now is reported within two frames.
    const reported = async () => {
      await frame();
      await frame();
      take(observer.takeRecords());
      const all = tasks;
      tasks = [];
      return all;
    };
    observer.observe({ type: "longtask" });
    await frame();
    bar.dispatchEvent(at("pointerdown", 0.5));
    const times: number[] = [];
    const began = performance.now();
    for (let i = 0; i < 300; i++) {
      await frame();
      const start = performance.now();
      bar.dispatchEvent(at("pointermove", 0.1 + 0.8 * Math.abs(Math.sin(i / 20))));
      // Yew renders in microtasks; this continuation comes after them.
      await new Promise((resolve) => { queueMicrotask(() => queueMicrotask(() => resolve(undefined))); });
      times.push(performance.now() - start);
    }
    const ended = performance.now();
    const long = await reported();
    bar.dispatchEvent(at("pointerup", 0.5));
    const release = await reported();
    observer.disconnect();
    times.sort((a, b) => a - b);
    const place = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
    return { median: place(0.5), p95: place(0.95), max: place(1), long, frame: (ended - began) / 300, release };
  }, [slider, plane]);

function report(what: string, { median, p95, max, long, frame, release }: Figures): void {
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  const tasks = (of: number[]) => (of.length === 0 ? "none" : `${of.length}, the longest ${ms(Math.max(...of))}`);
  console.log(`${what}: median ${ms(median)}, p95 ${ms(p95)}, max ${ms(max)}; one move and frame: ${ms(frame)} (${(1000 / frame).toFixed(0)} frames a second); tasks over 50 ms: ${tasks(long)}; on release: ${tasks(release)}`);
  expect(Number.isFinite(median)).toBe(true);
}

for (const [k, n] of [[2, 1], [4, 3], [20, 20]] as const) {
  test(`drag at K = ${k}, N = ${n}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await open(page, link(k, n));
    report(`K = ${k}, N = ${n}`, await dragged(page));
  });
}

/** Watches how large the memory of WebAssembly is, in bytes. */
const memory = async (page: Page): Promise<() => Promise<number>> => {
  await page.addInitScript(() => {
    const keep = (made: Promise<WebAssembly.WebAssemblyInstantiatedSource>) => made.then((made) => {
      (window as any).memory = made.instance.exports["memory"];
      return made;
    });
    const { instantiate, instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = (...all) => keep(instantiateStreaming(...all));
    (WebAssembly as any).instantiate = (bytes: BufferSource, imports: WebAssembly.Imports) => keep(instantiate(bytes, imports));
  });
  return () => page.evaluate(() => ((window as any).memory as WebAssembly.Memory).buffer.byteLength);
};

for (const k of [2, 4, 20]) {
  for (const count of [100, 1000, 10_000, 100_000]) {
    test(`drag at K = ${k}, N = 3 with ${count} test inputs`, async ({ page }) => {
      const labels = Array.from({ length: k }, (_, j) => `Label ${j + 1}`);
      const rows = Array.from({ length: count }, (_, i) => `input ${i + 1},${row(k, i)},Label ${1 + (i % k)}`);
      await page.setViewportSize({ width: 1280, height: 900 });
      const bytes = await memory(page);
      await open(page, link(k, 3));
      const before = await bytes();
      const file = { name: "inputs.csv", mimeType: "text/csv", buffer: Buffer.from([`text,${labels.join(",")},label`, ...rows].join("\n")) };
      await page.getByLabel("Bring your own inputs").setInputFiles(file);
      await takeTable(page);
      await expect(page.getByRole("region", { name: `${count} test inputs, flips first` }).getByRole("listitem").first()).toBeVisible();
      const found = await page.getByRole("region", { name: "Check it" }).textContent();
      await page.evaluate(() => scrollTo(0, 0));
      report(`K = ${k}, N = 3, ${count} inputs`, await dragged(page));
      // Reading the file takes the most, and memory never gets smaller.
      console.log(`K = ${k}, ${count} inputs: the memory of WebAssembly grew by ${((await bytes() - before) / 2 ** 20).toFixed(1)} MiB for a file of ${(file.buffer.length / 2 ** 20).toFixed(1)} MiB`);
      // It was panel 4, too, that followed.
      await expect(page.getByRole("region", { name: "Check it" })).not.toHaveText(found!);
    });
  }
}

// Where labels flip, in the workbench (everything else on the page follows, too) and in the lesson.
const views = [
  ["the line with 500 inputs", 2, 500, ""],
  ["the triangle with 500 inputs", 3, 500, ""],
  ["the line with 100,000 inputs", 2, 100_000, ""],
  ["the triangle with 100,000 inputs", 3, 100_000, ""],
  ["the line of chapter 6", 2, 1, "learn=6"],
  ["the triangle of chapter 6", 3, 1, "learn=6"],
] as const;
for (const [what, k, count, lesson] of views) {
  test(`drag a point of ${what}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 1600 });
    if (lesson) {
      await open(page, `lang=en&${lesson}`);
      if (k === 3) await page.getByRole("button", { name: /^Three labels/ }).first().click();
      await page.getByRole("button", { name: "Show me" }).click();
    } else {
      const labels = Array.from({ length: k }, (_, j) => `Label ${j + 1}`);
      const rows = Array.from({ length: count }, (_, i) => `input ${i + 1},${row(k, i)}`);
      await open(page, link(k, 3));
      const file = { name: "inputs.csv", mimeType: "text/csv", buffer: Buffer.from([`text,${labels.join(",")}`, ...rows].join("\n")) };
      await page.getByLabel("Bring your own inputs").setInputFiles(file);
      await takeTable(page);
      await page.getByText("Where labels flip").click();
    }
    const point = page.locator(".geo-plane [role=slider].is-selected");
    const before = await point.getAttribute("aria-valuetext");
    report(what, await dragged(page, ".geo-plane [role=slider].is-selected", ".geo-plane"));
    await expect(point).not.toHaveAttribute("aria-valuetext", before!);
  });
}

interface Work { task: number; script: number; layout: number; style: number }

/** Drags the first match of `handle` 200 times, `along` its width or height. What the main thread did, in milliseconds per move. */
async function work(browser: Browser, address: string, handle: string, along: "x" | "y"): Promise<Work> {
  const MOVES = 200;
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(address);
  await page.locator(handle).first().waitFor();
  const session = await page.context().newCDPSession(page);
  // The time that the thread ran, whatever else the machine did.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const drag = () => page.evaluate(async ([handle, along, moves]) => {
    const element = document.querySelector(handle)!;
    const { left, top, width, height } = element.getBoundingClientRect();
    const at = (type: string, share: number) =>
      new PointerEvent(type, {
        bubbles: true, cancelable: true, composed: true, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1,
        clientX: left + width * (along === "x" ? share : 0.5), clientY: top + height * (along === "y" ? share : 0.5),
      });
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    element.dispatchEvent(at("pointerdown", 0.5));
    for (let i = 0; i < moves; i++) {
      await frame();
      element.dispatchEvent(at("pointermove", 0.1 + 0.8 * Math.abs(Math.sin(i / 20))));
    }
    await frame();
    element.dispatchEvent(at("pointerup", 0.5));
    await frame();
  }, [handle, along, MOVES] as const);
  const metrics = async (): Promise<Work> => {
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name: string) => (metrics.find((metric) => metric.name === name)!.value * 1000) / MOVES;
    return { task: of("TaskDuration"), script: of("ScriptDuration"), layout: of("LayoutDuration"), style: of("RecalcStyleDuration") };
  };
  await drag();
  const before = await metrics();
  await drag();
  const after = await metrics();
  await page.close();
  return {
    task: after.task - before.task, script: after.script - before.script,
    layout: after.layout - before.layout, style: after.style - before.style,
  };
}

for (const [k, n] of [[2, 1], [4, 3], [20, 20]] as const) {
  test(`the whole work of a drag beside Chart.js, K = ${k}, N = ${n}`, async ({ browser, baseURL }) => {
    const origin = new URL(baseURL!).origin;
    const ours: Work[] = [];
    const plain: Work[] = [];
    // In turn, so that whatever else the machine does falls on both.
    for (let run = 0; run < 3; run++) {
      ours.push(await work(browser, `${baseURL}#${link(k, n)}`, "[role=slider]", "x"));
      plain.push(await work(browser, `${origin}/brotli/chartjs/calibration.html#k=${k}&n=${n}`, "canvas", "y"));
    }
    const median = (all: Work[], part: keyof Work) => all.map((one) => one[part]).sort((a, b) => a - b)[all.length >> 1]!;
    for (const [what, all] of [["the workbench", ours], ["Chart.js", plain]] as const) {
      const parts = (["task", "script", "layout", "style"] as const).map((part) => `${part} ${median(all, part).toFixed(2)} ms`);
      console.log(`K = ${k}, N = ${n}, ${what}: ${parts.join(", ")}`);
    }
    const ratio = median(ours, "task") / median(plain, "task");
    console.log(`K = ${k}, N = ${n}: the whole task of a move is ${ratio.toFixed(2)} × that of Chart.js`);
    expect(ratio).toBeGreaterThan(0);
  });
}
