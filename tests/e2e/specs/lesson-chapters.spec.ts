// Every chapter in both languages and widths: it reads to its end and fits. And in both themes it is accessible.
import { violations } from "../axe";
import { among, expect, open, test, type Page } from "../fixtures";
import { showAll } from "../reader";

/** Opens a chapter and shows each of its parts with all answers; `look` is called for each. */
async function read(page: Page, chapter: number, lang: "en" | "zh", theme: string, look: () => Promise<void>): Promise<void> {
  // Colours glide when the theme changes; axe-core must not look half-way.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, `learn=${String(chapter)}&lang=${lang}&theme=${theme}`);
  const tabs = page.locator(".part-tabs button");
  const parts = Math.max(1, await tabs.count());
  for (let part = 0; part < parts; part += 1) {
    if (parts > 1) {
      await tabs.nth(part).click();
      await expect(tabs.nth(part)).toHaveAttribute("aria-current", "true");
    }
    await showAll(page, lang);
    await look();
  }
}

for (const lang of ["en", "zh"] as const) {
  for (const width of [1280, 360]) {
    test.describe(`${lang} at ${String(width)} pixels`, () => {
      test.use({ viewport: { width, height: 800 } });
      for (let chapter = 1; chapter <= 9; chapter += 1) {
        test(`chapter ${String(chapter)} reads to its end and fits`, async ({ page }) => {
          await read(page, chapter, lang, "light", async () => {
            expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
          });
          await expect(page.locator(".remember")).toBeVisible();
          await expect(page.locator("body")).not.toContainText(/lesson\.[a-z]|NaN|Infinity|%\{/);
        });
        for (const theme of ["light", "dark"]) {
          // Each language, width and theme is once among the usual ones.
          const usual = lang === "en" ? width === 1280 && theme === "light" : width === 360 && theme === "dark";
          test(`chapter ${String(chapter)} has no axe violation, ${theme}`, among(usual), async ({ page }) => {
            // Up to seven parts.
            test.setTimeout(120_000);
            await read(page, chapter, lang, theme, async () => expect(await violations(page)).toEqual([]));
          });
        }
      }
    });
  }
}

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  for (let chapter = 1; chapter <= 9; chapter += 1) {
    test(`chapter ${String(chapter)}: everything that a finger presses is 44 pixels high and wide`, async ({ page }) => {
      const small = new Set<string>();
      await read(page, chapter, "en", "light", async () => {
        // Links within sentences are as high as their line; what lies in a label is pressed by the label.
        const here = await page.locator("button, select, textarea, summary, .button-link, input").evaluateAll((all) =>
          all.flatMap((element) => {
            const target = element.closest("label") ?? element;
            if (!target.checkVisibility() || target.matches(":disabled, [type=file]")) return [];
            const { width, height } = target.getBoundingClientRect();
            const name = element.getAttribute("aria-label") ?? target.textContent;
            return width >= 44 && height >= 44 ? [] : [`${name?.trim().slice(0, 40)}: ${width} × ${height}`];
          }),
        );
        here.forEach((one) => small.add(one));
      });
      expect([...small]).toEqual([]);
    });
  }

  for (let chapter = 1; chapter <= 8; chapter += 1) {
    test(`chapter ${String(chapter)}: the answer to a guess appears where the reader is`, async ({ page }) => {
      await open(page, `learn=${String(chapter)}&lang=en`);
      const button = page.getByRole("button", { name: "That is my guess" });
      await page.locator(".option").last().tap();
      // The figure, which is drawn below the words, is in view when they grow.
      await button.evaluate((element) => element.scrollIntoView({ block: "center" }));
      const before = await page.evaluate(() => scrollY);
      await button.tap();
      const verdict = page.locator(".predict [role=status]").first();
      await expect(verdict).toContainText(/Right|Not this one/);
      await expect(verdict).toBeInViewport();
      expect(Math.abs((await page.evaluate(() => scrollY)) - before)).toBeLessThan(100);
    });
  }
});
