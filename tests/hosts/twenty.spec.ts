// A page of twenty explainers: every view, two to four labels, under the strict policy.
import { expect, test, type Page } from "../e2e/fixtures";
import { ofOurs, shifts, watchShifts } from "./host-page";
import { bar, drawn, elements } from "./sites";

/** How many have started: their own content, a link, is not shown any more. */
const started = (page: Page): Promise<number> =>
  elements(page).evaluateAll((all) => all.filter((element) => element.querySelector("a")!.checkVisibility() === false).length);

test("each starts when it comes near, from one module, and nothing moves", async ({ page }) => {
  const modules: string[] = [];
  page.on("request", (request) => {
    if (/explainer\.(wasm|js)$/.test(request.url())) modules.push(request.url().split("/").at(-1)!);
  });
  await watchShifts(page);
  await page.goto("plain/twenty.html");
  await expect.poll(() => started(page)).toBeGreaterThan(0);
  expect(await started(page)).toBeLessThan(12);
  await drawn(page);
  expect(await started(page)).toBe(20);
  expect(modules.sort()).toEqual(["explainer.js", "explainer.wasm"]);
  const found = ofOurs(await shifts(page), []);
  console.log(`twenty explainers: layout shift ${found.shifted.toFixed(4)}`);
  expect(found).toEqual({ shifted: 0, moves: [] });
});

test("each answers for itself", async ({ page }) => {
  await page.goto("plain/twenty.html");
  await drawn(page);
  // The panel of prompts stands at places 1, 8 and 15, the workbench at 7 and 14.
  const [one, eight, fifteen] = [bar(elements(page).nth(0), "Positive", "nothing"), bar(elements(page).nth(7), "A", "nothing"), bar(elements(page).nth(14), "World", "N/A")];
  await one.press("PageDown");
  await expect(one).toHaveAttribute("aria-valuetext", "80 percent");
  await expect(eight).toHaveAttribute("aria-valuetext", "40 percent");
  await fifteen.press("PageUp");
  await expect(fifteen).toHaveAttribute("aria-valuetext", "70 percent");
  await expect(one).toHaveAttribute("aria-valuetext", "80 percent");
  await bar(elements(page).nth(13), "正面", "无").press("ArrowLeft");
  await expect(bar(elements(page).nth(13), "正面", "无")).toHaveAttribute("aria-valuetext", "百分之 79");
  const states = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement & { getState(): { contextFree: { probabilities: number[] }[] } }>("calibration-explainer")].map((element) => element.getState().contextFree[0]!.probabilities[0]),
  );
  const initial = [0.9, 0.8, 0.6, 0.4];
  const expected = Array.from({ length: 20 }, (_, i) => initial[i % 4]!);
  [expected[0], expected[14], expected[13]] = [0.8, 0.7, 0.79];
  expect(states).toEqual(expected);
});
