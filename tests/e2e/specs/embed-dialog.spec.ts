// The dialog in which a writer of documentation makes a snippet.
import type { FrameLocator, Locator, Page } from "@playwright/test";
import { violations } from "../axe";
import { among, expect, open, ready, test } from "../fixtures";

const STATE = "labels=Yes,No&cf=nothing:0.9,0.1&cf=N%2FA:0.6,0.4&p=Is%20it%3B%20%22so%22%3F:0.72,0.28@No";
const WORDS = {
  en: { share: "Share", make: "Make a snippet", title: "Embed in your documentation", close: "Close" },
  zh: { share: "分享", make: "生成嵌入代码", title: "嵌入到你的文档", close: "关闭" },
};

/** Opens the dialog as a reader does, and waits until its preview is drawn. */
async function openDialog(page: Page, hash = `${STATE}&lang=en`): Promise<Locator> {
  await open(page, hash);
  const words = WORDS[hash.includes("lang=zh") ? "zh" : "en"];
  await page.getByRole("button", { name: words.share, exact: true }).click();
  await page.getByRole("button", { name: words.make }).click();
  const dialog = page.getByRole("dialog", { name: words.title });
  await expect(dialog).toBeVisible();
  await drawn(page);
  return dialog;
}

const preview = (page: Page): FrameLocator => page.frameLocator(".embed-stage iframe");
const drawn = (page: Page): Promise<void> => preview(page).locator("html[data-ready='true']").waitFor({ state: "attached" });
const snippet = (dialog: Locator): Locator => dialog.getByRole("group", { name: "Snippet" });

/** Chooses one of a few. (`check` would click again if the page renders in between.) */
async function choose(dialog: Locator, group: string, name: string): Promise<void> {
  const radio = dialog.getByRole("group", { name: group, exact: true }).getByRole("radio", { name, exact: true });
  await radio.click({ force: true });
  await expect(radio).toBeChecked();
}

/** The attributes of the element in a snippet, as a browser reads them. */
const attributes = async (dialog: Locator): Promise<Record<string, string>> =>
  snippet(dialog).evaluate((pre) => {
    const page = new DOMParser().parseFromString(pre.textContent, "text/html");
    const element = page.querySelector("calibration-explainer");
    return Object.fromEntries([...(element?.attributes ?? [])].map(({ name, value }) => [name, value]));
  });

/** What a page or a frame shows: every slider with its value, every field. */
const numbers = (page: Page | FrameLocator): Promise<string[]> =>
  page.locator("main").evaluate((main) =>
    [...main.querySelectorAll("[role=slider], input[type=text], textarea")].map((control) =>
      control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement
        ? control.value
        : `${control.getAttribute("aria-label") ?? ""}: ${control.getAttribute("aria-valuetext") ?? ""}`));

test("an address that only this machine knows is named", async ({ page, baseURL }) => {
  const dialog = await openDialog(page);
  await expect(dialog.getByText("your own machine")).toContainText(baseURL!);
  await expect(snippet(dialog)).toContainText(baseURL!);
});

test("by keyboard: opened from the share dialog, and Escape gives the focus back", async ({ page }) => {
  await open(page, `${STATE}&lang=en`);
  const share = page.getByRole("button", { name: "Share", exact: true });
  await share.focus();
  await page.keyboard.press("Enter");
  const make = page.getByRole("button", { name: "Make a snippet" });
  for (let i = 0; i < 12 && !(await make.evaluate((button) => button === document.activeElement)); i += 1) await page.keyboard.press("Tab");
  await expect(make).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Embed in your documentation" });
  await expect(dialog).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(1);
  // From the button that closes, Tab reaches what is shown, and the arrow keys choose.
  await expect(dialog.getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(dialog.getByRole("combobox", { name: "Show" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(snippet(dialog)).toContainText('hide="presets"');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await expect(snippet(dialog)).toContainText('readonly="true"');
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog.embed-dialog")).toHaveCount(0);
  await expect(share).toBeFocused();
});

const VIEWS = [
  ["Panel 1: Ask about nothing", "prompts", "Ask about nothing"],
  ["Panel 2: Fit the correction", "fit", "Fit the correction"],
  ["Panel 3: Use it", "use", "Use it"],
  ["Panel 4: Check it", "check", "Check it"],
  ["The chart, before and after", "chart", "Yes, before"],
  ["The equation", "equation", "The equation with the numbers on screen"],
  ["Where labels flip", "geometry", "flips"],
] as const;

test("what is shown changes the snippet and the preview", async ({ page }) => {
  const dialog = await openDialog(page);
  const heading = (name: string) => preview(page).getByRole("heading", { name });
  await expect(heading("Ask about nothing")).toBeVisible();
  await expect(heading("Use it")).toBeAttached();
  for (const [name, view, there] of VIEWS) {
    await dialog.getByRole("combobox", { name: "Show" }).selectOption(name);
    await expect(snippet(dialog)).toContainText(`view="${view}"`);
    await expect(dialog.locator("iframe")).toHaveAttribute("src", new RegExp(`view=${view}`));
    await drawn(page);
    const main = preview(page).locator("main");
    await expect(main.locator("section, .panel")).not.toHaveCount(0);
    const found = () => main.evaluate((main) => `${main.textContent} ${[...main.querySelectorAll("[aria-label]")].map((e) => e.getAttribute("aria-label")).join(" ")}`);
    await expect.poll(found).toContain(there);
    // And nothing else: each of the panels is there alone, or not at all.
    const panels = await preview(page).getByRole("heading", { name: /^(Ask about nothing|Fit the correction|Use it|Check it)$/ }).allTextContents();
    expect(panels).toEqual(["prompts", "fit", "use", "check"].includes(view) ? [expect.stringContaining(there)] : []);
    await expect(dialog.getByRole("group", { name: "Leave out" }).getByRole("checkbox")).toHaveCount(1);
  }
  await dialog.getByRole("combobox", { name: "Show" }).selectOption("The whole workbench");
  await expect(snippet(dialog)).not.toContainText("view=");
  await expect(dialog.getByRole("group", { name: "Leave out" }).getByRole("checkbox")).toHaveCount(3);
});

test("what is left out, who may change it, language and colours", async ({ page }) => {
  const dialog = await openDialog(page, `${STATE}&lang=en&theme=light`);
  const frame = preview(page);
  // The page around is in English and light: so is what stands in it.
  await expect(frame.locator("html")).toHaveAttribute("lang", "en");
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "light");
  expect(Object.keys(await attributes(dialog))).toEqual(["labels", "cf", "p"]);

  await expect(frame.getByText("Start from")).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Starting points" }).click();
  await expect(snippet(dialog)).toContainText('hide="presets"');
  await drawn(page);
  await expect(frame.getByText("Start from")).toHaveCount(0);
  const equation = frame.getByRole("region", { name: "The equation with the numbers on screen" });
  await expect(equation).toBeAttached();
  await dialog.getByRole("checkbox", { name: "The equation" }).click();
  await expect(snippet(dialog)).toContainText('hide="presets,equation"');
  await drawn(page);
  await expect(equation).toHaveCount(0);

  await choose(dialog, "Readers", "only look");
  await expect(snippet(dialog)).toContainText('readonly="true"');
  await expect(frame.locator("html[data-readonly]")).toBeAttached();

  await choose(dialog, "Language", "中文");
  await expect(snippet(dialog)).toContainText('lang="zh"');
  await expect(snippet(dialog)).toContainText(">打开校准演示</a>");
  await expect(frame.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await choose(dialog, "Language", "English");
  await expect(snippet(dialog)).toContainText('lang="en"');

  await choose(dialog, "Colours", "dark");
  await expect(snippet(dialog)).toContainText('theme="dark"');
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await attributes(dialog)).toMatchObject({ hide: "presets,equation", readonly: "true", lang: "en", theme: "dark" });
});

test("width and height, as chosen or as what is shown needs", async ({ page }) => {
  const dialog = await openDialog(page);
  const iframe = dialog.locator("iframe");
  const height = () => iframe.evaluate((frame: HTMLIFrameElement) => frame.offsetHeight);
  const needed = () => preview(page).locator("html").evaluate((html) => Math.ceil(html.getBoundingClientRect().height));
  await expect.poll(async () => (await height()) - (await needed())).toBe(0);

  await choose(dialog, "Width", "fixed");
  const pixels = (name: string) => dialog.getByRole("spinbutton", { name: `${name} in pixels` });
  await expect(snippet(dialog)).toContainText("max-width: 640px");
  await pixels("Width").fill("420");
  await pixels("Width").press("Tab");
  await expect(snippet(dialog)).toContainText("max-width: 420px");
  await expect(iframe).toHaveJSProperty("offsetWidth", 420);
  await expect.poll(async () => (await height()) - (await needed())).toBe(0);
  await expect(dialog.getByText(/^420 × \d+ pixels$/)).toBeVisible();

  await choose(dialog, "Height", "fixed");
  await pixels("Height").fill("480");
  await pixels("Height").press("Enter");
  await expect(snippet(dialog)).toContainText('height="480"');
  await expect(iframe).toHaveJSProperty("offsetHeight", 480);
  await expect(dialog.getByText("420 × 480 pixels")).toBeVisible();
  // A number that cannot be is as none, and says so itself.
  await pixels("Height").fill("7");
  await pixels("Height").press("Tab");
  await expect(snippet(dialog)).not.toContainText("height=");
  await expect(pixels("Height")).toHaveJSProperty("validity.valid", false);
  await choose(dialog, "Height", "automatic");
  await expect(pixels("Height")).toBeHidden();
  await expect.poll(async () => (await height()) - (await needed())).toBe(0);
});

test("the height that a frame sets aside is about the one that it needs", async ({ page }) => {
  test.slow();
  const row = (k: number) => Array.from({ length: k }, () => 1 / k).join(",");
  for (const [k, n, inputs] of [[2, 1, 1], [2, 3, 12], [3, 2, 4], [4, 3, 1], [10, 2, 1]] as const) {
    const labels = Array.from({ length: k }, (_, i) => `label ${String(i)}`).join(",");
    const prompts = Array.from({ length: n }, (_, i) => `cf=text%20${String(i)}:${row(k)}`);
    const rows = Array.from({ length: inputs }, (_, i) => `p=a%20sentence:${row(k)}@label%20${String(i % k)}`);
    const dialog = await openDialog(page, [`labels=${labels}`, ...prompts, ...rows, "lang=en"].join("&"));
    await choose(dialog, "Width", "fixed");
    await dialog.getByRole("spinbutton", { name: "Width in pixels" }).fill("760");
    await choose(dialog, "For", "Jupyter");
    for (const view of ["prompts", "fit", "use", "check", "chart", "equation", "geometry", "workbench"]) {
      await dialog.getByRole("combobox", { name: "Show" }).selectOption(view);
      if (view !== "workbench") await expect(snippet(dialog)).toContainText(`view=${view}`);
      await drawn(page);
      const [, kept] = /height=(\d+)/.exec((await snippet(dialog).textContent()) ?? "") ?? [];
      // Not much is cut off, and there is no great hole; charts take their size a moment after the frame is there.
      await expect.poll(async () => {
        const needed = await preview(page).locator("html").evaluate((html) => html.getBoundingClientRect().height);
        const about = Number(kept) > needed * 0.85 - 20 && Number(kept) < needed * 1.2 + 60;
        return about ? "about right" : `${view}, ${String(k)} labels, ${String(n)} prompts: ${String(kept)} kept, ${String(needed)} needed`;
      }).toBe("about right");
    }
    await dialog.getByRole("button", { name: "Close" }).click();
  }
});

test("each target has its snippet and its sentence", async ({ page }) => {
  const dialog = await openDialog(page);
  const base = new URL("./", page.url()).href;
  const text = async () => (await snippet(dialog).textContent()) ?? "";
  const targets = [
    ["HTML", /^<link rel="stylesheet" href="[^"]*embed\/reserve\.css">\n<script type="module" src="[^"]*embed\/auto\.js"><\/script>\n<calibration-explainer\n/, "page of HTML"],
    ["iframe", /^<iframe title="Calibration explainer" /, "page that takes frames"],
    ["Docusaurus", /^<Head>\n {2}<link .*\n {2}<script .*\n<\/Head>\n\n<calibration-explainer\n/, ".mdx"],
    ["mdBook", /^<div>\n<link .*\n<script /, "chapter"],
    ["MkDocs", /^<div>\n<link .*\n<script /, "empty line"],
    ["Sphinx", /^\.\. raw:: html\n\n {3}<link .*\n {3}<script /, ".rst"],
    ["Jupyter", /^from IPython\.display import IFrame\n/, "cell of Python"],
  ] as const;
  for (const [name, start, sentence] of targets) {
    await choose(dialog, "For", name);
    await expect(snippet(dialog)).toHaveText(start, { useInnerText: false });
    expect(await text()).toContain(base);
    await expect(dialog.getByText(sentence)).toBeVisible();
    // What stands in a frame cannot see the page around.
    const follows = ["iframe", "Jupyter"].includes(name) ? ["the browser’s", "as the system"] : ["the page’s", "the page’s"];
    const [lang, theme] = [dialog.getByRole("group", { name: "Language" }), dialog.getByRole("group", { name: "Colours" })];
    await expect(lang.getByRole("radio").first()).toHaveAccessibleName(follows[0]!);
    await expect(theme.getByRole("radio").first()).toHaveAccessibleName(follows[1]!);
  }
});

test("the state in the snippet is the one on the page", async ({ page, context }) => {
  const dialog = await openDialog(page);
  await dialog.getByRole("button", { name: "Close" }).click();
  // Changed since the link: what counts is what is on screen.
  const field = page.getByRole("textbox", { name: "Probability of Yes, N/A" });
  await field.fill("0.35");
  await field.press("Enter");
  const expected = await numbers(page);
  expect(expected.join("\n")).toContain("35 percent");
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: "Make a snippet" }).click();
  await drawn(page);
  await expect.poll(() => numbers(preview(page))).toEqual(expected);
  // The element's attributes, as a link.
  const own = await attributes(dialog);
  expect(own.cf).toBe("nothing:0.9,0.1; N/A:0.35,0.65");
  expect(own.p).toBe("Is it%3B%20%22so%22?:0.72,0.28@No");
  const entries = (key: string) => (own[key] ?? "").split(";").map((entry) => `${key}=${entry.trim()}`);
  const link = [`labels=${own.labels ?? ""}`, ...entries("cf"), ...entries("p")].join("&");
  await choose(dialog, "For", "iframe");
  const src = await snippet(dialog).evaluate((pre) =>
    new DOMParser().parseFromString(pre.textContent, "text/html").querySelector("iframe")!.src);
  for (const address of [src, `./embed.html?${link}&lang=en`]) {
    const other = await context.newPage();
    await other.goto(address);
    await ready(other);
    await expect.poll(() => numbers(other)).toEqual(expected);
    await other.close();
  }
});

test("the element of the snippet has the state on the page", async ({ page }) => {
  const dialog = await openDialog(page, `${STATE}&method=identity&w=,2,,&lock=No&lang=en`);
  const link = await dialog.evaluate(() => location.hash.slice(1));
  const states = await snippet(dialog).evaluate(async (pre, link) => {
    const given = new DOMParser().parseFromString(pre.textContent, "text/html");
    await import(given.querySelector("script")!.src);
    const element = document.adoptNode(given.querySelector("calibration-explainer")!) as HTMLElement & { getState(): unknown };
    const ready = new Promise((resolve) => { element.addEventListener("calibration-ready", resolve, { once: true }); });
    // In front of all else, so that it is in view.
    pre.closest("dialog")!.prepend(element);
    await ready;
    const app = document.getElementById("app-js") as HTMLLinkElement;
    const { state } = (await import(app.href)) as { state(link: string): string };
    return [element.getState(), JSON.parse(state(link)) as unknown];
  }, link);
  expect(states[0]).toEqual(states[1]);
  expect(states[0]).toMatchObject({ method: "identity", locked: ["No"], overrides: { w: [{ row: 0, column: 1, value: 2 }] } });
});

test("a state too long for a link is shown and goes as config", async ({ page }) => {
  const inputs = Array.from({ length: 400 }, (_, i) => `p=input%20number%20${String(i)}:0.6,0.4`);
  const dialog = await openDialog(page, [STATE.split("&p=")[0], ...inputs, "lang=en"].join("&"));
  expect(Object.keys(await attributes(dialog))).toEqual(["config"]);
  await expect(preview(page).getByText("400 test inputs, flips first")).toBeAttached();
  const src = (await dialog.locator("iframe").getAttribute("src")) ?? "";
  expect(src.length).toBeLessThan(200);
  await choose(dialog, "For", "iframe");
  await expect(snippet(dialog)).toContainText(".setState({ config: {");
});

test("in the lesson the chapter is embedded, or its figure", async ({ page }) => {
  const dialog = await openDialog(page, "learn=2&lang=en");
  await expect(dialog.getByRole("combobox", { name: "Show" }).locator("option:checked")).toHaveText("Chapter 2");
  expect(await attributes(dialog)).toEqual({ learn: "2" });
  await expect(preview(page).locator("#chapter-title")).toBeVisible();
  await expect(preview(page).getByRole("navigation").first()).toBeAttached();
  await dialog.getByRole("checkbox", { name: "Contents and buttons" }).click();
  await expect(snippet(dialog)).toContainText('hide="controls"');
  await dialog.getByRole("combobox", { name: "Show" }).selectOption("The chart, before and after");
  await expect(snippet(dialog)).not.toContainText("learn");
  await expect(snippet(dialog)).toContainText('view="chart"');
});

test("copies, and says so", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const dialog = await openDialog(page);
  await choose(dialog, "For", "mdBook");
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect(dialog.getByRole("button", { name: "Copied" })).toBeVisible();
  await expect(dialog.getByRole("status")).toHaveText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await snippet(dialog).textContent());
  // Another snippet is not copied yet.
  await choose(dialog, "For", "HTML");
  await expect(dialog.getByRole("button", { name: "Copy", exact: true })).toBeVisible();
});

test("where the clipboard is blocked, the text is selected for copying by hand", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("blocked")) } });
  });
  const dialog = await openDialog(page);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect(dialog.getByRole("alert")).toHaveText(/does not let this page use the clipboard/);
  expect(await page.evaluate(() => getSelection()?.toString().trim())).toBe((await snippet(dialog).textContent())?.trim());
  await expect(snippet(dialog)).toBeFocused();
});

test("nothing of the page changes: state, undo, address, history", async ({ page }) => {
  await open(page, `${STATE}&lang=en`);
  const field = page.getByRole("textbox", { name: "Probability of Yes, N/A" });
  await field.fill("0.35");
  await field.press("Enter");
  await expect(page).toHaveURL(/0\.35/);
  const look = async () => ({
    numbers: await numbers(page),
    undo: await page.getByRole("button", { name: "Undo" }).isEnabled(),
    redo: await page.getByRole("button", { name: "Redo" }).isEnabled(),
    url: page.url(),
    length: await page.evaluate(() => history.length),
  });
  const before = await look();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: "Make a snippet" }).click();
  const dialog = page.getByRole("dialog", { name: "Embed in your documentation" });
  for (const view of ["chart", "equation", "workbench"]) {
    await dialog.getByRole("combobox", { name: "Show" }).selectOption(view);
    await drawn(page);
  }
  await choose(dialog, "Colours", "dark");
  await drawn(page);
  // What is dragged in the preview stays there, and so do undo and redo.
  await preview(page).getByRole("slider", { name: "Yes, nothing" }).press("ArrowLeft");
  await page.keyboard.press("Control+z");
  await dialog.getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog[open]")).toHaveCount(0);
  expect(await look()).toEqual(before);
});

for (const lang of ["en", "zh"] as const) {
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      const usual = lang === "en" ? width === 1280 && theme === "light" : width === 360 && theme === "dark";
      test(`no violation: ${lang}, ${theme}, ${String(width)} pixels`, among(usual), async ({ page }) => {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ reducedMotion: "reduce" });
        const dialog = await openDialog(page, `${STATE}&lang=${lang}&theme=${theme}`);
        await dialog.locator("input[name=width-is][value=fixed]").click({ force: true });
        await dialog.locator("input[name=target][value=iframe]").click({ force: true });
        await expect(dialog.locator("pre")).toContainText("<iframe");
        await drawn(page);
        expect(await violations(page)).toEqual([]);
      });
    }
  }
}

for (const lang of ["en", "zh"] as const) {
  test(`nothing is wider than 320 pixels: ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const dialog = await openDialog(page, `${STATE}&lang=${lang}`);
    await dialog.locator("input[name=width-is][value=fixed]").click({ force: true });
    for (const target of ["iframe", "docusaurus", "jupyter"]) {
      await dialog.locator(`input[name=target][value=${target}]`).click({ force: true });
      const over = await dialog.evaluate((box) => [box.scrollWidth - box.clientWidth, document.documentElement.scrollWidth - innerWidth]);
      expect(Math.max(...over)).toBeLessThanOrEqual(0);
    }
  });
}
