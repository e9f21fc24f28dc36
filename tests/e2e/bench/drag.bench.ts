// Script time per pointer move while a context-free bar is dragged: from the dispatch of the event until its handlers and
// everything they queued as microtasks are done. Charts are drawn in the next frame; they count in the long tasks.
import { expect, open, test } from "../fixtures";

const row = (k: number, seed: number): string =>
  Array.from({ length: k }, (_, j) => 1 + ((seed * 31 + j * 17) % 23)).join(",");

function link(k: number, n: number): string {
  const labels = Array.from({ length: k }, (_, j) => `Label ${j + 1}`).join(",");
  const prompts = Array.from({ length: n }, (_, i) => `cf=prompt ${i + 1}:${row(k, i + 1)}`).join("&");
  return encodeURI(`lang=en&labels=${labels}&${prompts}&p=${row(k, 99)}`);
}

for (const [k, n] of [[2, 1], [4, 3], [20, 20]] as const) {
  test(`drag at K = ${k}, N = ${n}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await open(page, link(k, n));
    const figures = await page.evaluate(async () => {
      const bar = document.querySelector<HTMLElement>(".bar-track")!;
      const box = bar.getBoundingClientRect();
      const at = (type: string, share: number) =>
        new PointerEvent(type, {
          bubbles: true, cancelable: true, composed: true, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1,
          clientX: box.left + box.width * share, clientY: box.top + box.height / 2,
        });
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      let long = 0;
      const observer = new PerformanceObserver((list) => { long += list.getEntries().length; });
      observer.observe({ type: "longtask" });
      await frame();
      bar.dispatchEvent(at("pointerdown", 0.5));
      const times: number[] = [];
      for (let i = 0; i < 300; i++) {
        await frame();
        const start = performance.now();
        bar.dispatchEvent(at("pointermove", 0.1 + 0.8 * Math.abs(Math.sin(i / 20))));
        // Yew renders in microtasks; this continuation comes after them.
        await new Promise((resolve) => { queueMicrotask(() => queueMicrotask(() => resolve(undefined))); });
        times.push(performance.now() - start);
      }
      bar.dispatchEvent(at("pointerup", 0.5));
      await frame();
      observer.disconnect();
      times.sort((a, b) => a - b);
      const place = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
      return { median: place(0.5), p95: place(0.95), max: place(1), long };
    });
    const ms = (value: number) => `${value.toFixed(2)} ms`;
    console.log(`K = ${k}, N = ${n}: median ${ms(figures.median)}, p95 ${ms(figures.p95)}, max ${ms(figures.max)}; tasks over 50 ms: ${figures.long}`);
    expect(Number.isFinite(figures.median)).toBe(true);
  });
}
