// axe-core over every combination of language, theme, width and kind of data (each once among the usual tests, all combined in
// --all); and what it cannot see.
import type { Page } from "@playwright/test";
import { violations } from "../axe";
import { among, expect, open, test } from "../fixtures";

/** Unfolds every table of numbers. An unfolded one has another name, so the last comes first. */
async function showNumbers(page: Page): Promise<void> {
  const buttons = await page.getByRole("button", { name: "Show the numbers" }).all();
  for (const button of buttons.reverse()) await button.click();
}

/** Charts have drawn themselves: the overlay comes with the first layout. */
const drawn = (page: Page) => expect(page.locator(".chart-overlay").first()).toBeVisible();

for (const lang of ["en", "zh"]) {
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      for (const preset of ["worked", "sentiment-2-swapped", "fourteen"]) {
        const usual = lang === "en" ? width === 1280 && theme === "light" : width === 360 && theme === "dark";
        test(`axe: ${lang}, ${theme}, ${width} px, ${preset}`, among(usual), async ({ page }) => {
          await page.setViewportSize({ width, height: 900 });
          await open(page, `preset=${preset}&lang=${lang}&theme=${theme}`);
          await drawn(page);
          await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
          await expect(page.locator("html")).toHaveAttribute("lang", lang === "en" ? "en" : "zh-Hans");
          expect(await violations(page)).toEqual([]);
        });
      }
    }
  }
}

for (const theme of ["light", "dark"]) {
  test(`axe: the Share dialog, ${theme}`, async ({ page }) => {
    await open(page, `lang=en&theme=${theme}`);
    await page.getByRole("button", { name: "Share" }).click();
    await expect(page.getByRole("dialog", { name: "Share and export" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  test(`axe: everything unfolded, a message, a field's problem, no correction, ${theme}`, async ({ page }) => {
    await open(page, `lang=en&theme=${theme}&preset=disagree&colour=blue&readout=normalize`);
    await page.getByText("Labels: rename, lock, reorder").click();
    await page.getByText("The whole prompt").click();
    await page.getByText("Bring your own inputs").click();
    await showNumbers(page);
    await page.getByRole("button", { name: "Edit W and b by hand" }).click();
    const field = page.getByRole("textbox", { name: "Probability of Positive, N/A" });
    await field.fill("garbage");
    await field.press("Enter");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    expect(await violations(page)).toEqual([]);
    await field.fill("1");
    await field.press("Enter");
    await expect(page.getByText("The model gave “Negative” no probability for “N/A”").first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test("axe: the whole matrix of many labels, and the terms", async ({ page }) => {
  await open(page, "preset=fourteen&lang=en");
  await page.getByRole("button", { name: "Show the whole matrix" }).click();
  await page.getByText("One line for each label").click();
  await expect(page.getByRole("table", { name: "W of the correction in use" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test.describe("forced colours", () => {
  test.use({ contextOptions: { forcedColors: "active" } });
  for (const preset of ["worked", "sentiment-2-swapped", "fourteen"]) {
    test(`${preset}: bars, grips and the chosen segment are still told apart`, async ({ page }) => {
      await open(page, `preset=${preset}&lang=en`);
      await drawn(page);
      expect(await page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
      const colours = await page.evaluate(() => {
        const style = (selector: string) => getComputedStyle(document.querySelector(selector)!);
        const canvas = getComputedStyle(document.documentElement).backgroundColor;
        return {
          canvas,
          fill: style(".bar-fill").fill,
          grip: style(".bar-grip").stroke,
          chosen: style(".segment input:checked + span").backgroundColor,
          other: style(".segment input:not(:checked) + span").backgroundColor,
          border: style(".verdict").borderTopStyle,
        };
      });
      expect(colours.fill).not.toBe(colours.canvas);
      expect(colours.grip).not.toBe(colours.canvas);
      expect(colours.chosen).not.toBe(colours.other);
      expect(colours.border).toBe("solid");
    });
  }
});

test.describe("reduced motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });
  test("nothing moves by itself", async ({ page }) => {
    await open(page, "preset=sentiment-2-swapped&lang=en");
    await drawn(page);
    expect(await page.evaluate(() => matchMedia("(prefers-reduced-motion: reduce)").matches)).toBe(true);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return style.transitionDuration.split(", ").some((time) => time !== "0s") || style.animationName !== "none";
      }).length,
    );
    expect(moving).toBe(0);
    await page.getByRole("slider").first().press("ArrowLeft");
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

test("sliders are named and say their value in words", async ({ page }) => {
  await open(page, "lang=en");
  const positive = page.getByRole("slider", { name: "Positive, nothing", exact: true });
  await expect(positive).toHaveAttribute("aria-valuetext", "90 percent");
  for (const slider of await page.getByRole("slider").all()) {
    await expect(slider).toHaveAccessibleName(/\S/);
    await expect(slider).toHaveAttribute("aria-valuetext", /^[\d.]+ percent$/);
  }
});

test("text twice as large keeps everything within the window", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      document.documentElement.style.fontSize = "32px";
    });
  });
  for (const preset of ["worked", "fourteen"]) {
    await open(page, `preset=${preset}&lang=en`);
    await drawn(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
});
