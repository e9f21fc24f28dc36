// The pictures in docs/screenshots/, made by this test so that they stay true.
import { fileURLToPath } from "node:url";
import { expect, open, test } from "../fixtures";

const folder = fileURLToPath(new URL("../../../docs/screenshots/", import.meta.url));
// On a machine that only tests, the pictures are taken and looked at, but the checked-in ones stay.
const write = process.env.CI === undefined;

for (const preset of ["worked", "sentiment-2-swapped"]) {
  for (const lang of ["en", "zh"]) {
    for (const theme of ["light", "dark"]) {
      for (const width of [1280, 360]) {
        test(`${preset}, ${lang}, ${theme}, ${width} pixels`, async ({ page }) => {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ reducedMotion: "reduce" });
          await open(page, `preset=${preset}&lang=${lang}&theme=${theme}`);
          // The charts are drawn in the frame after the page.
          const drawn = () => [...document.querySelectorAll("canvas")].every((canvas) => canvas.width > 100 || canvas.clientWidth === 0);
          await page.waitForFunction(drawn);
          const path = write ? `${folder}${preset}-${lang}-${theme}-${width}.png` : undefined;
          const picture = await page.screenshot({ path, fullPage: true });
          expect(picture.length).toBeGreaterThan(20_000);
        });
      }
    }
  }
}

for (let chapter = 1; chapter <= 9; chapter += 1) {
  for (const lang of ["en", "zh"]) {
    for (const width of [1280, 360]) {
      test(`chapter ${String(chapter)}, ${lang}, ${String(width)} pixels`, async ({ page }) => {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ reducedMotion: "reduce" });
        await open(page, `learn=${String(chapter)}&lang=${lang}&theme=light`);
        const show = page.getByRole("button", { name: lang === "en" ? "Show me" : "直接看答案", exact: true });
        while ((await show.count()) > 0) await show.first().click();
        await page.evaluate(() => { scrollTo(0, 0); });
        const drawn = () => [...document.querySelectorAll("canvas")].every((canvas) => canvas.width > 100 || canvas.clientWidth === 0);
        await page.waitForFunction(drawn);
        // What a reader sees first; the whole chapter would be many screens.
        const path = write ? `${folder}lesson/${String(chapter)}-${lang}-${String(width)}.png` : undefined;
        const picture = await page.screenshot({ path });
        expect(picture.length).toBeGreaterThan(15_000);
      });
    }
  }
}
