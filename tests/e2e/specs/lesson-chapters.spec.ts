// Every chapter in both languages, widths and themes: it reads to its end, fits, and is accessible.
import { violations } from "../axe";
import { expect, open, test } from "../fixtures";
import { showAll } from "../reader";

for (const lang of ["en", "zh"] as const) {
  for (const width of [1280, 360]) {
    test.describe(`${lang} at ${String(width)} pixels`, () => {
      test.use({ viewport: { width, height: 800 } });
      for (let chapter = 1; chapter <= 9; chapter += 1) {
        test(`chapter ${String(chapter)} reads to its end, fits, and has no axe violation in either theme`, async ({ page }) => {
          // Up to seven parts, each looked at by axe-core twice.
          test.setTimeout(180_000);
          // Colours glide when the theme changes; axe-core must not look half-way.
          await page.emulateMedia({ reducedMotion: "reduce" });
          for (const theme of ["light", "dark"]) {
            await open(page, `learn=${String(chapter)}&lang=${lang}&theme=${theme}`);
            const tabs = page.locator(".part-tabs button");
            const parts = Math.max(1, await tabs.count());
            for (let part = 0; part < parts; part += 1) {
              if (parts > 1) {
                await tabs.nth(part).click();
                await expect(tabs.nth(part)).toHaveAttribute("aria-current", "true");
              }
              await showAll(page, lang);
              expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
              expect(await violations(page)).toEqual([]);
            }
            await expect(page.locator(".remember")).toBeVisible();
            await expect(page.locator("body")).not.toContainText(/lesson\.[a-z]|NaN|Infinity|%\{/);
          }
        });
      }
    });
  }
}
