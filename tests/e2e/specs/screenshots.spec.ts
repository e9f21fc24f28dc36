// Pictures of what readers see. Those that README.md and docs/ show lie in docs/screenshots/, made by this test so that they stay
// true; the others are kept with its results, for whoever wants to look at a change in every language, theme and width.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { among, expect, open, ready, test } from "../fixtures";
import { missing, place, shown, unused } from "../pictures";
import { showAll } from "../reader";

test("docs/screenshots/ holds what is shown, and nothing else", () => {
  expect(missing(), "shown, but not there").toEqual([]);
  expect(unused(), "there, but not shown").toEqual([]);
});

for (const preset of ["worked", "sentiment-2-swapped"]) {
  for (const lang of ["en", "zh"]) {
    for (const theme of ["light", "dark"]) {
      for (const width of [1280, 360]) {
        const name = `${preset}-${lang}-${theme}-${width}.png`;
        test(`${preset}, ${lang}, ${theme}, ${width} pixels`, among(shown.has(name)), async ({ page }) => {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ reducedMotion: "reduce" });
          await open(page, `preset=${preset}&lang=${lang}&theme=${theme}`);
          // The charts are drawn in the frame after the page.
          const drawn = () => [...document.querySelectorAll("canvas")].every((canvas) => canvas.width > 100 || canvas.clientWidth === 0);
          await page.waitForFunction(drawn);
          const picture = await page.screenshot({ path: place(name), fullPage: true });
          expect(picture.length).toBeGreaterThan(20_000);
        });
      }
    }
  }
}

for (let chapter = 1; chapter <= 9; chapter += 1) {
  for (const lang of ["en", "zh"] as const) {
    for (const width of [1280, 360]) {
      const name = `lesson/${String(chapter)}-${lang}-${String(width)}.png`;
      test(`chapter ${String(chapter)}, ${lang}, ${String(width)} pixels`, among(shown.has(name)), async ({ page }) => {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ reducedMotion: "reduce" });
        await open(page, `learn=${String(chapter)}&lang=${lang}&theme=light`);
        await showAll(page, lang);
        await page.evaluate(() => { scrollTo(0, 0); });
        const drawn = () => [...document.querySelectorAll("canvas")].every((canvas) => canvas.width > 100 || canvas.clientWidth === 0);
        await page.waitForFunction(drawn);
        // What a reader sees first; the whole chapter would be many screens.
        const picture = await page.screenshot({ path: place(name) });
        expect(picture.length).toBeGreaterThan(15_000);
      });
    }
  }
}

for (const [lang, theme] of [["en", "light"], ["zh", "dark"]] as const) {
  const name = `embed-dialog-${lang}-${theme}.png`;
  test(`the embed dialog, ${lang}, ${theme}`, among(shown.has(name)), async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open(page, `preset=disagree&lang=${lang}&theme=${theme}`);
    await page.getByRole("button", { name: lang === "en" ? "Share" : "分享", exact: true }).click();
    await page.getByRole("button", { name: lang === "en" ? "Make a snippet" : "生成嵌入代码" }).click();
    const dialog = page.locator("dialog.embed-dialog");
    await dialog.locator("select").selectOption("chart");
    await dialog.locator("input[name=target][value=docusaurus]").click({ force: true });
    const frame = page.frameLocator(".embed-stage iframe");
    await expect(frame.locator(".chart canvas").first()).toBeVisible();
    await frame.locator("html[data-ready='true']").waitFor({ state: "attached" });
    const code = dialog.locator("code");
    await expect(code).toContainText('view="chart"');
    // The address of this machine says nothing to anybody.
    const base = new URL("./", page.url()).href;
    await code.evaluate((code, base) => { code.textContent = code.textContent.replaceAll(base, "https://calibration.example/"); }, base);
    await dialog.getByText("127.0.0.1").evaluate((note) => note.remove());
    await page.mouse.move(0, 0);
    const drawn = () => [...document.querySelectorAll("iframe")].every(({ contentDocument }) =>
      [...(contentDocument?.querySelectorAll("canvas") ?? [])].every((canvas) => canvas.width > 100));
    await page.waitForFunction(drawn);
    const picture = await page.screenshot({ path: place(name) });
    expect(picture.length).toBeGreaterThan(20_000);
  });
}

// docs/options.md is read for what it shows.
const documentation = fileURLToPath(new URL("../../../docs/options.md", import.meta.url));
const examples = [...readFileSync(documentation, "utf8").matchAll(/^`embed\.html\?(.*)`\n\n!\[.+\]\(screenshots\/(options\/.+\.png)\)$/gm)];

test("every option has an example with a picture", () => {
  const keys = new Set(examples.flatMap(([, query]) => [...new URLSearchParams(query).keys()]));
  const all = ["labels", "cf", "p", "preset", "config", "method", "averaging", "from", "readout", "template", "w", "b", "lock", "view", "learn", "lang", "theme", "hide", "readonly", "shot", "source", "hand", "unasked", "model"];
  expect([...keys].sort()).toEqual(all.sort());
});

for (const [, query, file] of examples) {
  test(`the option in ${file!}`, async ({ page }) => {
    await page.setViewportSize({ width: 720, height: 640 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`./embed.html?${query!}${query!.includes("lang=") ? "" : "&lang=en"}`);
    await ready(page);
    // An option that is not understood is named in a message.
    await expect(page.getByRole("list", { name: "Messages" })).toHaveCount(0);
    // The geometry comes with the rest of the code.
    await expect(page.locator("canvas, math, table, [role=slider]").first()).toBeVisible();
    const drawn = () => [...document.querySelectorAll("canvas")].every((canvas) => canvas.width > 100 || canvas.clientWidth === 0);
    await page.waitForFunction(drawn);
    // No more of the page than there is.
    const height = await page.evaluate(() => Math.ceil(document.getElementById("app")!.getBoundingClientRect().bottom));
    const clip = { x: 0, y: 0, width: 720, height: Math.min(height, 640) };
    const picture = await page.screenshot({ path: place(file!), clip });
    expect(picture.length).toBeGreaterThan(5_000);
  });
}
