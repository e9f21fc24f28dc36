// The element and the page around it: what one takes from the other, what it must not, and that nothing is left of it.
import type { CDPSession, Locator, Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { violations } from "../axe";
import { drawn, frames, host, tag } from "../embed/host";
import { ALL, among, expect, test } from "../fixtures";

const root = (element: Locator) => element.locator(".explainer");
const DARK = "rgb(21, 22, 26)";
const LIGHT = "rgb(251, 250, 247)";

/** How much of the page has jumped, as the browser measures it. */
const shift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => setTimeout(() => resolve(sum), 50));
      }),
  );

test.describe("loading", () => {
  test("nothing jumps, whatever the view, the width and the fallback", async ({ page }) => {
    const bodies = [
      tag(`lang="en" view="chart"`) + "<p>After it.</p>",
      tag(`lang="zh" view="prompts" labels="A,B,C" cf="x:0.5,0.3,0.2; y:0.2,0.3,0.5"`, "") + "<p>After it.</p>",
      tag(`lang="en" view="equation"`, "<p>See</p>".repeat(5)) + "<p>After it.</p>",
      tag(`lang="en" height="400"`) + "<p>After it.</p>",
      // Much higher than anybody would reserve.
      tag(`lang="en" view="equation" cf="x:nonsense" method="x" averaging="y" readout="z" theme="q" hide="w" lock="v" b="u"`) + "<p>After it.</p>",
      tag(`lang="en"`) + "<p>After it.</p>",
      tag(`lang="zh" learn="2"`) + "<p>After it.</p>",
    ];
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      for (const body of bodies) {
        await host(page, { css: "p { margin: 16px 0 }", body: `<p>Before.</p>${body}` });
        await drawn(page);
        await frames(page, 10);
        expect(await shift(page), `${width}: ${body}`).toBe(0);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), body).toBeLessThanOrEqual(0);
      }
    }
  });

  test("what asks how wide its contents are gets a width that can be read", async ({ page }) => {
    const inside = tag(`lang="en" view="chart"`);
    const around = [
      ["display: flex; gap: 16px", `<div>${inside}<p>beside</p></div>`],
      ["display: flex; flex-direction: column; align-items: center", `<div>${inside}</div>`],
      ["display: grid; grid-template-columns: auto; justify-items: start", `<div>${inside}</div>`],
      ["float: left", `<div>${inside}</div>`],
      ["padding: 8px", `<dialog open>${inside}</dialog>`],
      ["padding: 0", `<table><tr><td>${inside}</td></tr></table>`],
    ] as const;
    for (const [width, least, most] of [[1280, 600, 700], [360, 240, 360]] as const) {
      await page.setViewportSize({ width, height: 900 });
      for (const [css, body] of around) {
        await host(page, { css: `body { margin: 8px } body > * { ${css} }`, body });
        const element = await drawn(page);
        const box = (await element.boundingBox())!;
        expect(box.width, body).toBeGreaterThanOrEqual(least);
        expect(box.width, body).toBeLessThanOrEqual(most);
        expect(box.x + box.width, body).toBeLessThanOrEqual(width);
      }
    }
  });

  test("what is shown later keeps no more room than what was there from the start", async ({ page }) => {
    const blank = (element: Locator): Promise<number> =>
      element.evaluate((explainer) => {
        const frame = explainer.shadowRoot!.querySelector<HTMLElement>(".frame")!;
        return Number.parseFloat(frame.style.minHeight);
      });
    await host(page, { body: tag(`lang="en" view="fit"`) });
    const shown = await blank(await drawn(page));
    await host(page, { body: `<div hidden>${tag(`lang="en" view="fit"`)}</div>` });
    await page.locator("div").first().evaluate((box: HTMLElement) => (box.hidden = false));
    expect(await blank(await drawn(page))).toBe(shown);
  });

  test("what a script makes larger is seen as a whole, on paper too", async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 1000 });
    await host(page, { css: "section { width: 500px }", body: `<section>${tag(`lang="en" view="prompts"`)}</section><p>After it.</p>` });
    const element = await drawn(page);
    const hidden = () => element.locator(".frame").evaluate((frame) => frame.scrollHeight - frame.clientHeight);
    const blank = () => element.locator(".frame").evaluate((frame) => frame.clientHeight - frame.querySelector(".explainer")!.getBoundingClientRect().height);
    expect(await hidden()).toBe(0);
    const state = (count: number) => ({ labels: ["A", "B", "C"], contextFree: Array.from({ length: count }, () => ({ prompt: "x", probabilities: [0.5, 0.3, 0.2] })) });
    for (const count of [3, 1]) {
      await element.evaluate((explainer, state) => (explainer as HTMLElement & { setState(state: object): void }).setState(state), state(count));
      await expect(element.getByRole("slider", { name: "A, x", exact: true })).toHaveCount(count);
      await frames(page);
      expect(await hidden()).toBe(0);
      expect(await blank()).toBeLessThan(40);
    }
    // A wider column needs less room than the narrow one kept.
    await host(page, { css: "section { width: 340px }", body: `<section>${tag(`lang="en" view="fit"`)}</section><p>After it.</p>` });
    await drawn(page);
    await page.locator("section").first().evaluate((section: HTMLElement) => section.style.setProperty("width", "900px"));
    await expect.poll(blank).toBeLessThan(40);

    // What was higher than anybody would reserve scrolls until it is touched, but not on paper, nor does a height that the page gives.
    for (const body of [tag(`lang="en" height="200"`), tag(`lang="en" view="equation" cf="x:nonsense" method="x" averaging="y" readout="z" theme="q"`)]) {
      await host(page, { body: `${body}<p>After it.</p>` });
      await drawn(page);
      expect(await hidden()).toBeGreaterThan(50);
      await page.emulateMedia({ media: "print" });
      expect(await hidden()).toBe(0);
      await page.emulateMedia({ media: "screen" });
    }
    // Out of view it may grow.
    await page.setViewportSize({ width: 1280, height: 180 });
    await page.mouse.wheel(0, 20);
    await expect.poll(hidden).toBe(0);
  });

  test("what was reserved and is not needed goes where nobody sees what moves", async ({ page }) => {
    const blank = () => page.locator("calibration-explainer .frame").evaluate((frame) => Math.round(frame.getBoundingClientRect().height - frame.querySelector(".explainer")!.getBoundingClientRect().height) || 0);
    // Much room for words that need little: around a chapter nothing is shown.
    const body = tag(`lang="zh" learn="4" hide="controls"`) + "<p>After it.</p>";
    await page.setViewportSize({ width: 360, height: 800 });
    await host(page, { body });
    await drawn(page);
    expect(await blank()).toBe(0);
    // Where it is seen, not before it is out of view.
    await page.setViewportSize({ width: 360, height: 2200 });
    await host(page, { body });
    await drawn(page);
    await frames(page, 4);
    expect(await blank()).toBeGreaterThan(100);
    expect(await shift(page)).toBe(0);
    await page.setViewportSize({ width: 360, height: 800 });
    await expect.poll(blank).toBe(0);
  });

  test("what was reserved is about as high as what comes", async ({ page }) => {
    test.setTimeout(120_000);
    // All of it is in view, so that the room is kept.
    await page.setViewportSize({ width: 1200, height: 9000 });
    for (const [width, attributes] of [
      [660, `labels="A,B,C" cf="x:0.5,0.3,0.2"`],
      [750, `labels="A,B,C" cf="x:0.5,0.3,0.2"`],
      [900, `labels="A,B,C" cf="x:0.5,0.3,0.2"`],
      [760, `cf="x:0.5,0.5; y:0.6,0.4; z:0.7,0.3"`],
      [1160, `cf="x:0.5,0.5; y:0.6,0.4; z:0.7,0.3"`],
      [340, `view="prompts" cf="x:0.5,0.5; y:0.6,0.4; z:0.7,0.3"`],
      [700, `view="fit" cf="x:0.5,0.5; y:0.6,0.4"`],
      [700, `view="use" p="0.5,0.5; 0.6,0.4; 0.7,0.3"`],
      [500, `view="chart" labels="A,B,C,D,E,F,G,H" cf="x:0.2,0.1,0.1,0.1,0.1,0.1,0.2,0.1"`],
      [500, `view="geometry" labels="A,B,C" cf="x:0.5,0.3,0.2"`],
      [1160, `preset="topic"`],
      [700, `view="check" preset="topic"`],
      [340, `view="check" preset="sentiment-2"`],
      [1000, `view="check" labels="A,B,C" p="0.5,0.3,0.2@A; 0.5,0.3,0.2@B; 0.2,0.4,0.4@C"`],
      [760, `view="check" p="0.5,0.5; 0.6,0.4; 0.7,0.3"`],
      // Every chapter on a phone, in one column and in two.
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((chapter) => [340, 700, 1160].map((width) => [width, `learn="${String(chapter)}"`] as const)),
      [1160, `preset="sst2-2"`],
      [700, `preset="agnews-0"`],
      [500, `view="geometry" preset="fourteen"`],
      [700, `preset="question" view="prompts"`],
      [340, `preset="pattern-PPNP" view="use"`],
      [900, `view="fit" config='{"labels":["A","B","C"],"contextFree":[{"probabilities":[0.2,0.3,0.5]},{"probabilities":[0.2,0.3,0.5]}]}'`],
    ] as const) {
      await host(page, { css: `section { width: ${width}px }`, body: `<section>${tag(`lang="en" ${attributes}`)}</section>` });
      const element = await drawn(page);
      await frames(page, 4);
      const [reserved, real] = await element.evaluate((explainer) => {
        const frame = explainer.shadowRoot!.querySelector<HTMLElement>(".frame")!;
        return [Number.parseFloat(frame.style.minHeight), frame.querySelector(".explainer")!.getBoundingClientRect().height];
      });
      expect(reserved! - real!, attributes).toBeGreaterThanOrEqual(0);
      expect(reserved! - real!, attributes).toBeLessThan(Math.max(120, real! / 5));
    }
  });

  test("is put off until an element comes near, and is done once for all of them", async ({ page }) => {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname.replace(/.*\//, "")));
    await page.addInitScript(() => {
      const instantiate = WebAssembly.instantiate.bind(WebAssembly) as (...all: unknown[]) => Promise<unknown>;
      (window as any).instances = 0;
      (WebAssembly as any).instantiate = (...all: unknown[]) => {
        (window as any).instances += 1;
        return instantiate(...all);
      };
    });
    await host(page, { css: "div { height: 3000px }", body: `<div></div>${tag(`lang="en" view="chart"`).repeat(20)}` });
    await page.evaluate(() => customElements.whenDefined("calibration-explainer"));
    await frames(page, 5);
    expect(requests.filter((name) => /\.wasm$|explainer|styles|words/.test(name))).toEqual([]);
    for (let i = 0; i < 20; i += 4) {
      await page.locator("calibration-explainer").nth(i).scrollIntoViewIfNeeded();
      await drawn(page, i);
    }
    await page.locator("calibration-explainer").nth(19).scrollIntoViewIfNeeded();
    await drawn(page, 19);
    for (const file of ["explainer.wasm", "explainer.js", "styles.js", "words-en.js"]) expect(requests.filter((name) => name === file), file).toHaveLength(1);
    expect(requests.filter((name) => /calibrate|files/.test(name))).toEqual([]);
    await expect.poll(() => page.evaluate(() => (window as any).instances)).toBe(20);
    // All share one sheet.
    expect(await page.evaluate(() => new Set([...document.querySelectorAll("calibration-explainer")].flatMap((one) => [...one.shadowRoot!.adoptedStyleSheets])).size)).toBe(2);
    expect(await shift(page)).toBe(0);
  });
});

test.describe("colours and language", () => {
  const switches: [string, (page: Page, dark: boolean) => Promise<void>][] = [
    ["Docusaurus", (page, dark) => page.evaluate((dark) => { document.documentElement.dataset.theme = dark ? "dark" : "light"; }, dark)],
    ["mdBook", (page, dark) => page.evaluate((dark) => { document.documentElement.className = dark ? "js navy" : "js rust"; }, dark)],
    ["Material for MkDocs", (page, dark) => page.evaluate((dark) => { document.body.dataset.mdColorScheme = dark ? "slate" : "default"; }, dark)],
    ["Furo for Sphinx", (page, dark) => page.evaluate((dark) => { document.body.dataset.theme = dark ? "dark" : "light"; }, dark)],
    ["Jupyter", (page, dark) => page.evaluate((dark) => { document.body.dataset.jpThemeLight = String(!dark); }, dark)],
    ["the system", (page, dark) => page.emulateMedia({ colorScheme: dark ? "dark" : "light" })],
  ];
  for (const [name, turn] of switches) {
    test(`follow the switch of ${name}, also on the charts`, async ({ page }) => {
      await host(page, { body: tag(`lang="en" view="chart"`) + tag(`lang="en" view="chart" theme="light"`) });
      const element = await drawn(page);
      const fixed = await drawn(page, 1);
      // The corner of the chart has the colour of the card.
      const pixel = () => element.locator("canvas").evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext("2d")!.getImageData(1, 1, 1, 1).data.slice(0, 3)].join());
      for (const dark of [true, false, true]) {
        await turn(page, dark);
        await expect(root(element)).toHaveCSS("background-color", dark ? DARK : LIGHT);
        await expect.poll(pixel).toBe(dark ? "29,31,37" : "255,255,255");
        await expect(root(fixed)).toHaveCSS("background-color", LIGHT);
      }
    });
  }

  test("the language is that of the nearest element around, as it changes", async ({ page }) => {
    await host(page, { html: 'lang="fr"', body: `<section lang="zh-Hans-CN"><div id="outer"></div></section>${tag(`view="prompts"`)}` });
    await page.evaluate((html) => { document.getElementById("outer")!.attachShadow({ mode: "open" }).innerHTML = html; }, tag(`view="prompts"`));
    // Chinese around the first; French around the second is not spoken, the reader's own is.
    const [first, second] = [page.locator("section calibration-explainer"), page.locator("body > calibration-explainer")];
    await expect(root(first)).toHaveAttribute("lang", "zh-Hans");
    await expect(root(second)).toHaveAttribute("lang", "en");
    await page.evaluate(() => { document.querySelector("section")!.lang = "en"; document.documentElement.lang = "zh"; });
    await expect(root(first)).toHaveAttribute("lang", "en");
    await expect(root(second)).toHaveAttribute("lang", "zh-Hans");
    await expect(first.getByRole("heading", { name: "Ask about nothing" })).toBeVisible();
  });
});

test.describe("styles", () => {
  const LOUD = `* { color: red; font-size: 40px; letter-spacing: 3px; text-transform: uppercase; box-sizing: content-box; }
    html { font-size: 62.5%; } button, input { background: yellow !important; border-radius: 0; } svg { width: 10px; } .panel { display: none; }`;
  const computed = (locator: Locator) =>
    locator.evaluateAll((all) =>
      all.map((one) => {
        const { color, fontSize, letterSpacing, textTransform, boxSizing, backgroundColor, borderRadius, fontFamily, lineHeight } = getComputedStyle(one);
        const { width, height } = one.getBoundingClientRect();
        return [one.className.toString(), color, fontSize, letterSpacing, textTransform, boxSizing, backgroundColor, borderRadius, fontFamily, lineHeight, width, height];
      }));

  test("of the page do not come in, and those of the element do not get out", async ({ page }) => {
    const body = `<h2>Title</h2><p class="panel hint">Text</p><button class="primary">Press</button>${tag(`lang="en"`)}<ul class="notices"><li>One</li></ul>`;
    await host(page, { css: "calibration-explainer { display: block; width: 900px }", body });
    const plain = await computed((await drawn(page)).locator(".explainer *:not(svg *)"));
    expect(plain.length).toBeGreaterThan(150);
    // The button of the page is yellow, those of the element are not.
    await host(page, { css: `${LOUD} calibration-explainer { display: block; width: 900px }`, script: "", body });
    const own = page.locator("h1, h2, p, body > button, ul, li, calibration-explainer");
    const before = await computed(own);
    await page.evaluate((address) => import(address), new URL("embed/auto.js", page.url()).href);
    const element = await drawn(page);
    expect(await computed(element.locator(".explainer *:not(svg *)"))).toEqual(plain);
    const after = await computed(page.locator("h1, body > h2, body > p, body > button, body > ul, body > ul > li"));
    expect(after).toEqual(before.filter(([, , , , , , , , , , , height], i) => i < before.length && height !== undefined).filter((row) => row !== before[before.findIndex((_, i) => i === 4)]));
    expect(await page.evaluate(() => [document.adoptedStyleSheets.length, document.head.querySelectorAll("style").length])).toEqual([0, 0]);
  });

  test("of a page that is written from right to left leave the direction of our words as it is", async ({ page }) => {
    await host(page, { body: `<div dir="rtl">${tag(`lang="en" view="prompts"`)}</div>` });
    const element = await drawn(page);
    expect(await root(element).evaluate((explainer) => getComputedStyle(explainer).direction)).toBe("ltr");
    const slider = element.getByRole("slider", { name: /Positive/ }).first();
    const [grip, field] = [await slider.boundingBox(), await element.getByRole("textbox", { name: /Positive/ }).first().boundingBox()];
    expect(grip!.x).toBeLessThan(field!.x);
  });

  test("can be changed by custom properties and parts", async ({ page }) => {
    const css = `calibration-explainer { --ce-accent: #c00000; --ce-background: #ffeedd; --ce-ink: #000080; --ce-font: monospace; --ce-radius: 2px; }
      calibration-explainer::part(panel) { border-color: rgb(1, 2, 3); } calibration-explainer::part(equation) { border-color: rgb(4, 5, 6); }
      calibration-explainer::part(verdict) { border-color: rgb(7, 8, 9); } calibration-explainer::part(chart) { border: 1px solid rgb(10, 11, 12); }
      calibration-explainer::part(header) { border: 1px solid rgb(13, 14, 15); }`;
    await host(page, { css, body: tag(`lang="en"`) + tag(`lang="en" learn="1"`) });
    const element = await drawn(page);
    await expect(root(element)).toHaveCSS("background-color", "rgb(255, 238, 221)");
    await expect(root(element)).toHaveCSS("color", "rgb(0, 0, 128)");
    await expect(root(element)).toHaveCSS("font-family", "monospace");
    const panel = element.getByRole("region", { name: "Use it" });
    await expect(panel).toHaveCSS("border-radius", "2px");
    for (const [part, colour] of [["panel", "rgb(1, 2, 3)"], ["equation", "rgb(4, 5, 6)"], ["verdict", "rgb(7, 8, 9)"], ["chart", "rgb(10, 11, 12)"]] as const) {
      await expect(element.locator(`[part=${part}]`).first()).toHaveCSS("border-top-color", colour);
    }
    await expect((await drawn(page, 1)).locator("[part=header]")).toHaveCSS("border-top-color", "rgb(13, 14, 15)");
  });

  test("colours charts with the page's ink, however that is written", async ({ page }) => {
    const picture = async (ink: string): Promise<string> => {
      await host(page, { css: `:root { --brand: ${ink} } calibration-explainer { --ce-ink: var(--brand); }`, body: tag(`lang="en" theme="light" view="chart"`) });
      const canvas = (await drawn(page)).locator("canvas");
      // A canvas that nobody has drawn on yet is 300 pixels wide.
      await expect.poll(() => canvas.evaluate((canvas: HTMLCanvasElement) => canvas.width)).not.toBe(300);
      return canvas.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    };
    const navy = await picture("#000080");
    const ours = await picture("nonsense");
    expect(ours).not.toBe(navy);
    for (const ink of ["navy", "rgb(0 0 128)", "hsl(240, 100%, 25.1%)", "color-mix(in srgb, blue 50.2%, black)"]) expect(await picture(ink), ink).toBe(navy);
  });
});

for (const lang of ["en", "zh"]) {
  for (const theme of ["light", "dark"]) {
    test(`no barriers inside the element: ${lang}, ${theme}`, among((lang === "en") === (theme === "light")), async ({ page }) => {
      const attributes = `lang="${lang}" theme="${theme}"`;
      await host(page, { css: theme === "dark" ? "body { background: #111; color: #eee }" : "", body: `<main>${tag(attributes)}</main>` });
      await drawn(page);
      await frames(page, 3);
      // The page around has its own <main>; a page that has none gets the element's.
      expect(await violations(page)).toEqual([]);
      for (const more of [`readonly`, `learn="4"`, `view="geometry" labels="A,B,C"`]) {
        await host(page, { css: theme === "dark" ? "body { background: #111; color: #eee }" : "", body: tag(`${attributes} ${more}`) });
        await drawn(page);
        await frames(page, 3);
        expect(await violations(page), more).toEqual([]);
      }
    });
  }
}

test.describe("nothing is left", () => {
  /** What the browser holds after a thorough collection. */
  async function held(client: CDPSession, page: Page): Promise<{ heap: number; nodes: number; listeners: number; memories: number }> {
    for (let i = 0; i < 3; i++) await client.send("HeapProfiler.collectGarbage");
    const { metrics } = await client.send("Performance.getMetrics");
    const metric = (name: string) => metrics.find((one) => one.name === name)!.value;
    const { result } = await client.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
    const { objects } = await client.send("Runtime.queryObjects", { prototypeObjectId: result.objectId! });
    const { result: memories } = await client.send("Runtime.callFunctionOn", { objectId: objects.objectId!, functionDeclaration: "function () { return this.length }", returnByValue: true });
    await client.send("Runtime.releaseObject", { objectId: objects.objectId! });
    expect(page.isClosed()).toBe(false);
    return { heap: metric("JSHeapUsedSize"), nodes: metric("Nodes"), listeners: metric("JSEventListeners"), memories: Number(memories.value) };
  }

  const ROUNDS = ALL ? 1000 : 200;
  test(`after ${String(ROUNDS)} rounds of coming and going`, async ({ page }) => {
    test.setTimeout(ALL ? 300_000 : 120_000);
    await host(page, { body: `<div id="place"></div>` });
    await page.evaluate(() => customElements.whenDefined("calibration-explainer"));
    const client = await page.context().newCDPSession(page);
    await client.send("Performance.enable");
    const rounds = (count: number): Promise<void> =>
      page.evaluate(async (count) => {
        const place = document.getElementById("place")!;
        for (let i = 0; i < count; i++) {
          const ready = new Promise((resolve) => place.addEventListener("calibration-ready", resolve, { once: true }));
          const explainer = document.createElement("calibration-explainer");
          explainer.setAttribute("view", "chart");
          explainer.setAttribute("lang", "en");
          place.append(explainer);
          await ready;
          explainer.remove();
          // Its components are taken down in a microtask, its instance in a task.
          await new Promise((resolve) => setTimeout(resolve));
        }
      }, count);
    await rounds(50);
    await page.evaluate((html) => { document.getElementById("place")!.innerHTML = html; }, tag(`lang="en"`));
    await drawn(page);
    expect((await held(client, page)).memories).toBe(1);
    await page.evaluate(() => document.getElementById("place")!.replaceChildren());
    await rounds(1);
    const before = await held(client, page);
    await rounds(ROUNDS);
    const after = await held(client, page);
    console.log("memory", JSON.stringify({ before, after }));
    expect(after.memories).toBeLessThanOrEqual(before.memories + 2);
    expect(after.nodes - before.nodes).toBeLessThan(100);
    expect(after.listeners - before.listeners).toBeLessThan(100);
    // Less than a kilobyte a round; the smallest page of our own memory is as much as a hundred of them.
    expect(after.heap - before.heap).toBeLessThan(900 * Math.max(ROUNDS, 400));
  });

  test("of what listened to the page", async ({ page }) => {
    await host(page, { body: `<div id="place">${tag(`lang="en"`)}</div>`, script: "" });
    const client = await page.context().newCDPSession(page);
    const ours = new Set<string>();
    client.on("Debugger.scriptParsed", ({ scriptId, url }) => url.includes("/embed/") && ours.add(scriptId));
    await client.send("Debugger.enable");
    const listeners = async () => {
      const found: string[] = [];
      for (const expression of ["window", "document", "document.documentElement", "document.body", "document.getElementById('place')"]) {
        const { result } = await client.send("Runtime.evaluate", { expression });
        const { listeners } = await client.send("DOMDebugger.getEventListeners", { objectId: result.objectId! });
        found.push(...listeners.filter(({ scriptId }) => ours.has(scriptId)).map(({ type }) => `${expression}: ${type}`));
      }
      return found.sort();
    };
    await page.evaluate((address) => import(address), new URL("embed/auto.js", page.url()).href);
    await drawn(page);
    expect(await listeners()).toEqual(["window: resize", "window: scroll"]);
    await page.locator("calibration-explainer").evaluate((explainer) => explainer.remove());
    await expect.poll(listeners).toEqual([]);
  });
});

test("the manifest names the attributes, and every one of them is documented", async ({ page }) => {
  await host(page, { body: "" });
  const observed = await page.evaluate(async () => {
    await customElements.whenDefined("calibration-explainer");
    return (customElements.get("calibration-explainer") as any).observedAttributes as string[];
  });
  const manifest = JSON.parse(readFileSync(new URL("../../../dist/embed/custom-elements.json", import.meta.url), "utf8"));
  const [declaration] = manifest.modules[0].declarations;
  const names: string[] = declaration.attributes.map(({ name }: { name: string }) => name);
  expect([...names].sort()).toEqual([...observed].sort());
  const documentation = readFileSync(new URL("../../../docs/embedding.md", import.meta.url), "utf8").split("## The element")[1]!;
  for (const name of [...names, ...declaration.cssProperties.map(({ name }: { name: string }) => name), ...declaration.cssParts.map(({ name }: { name: string }) => name)]) {
    expect(documentation, name).toContain(`\`${name}`);
  }
});
