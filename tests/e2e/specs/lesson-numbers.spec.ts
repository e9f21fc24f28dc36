// Chapter 4: the worked example in steps, and the exercises.
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, open, test } from "../fixtures";
import { fullValues, tabTo } from "../reader";

const steps = (page: Page): Locator => page.locator(".steps");
const first = (page: Page): Locator => page.getByRole("group", { name: /^Another answer about nothing/ });
const second = (page: Page): Locator => page.getByRole("group", { name: /^And p̂/ });
const place = (exercise: Locator, row: number, column: number): Locator =>
  exercise.getByRole("textbox", { name: `W, row ${row}, column ${column}`, exact: true });
const press = (within: Locator, name: string): Locator => within.getByRole("button", { name, exact: true });

async function chapter(page: Page, rest = "&lang=en"): Promise<void> {
  await open(page, `learn=4${rest}`);
  await page.locator(".predict .buttons button").last().click();
  await expect(steps(page)).toBeVisible();
}

/** What is said of a place, as those hear it who ask the field. */
const said = (field: Locator): Promise<string> =>
  field.evaluate((node) => (document.getElementById(node.getAttribute("aria-describedby") ?? "")?.textContent ?? "").replace(/\s/g, " "));

test("six steps, one at a time by keyboard, each announced", async ({ page }) => {
  await chapter(page);
  const items = steps(page).locator(".worked-steps > li:visible");
  await expect(items).toHaveCount(1);
  await expect(press(steps(page), "Previous step")).toBeDisabled();
  const next = press(steps(page), "Next step");
  await tabTo(page, next);
  for (const [n, what] of [[2, "diag(p̂): [0.9, 0], [0, 0.1]"], [3, "[1.11, 0], [0, 10]"], [4, "W times p hat: [1, 1]"], [5, "[1, 1]"], [6, "softmax: [0.5, 0.5]"]] as const) {
    await page.keyboard.press("Enter");
    await expect(items).toHaveCount(n);
    await expect(page.getByTestId("announcement")).toContainText(`Step ${n}`);
    await expect(page.getByTestId("announcement")).toContainText(what);
  }
  await expect(steps(page)).toContainText("Even, as it should be.");
  await expect(press(steps(page), "Previous step")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(items).toHaveCount(5);
  await press(steps(page), "Show all steps").click();
  await expect(items).toHaveCount(6);
  await press(steps(page), "Step by step").click();
  await expect(items).toHaveCount(5);
});

test("the numbers are those of the figure", async ({ page }) => {
  await chapter(page);
  await press(steps(page), "Show all steps").click();
  const inverse = steps(page).locator(".worked-steps > li").nth(2).locator("mtd[data-k]");
  expect(await fullValues(inverse)).toEqual([1 / 0.9, 10]);
  const bar = page.getByRole("slider", { name: /Positive/ }).first();
  await bar.focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(async () => (await fullValues(inverse))[0]).not.toBe(1 / 0.9);
});

test("one step to fill in: hints about that very place, answers as people write them", async ({ page }) => {
  await chapter(page);
  const exercise = first(page);
  await expect(exercise).toContainText("p̂ = [0.8, 0.2]");
  await place(exercise, 1, 1).fill("0.8");
  await place(exercise, 1, 1).press("Enter");
  expect(await said(place(exercise, 1, 1))).toBe("0.8 is the share itself. The inverse has 1 ÷ 0.8 here.");
  await expect(exercise.getByRole("status")).toContainText("W, row 1, column 1: 0.8 is the share itself.");
  await expect(exercise.getByRole("status")).toContainText("Places still open: 2.");
  await expect(place(exercise, 1, 1)).toHaveAttribute("aria-invalid", "true");
  for (const [typed, words] of [
    ["5", "5 belongs to the other label. In this place divide 1 by 0.8."],
    ["0", "This place is on the diagonal, so it is not 0."],
    ["0.2", "0.2 comes from 1 − 0.8."],
    ["125", "125 is a percentage or was computed from one."],
    ["-1.25", "take the minus away"],
    ["1", "Nearly: 1 is rounded too far."],
    ["ten", "“ten” is not a number."],
    ["3", "3 times 0.8 is not 1, and that is the test of an inverse. For Positive: 1 divided by its share, 0.8."],
    ["1.25", "Right: 1.25."],
    ["1,25", "Right: 1.25."],
    ["5/4", "Right: 1.25."],
    ["1.3", "Right, rounded: 1 ÷ 0.8 ≈ 1.3."],
  ] as const) {
    await place(exercise, 1, 1).fill(typed);
    await press(exercise, "Check").click();
    expect(await said(place(exercise, 1, 1)), typed).toContain(words);
    await expect(place(exercise, 1, 1)).toHaveValue(typed);
  }
  await press(exercise, "Give me a hint").click();
  expect(await said(place(exercise, 2, 2))).toBe("This place is empty. For Negative: 1 divided by its share, 0.2.");
  await place(exercise, 2, 2).fill("5");
  await press(exercise, "Check").click();
  await expect(exercise.getByRole("status")).toContainText("All entries are right. W p̂ is [1, 1], and softmax makes that [0.5, 0.5].");
  // Another one leaves another step open.
  await press(exercise, "Another one").click();
  await expect(exercise).toContainText("p̂ = [0.6, 0.4]");
  const score = exercise.getByRole("textbox", { name: "Score of Positive" });
  await score.fill("0.5");
  await press(exercise, "Check").click();
  expect(await said(score)).toContain("0.5 is a share after softmax.");
});

test("W meets an input: its scores, then its label, with hints about the step at fault", async ({ page }) => {
  await chapter(page);
  const exercise = page.getByRole("group", { name: /^And now an input/ });
  await expect(exercise).toContainText("p = [0.7, 0.3]");
  await expect(exercise).toContainText("p̂ = [0.8, 0.2]");
  const [positive, negative] = ["Positive", "Negative"].map((label) => exercise.getByRole("textbox", { name: `Score of ${label}` })) as [Locator, Locator];
  const label = exercise.getByRole("combobox", { name: "The label" });
  const status = exercise.getByRole("status");
  await positive.fill("0.56");
  await negative.fill("1.5");
  await press(exercise, "Check").click();
  expect(await said(positive)).toBe("0.56 is 0.7 times 0.8. W has the reciprocal: divide, 0.7 ÷ 0.8.");
  expect(await said(negative)).toBe("Right: 1.5.");
  await expect(status).toContainText("Places still open: 2.");
  // The label of the largest p is not that of the largest score.
  await positive.fill("0.875");
  await label.selectOption("Positive");
  await press(exercise, "Check").click();
  expect(await said(label)).toContain("largest score");
  await expect(label).toHaveAttribute("aria-invalid", "true");
  await label.selectOption("Negative");
  await press(exercise, "Check").click();
  await expect(status).toContainText("The scores are [0.875, 1.5], so the label is Negative.");
  await press(exercise, "Another one").click();
  await expect(exercise).toContainText("p = [0.55, 0.45]");
  await expect(label).toHaveValue("");
  await press(exercise, "Show the answer").click();
  await expect(label.locator("option:checked")).toHaveText("Negative");
});

test("all of W; the answer is shown without taking away what was typed, and all is kept", async ({ page }) => {
  await chapter(page);
  const exercise = second(page);
  await place(exercise, 1, 1).fill("4/3");
  await place(exercise, 1, 2).fill("4");
  await place(exercise, 2, 1).fill("1");
  await press(exercise, "Check").click();
  expect(await said(place(exercise, 1, 1))).toBe("Right: 1.33.");
  expect(await said(place(exercise, 1, 2))).toContain("4 belongs on the diagonal.");
  expect(await said(place(exercise, 2, 1))).toContain("Off the diagonal everything is 0");
  await press(exercise, "Show the answer").click();
  expect(await said(place(exercise, 2, 2))).toBe("The answer: 4, that is 1 ÷ 0.25.");
  await expect(place(exercise, 1, 2)).toHaveValue("4");
  // To another chapter and back: nothing is lost.
  await page.evaluate(() => { location.hash = "learn=3"; });
  await expect(page.locator(".steps")).toHaveCount(0);
  await page.evaluate(() => { location.hash = "learn=4"; });
  await expect(place(second(page), 1, 1)).toHaveValue("4/3");
});

for (const lang of ["en", "zh"]) {
  for (const theme of ["light", "dark"]) {
    test(`axe and width: ${lang}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 900 });
      await chapter(page, `&lang=${lang}&theme=${theme}`);
      await steps(page).locator(".worked .buttons button").last().click();
      const exercise = steps(page).locator(".exercise").last();
      await exercise.getByRole("textbox").first().fill("0.75");
      await exercise.getByRole("textbox").last().fill("4");
      await exercise.getByRole("button").first().click();
      const { violations } = await new AxeBuilder({ page }).include(".steps").analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((n) => n.target)}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });
  }
}
