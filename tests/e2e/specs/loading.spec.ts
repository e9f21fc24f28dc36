// What a page loads and when, and that nothing jumps meanwhile. Sizes are what the browser really received from a server that
// compresses with brotli; a feature that needs more raises a limit in its own commit.
import type { Page, Request } from "@playwright/test";
import { drawn, host, tag } from "../embed/host";
import { expect, ready, test } from "../fixtures";

/** The most that may be loaded, in units of 1,024 bytes. */
const LIMITS = { lesson: 600, workbench: 600, whole: 630, elementAtOnce: 8, element: 603, calibrate: 37, reader: 126 };

/** What an empty Yew page weighs: whoever counts less does not count everything. */
const EMPTY_YEW = 45;

/**
 * Watches a page; gives what it has received once it waits for nothing more. Frames in it are pages of their own (which is also
 * why Playwright's "networkidle" will not do: it never comes where a frame was replaced while it loaded).
 */
function received(page: Page): () => Promise<number> {
  const requests: Request[] = [];
  const pending = new Set<Request>();
  const isOwn = (request: Request) => request.frame() === page.mainFrame();
  page.on("request", (request) => { if (isOwn(request)) pending.add(request); });
  page.on("requestfailed", (request) => pending.delete(request));
  page.on("requestfinished", (request) => {
    if (pending.delete(request)) requests.push(request);
  });
  return async () => {
    await page.waitForLoadState("load");
    await expect.poll(() => pending.size).toBe(0);
    const sizes = await Promise.all(requests.map((request) => request.sizes()));
    const kilobytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0) / 1024;
    console.log(`${test.info().title}: ${kilobytes.toFixed(1)} KB`);
    return kilobytes;
  };
}

/** Where the server compresses. */
const compressed = (baseURL: string | undefined, path = ""): string => new URL(`/brotli/page/${path}`, baseURL).href;

test.describe("the size of", () => {
  for (const view of ["lesson", "workbench"] as const) {
    for (const lang of ["en", "zh"]) {
      test(`the ${view}, ${lang}`, async ({ page, baseURL }) => {
        const size = received(page);
        await page.goto(compressed(baseURL, `#${view === "lesson" ? "learn=1" : "view=workbench"}&lang=${lang}`));
        await ready(page);
        await expect(page.locator("html")).toHaveAttribute("lang", lang === "en" ? "en" : "zh-Hans");
        const kilobytes = await size();
        expect(kilobytes).toBeGreaterThan(EMPTY_YEW);
        expect(kilobytes).toBeLessThan(LIMITS[view]);
      });
    }
  }

  test("everything: both languages, every dialog", async ({ page, baseURL }) => {
    const size = received(page);
    await page.goto(compressed(baseURL, "#view=workbench&lang=en"));
    await ready(page);
    const first = await size();
    await page.getByRole("radio", { name: "中文" }).click({ force: true });
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
    await page.getByRole("button", { name: "分享", exact: true }).click();
    await page.getByRole("button", { name: "生成嵌入代码" }).click();
    await expect(page.locator(".embed-dialog pre")).toContainText("calibration-explainer");
    const whole = await size();
    expect(whole).toBeGreaterThan(first + 15);
    expect(whole).toBeLessThan(LIMITS.whole);
  });

  test("an element, far away and drawn", async ({ page, baseURL }) => {
    const size = received(page);
    await host(page, { body: `<div class="before"></div>${tag('lang="zh"')}`, css: ".before { height: 5000px }", at: compressed(baseURL) });
    const atOnce = await size();
    expect(atOnce).toBeGreaterThan(1);
    expect(atOnce).toBeLessThan(LIMITS.elementAtOnce);
    await page.locator("calibration-explainer").scrollIntoViewIfNeeded();
    await drawn(page);
    const all = await size();
    expect(all).toBeGreaterThan(EMPTY_YEW);
    expect(all).toBeLessThan(LIMITS.element);
  });

  test("calibrate alone", async ({ page, baseURL }) => {
    const size = received(page);
    await host(page, { body: "", script: "", at: compressed(baseURL) });
    const before = await size();
    await page.evaluate(async (entry) => {
      const { load } = (await import(entry)) as { load(): Promise<void> };
      await load();
    }, compressed(baseURL, "embed/index.js"));
    const kilobytes = (await size()) - before;
    expect(kilobytes).toBeGreaterThan(20);
    expect(kilobytes).toBeLessThan(LIMITS.calibrate);
  });

  test("the reader of tables alone", async ({ page, baseURL }) => {
    const size = received(page);
    await host(page, { body: "", script: "", at: compressed(baseURL) });
    const before = await size();
    const labels = await page.evaluate(async (entry) => {
      const { load, readTable } = (await import(entry)) as typeof import("calibration-explainer/table");
      await load();
      // GB18030, of which the tables are the browser's.
      return readTable(Uint8Array.of(0xd5, 0xfd, 0xc3, 0xe6, 0x2c, 0xb8, 0xba, 0xc3, 0xe6, 0x0a, 0x31, 0x2c, 0x31)).labels;
    }, compressed(baseURL, "embed/table.js"));
    expect(labels).toEqual(["正面", "负面"]);
    const kilobytes = (await size()) - before;
    expect(kilobytes).toBeGreaterThan(80);
    expect(kilobytes).toBeLessThan(LIMITS.reader);
  });
});

for (const [name, address] of [["page", "./#view=workbench"], ["frame", "./embed.html?lang=en"]] as const) {
  test(`the WebAssembly and the words of a ${name} wait for no style sheet and no module`, async ({ page }) => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => { release = resolve; });
    await page.route(/\.(css|js)$/, async (route) => {
      if (!/\/start-[^/]*\.js$/.test(route.request().url())) await held;
      await route.continue();
    });
    const asked = Promise.all([page.waitForRequest(/\.wasm$/), page.waitForRequest(/\/locales\/en\.json/)]);
    await page.goto(address, { waitUntil: "commit" });
    await asked;
    release();
    await ready(page);
  });
}

test("everything is asked for once", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("./#learn=1&lang=zh");
  await ready(page);
  await page.waitForLoadState("networkidle");
  expect(asked.filter((path, i) => asked.indexOf(path) !== i)).toEqual([]);
  expect(asked.filter((path) => path.includes("/locales/"))).toEqual([expect.stringContaining("zh.json")]);
});

for (const width of [1280, 820, 360]) {
  for (const hash of ["learn=1", "learn=4", "view=workbench", "preset=topic", "preset=fourteen"]) {
    test(`nothing moves while a page loads: ${hash}, ${width} pixels`, async ({ page }) => {
      await page.addInitScript(() => {
        const moved: string[] = [];
        Object.assign(window, { moved });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: { node?: Node }[] })[]) {
            const names = entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML : node?.textContent)?.slice(0, 60));
            moved.push(`${entry.value.toFixed(4)}: ${names.join(" | ")}`);
          }
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.setViewportSize({ width, height: 900 });
      // Slowly, so that every state that a reader may see is painted.
      const session = await page.context().newCDPSession(page);
      await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      await page.goto(`./#${hash}`);
      await ready(page);
      await page.waitForLoadState("networkidle");
      // Charts are drawn in the animation frames after that.
      await page.evaluate(async () => {
        for (let i = 0; i < 30; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      });
      expect(await page.evaluate(() => (window as unknown as { moved: string[] }).moved)).toEqual([]);
    });
  }
}
