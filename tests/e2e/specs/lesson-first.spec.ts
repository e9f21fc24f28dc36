// What a reader does in chapters 1, 2 and 5 of the lesson: guess about nothing, arrange examples, compare the two
// averaging orders.
import type { Page } from "@playwright/test";
import { choose, expect, open, test } from "../fixtures";
import { meanPositive, saysPositive } from "../measured";
import { button, slider } from "../reader";

const guess = (page: Page, label: string) => slider(page, `Your guess for ${label}`);

test("a guess about nothing is dragged, then stands beside the model's answer and answers the question", async ({ page }) => {
  await open(page, "learn=1&lang=en");
  const bar = guess(page, "Positive");
  await bar.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await bar.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height * 0.9);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height * 0.3, { steps: 5 });
  // Far beside the bar it is still held.
  await page.mouse.move(x + width * 5, y + height * 0.4);
  await page.mouse.up();
  await expect(bar).toHaveAttribute("aria-valuenow", "0.6");
  await expect(guess(page, "Negative")).toHaveAttribute("aria-valuetext", "Negative 0.4");
  // The figure does not give the answer away.
  await expect(slider(page, "Positive, nothing")).toHaveCount(0);

  await button(page, "That is my guess").click();
  await expect(page.getByText("Not this one.", { exact: false })).toBeVisible();
  await expect(page.getByText("The model says Positive 0.9: 0.4 more than even.")).toBeVisible();
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "90 percent");
  await expect(page.getByRole("radio", { name: "More Positive" })).toBeChecked();

  // Nothing moves any more; guessing again begins with the bars as they were, and the model's are gone.
  await bar.press("ArrowUp");
  await expect(bar).toHaveAttribute("aria-valuenow", "0.6");
  await button(page, "Guess again").click();
  await expect(page.getByText("The model says Positive 0.9", { exact: false })).toHaveCount(0);
  await expect(slider(page, "Positive, nothing")).toHaveCount(0);
  await expect(bar).toHaveAttribute("aria-valuenow", "0.6");
  await expect(page.getByRole("radio", { name: "More Positive" })).toBeChecked();
  await bar.press("Home");
  await expect(page.getByRole("radio", { name: "More Negative" })).toBeChecked();
});

test("the bars answer the question, and need no answer", async ({ page }) => {
  await open(page, "learn=1&lang=en");
  await button(page, "Show me").click();
  await expect(page.getByText("The model says Positive 0.9: 0.4 more than even.")).toBeVisible();
  await page.locator(".predict").first().getByRole("button", { name: "Guess again" }).click();
  await expect(page.getByText("The model says Positive 0.9", { exact: false })).toHaveCount(0);
  await expect(button(page, "That is my guess")).toBeDisabled();
});

test("the keyboard shares it evenly, and Escape gives a drag up", async ({ page }) => {
  await open(page, "learn=1&lang=en");
  const bar = guess(page, "Negative");
  await bar.focus();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press("PageUp");
  await expect(bar).toHaveAttribute("aria-valuenow", "0.5");
  const { x, y, width, height } = (await bar.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height * 0.9);
  await expect(bar).toHaveAttribute("aria-valuenow", "0.1");
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(bar).toHaveAttribute("aria-valuenow", "0.5");
  await button(page, "That is my guess").click();
  await expect(page.getByText("Right.", { exact: false })).toBeVisible();
  await expect(page.getByRole("radio", { name: "Evenly, half and half" })).toBeChecked();
});

test("dragging the bars is an answer to the question, too", async ({ page }) => {
  await open(page, "learn=1&lang=en");
  const bar = guess(page, "Positive");
  const commit = button(page, "That is my guess");
  await expect(commit).toBeDisabled();
  await bar.focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("radio", { name: "More Positive" })).toBeChecked();
  await bar.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await bar.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height * 0.5);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height * 0.9, { steps: 3 });
  await page.mouse.up();
  await expect(page.getByRole("radio", { name: "More Negative" })).toBeChecked();
  await commit.click();
  await expect(page.getByText("The model says Positive 0.9", { exact: false })).toBeVisible();
});

test("four examples are arranged until all six patterns are found; the figure follows, the address does not", async ({ page }) => {
  await open(page, "learn=2&lang=en");
  await button(page, "Show me").click();
  await expect(page.getByText("Says Positive for 30 of 30 reviews.")).toBeVisible();
  await expect(page.getByText("Found: 1 of 6")).toBeVisible();
  const turn = (place: number) => page.getByRole("button", { name: `Place ${place}:` }).click();
  await turn(4);
  await expect(page.getByText(`N N N N is not: ${saysPositive("NNNN")} reviews.`)).toBeVisible();
  await expect(slider(page, "Positive, N/A")).toBeVisible();
  await expect(page.getByText("The figure is not as the chapter sets it.")).toBeVisible();
  await expect(page).toHaveURL(/#learn=2&lang=en$/);
  // NNNP, NNPP, NPPP, PPPP, PNPP, PNNP
  for (const place of [4, 3, 2, 1, 2, 3]) await turn(place);
  await expect(page.getByText("Found: 6 of 6")).toBeVisible();
  await expect(page.getByText("You have all six.", { exact: false })).toBeVisible();
  // What they have in common is asked before it is told.
  const told = page.getByText("Eight patterns end in P", { exact: false });
  await expect(told).toHaveCount(0);
  await choose(page.getByRole("radio", { name: "Their last example is P" }));
  await button(page, "That is my guess").click();
  await expect(told).toBeVisible();
  const exceptions = page.getByText("You have found them, too.", { exact: false });
  await turn(2);
  await expect(page.getByText("P P N P is not", { exact: false })).toBeVisible();
  await expect(exceptions).toHaveCount(0);
  await turn(1);
  await expect(exceptions).toBeVisible();

  await button(page, "Show all 16").click();
  const table = page.getByRole("table", { name: "The 16 patterns." });
  await expect(table.getByRole("rowheader", { name: `ends in P: ${meanPositive((order) => order.endsWith("P"))} on average` })).toBeVisible();
  await expect(table.getByRole("rowheader", { name: `ends in N: ${meanPositive((order) => order.endsWith("N"))} on average` })).toBeVisible();
  await choose(page.getByRole("radio", { name: "number of P" }));
  await expect(table.getByRole("rowheader", { name: `1 × P: ${meanPositive((order) => order.split("P").length === 2)} on average` })).toBeVisible();
  await table.getByRole("button", { name: "P P P N" }).click();
  await expect(page.getByText(`Says Positive for ${saysPositive("PPPN")} of 30 reviews.`)).toBeVisible();
});

test("the averaging orders part between their thresholds", async ({ page }) => {
  await open(page, "learn=5&lang=en");
  await button(page, "Show me").click();
  await button(page, "Show me").click();
  const orders = page.locator(".compare-orders").getByRole("listitem");
  await expect(orders.nth(0)).toContainText("Positive wins above 0.752");
  await expect(orders.nth(0)).toContainText("The input 0.72 becomes Negative");
  await expect(orders.nth(1)).toContainText("Positive wins above 0.667");
  await expect(orders.nth(1)).toContainText("The input 0.72 becomes Positive");
  await expect(page.getByText("The two orders give different labels: Negative and Positive.")).toBeVisible();
  const input = page.locator(".compare").getByRole("slider");
  await input.focus();
  await page.keyboard.press("PageUp");
  await expect(page.getByText("Here both orders give Positive.", { exact: false })).toBeVisible();
  await page.keyboard.press("PageDown");
  await expect(orders.nth(1)).toContainText("The input 0.72 becomes Positive");
  // Every prompt is even by its own correction, none by an average.
  const rows = page.getByRole("table", { name: "How far each context-free prompt is from even" }).getByRole("row");
  await expect(rows.filter({ hasText: "nothing" })).toContainText("exactly even0.221");
  // Live: a prompt that is dragged moves the thresholds.
  const prompt = slider(page, "Positive, nothing");
  await prompt.focus();
  await page.keyboard.press("PageDown");
  await expect(orders.nth(1)).toContainText("Positive wins above 0.633");
});

test("the empty bars follow the option that is chosen", async ({ page }) => {
  await open(page, "learn=1&lang=en");
  const bar = guess(page, "Positive");
  await bar.press("End");
  await expect(page.getByRole("radio", { name: "More Positive" })).toBeChecked();
  await choose(page.getByRole("radio", { name: "Evenly, half and half" }));
  await expect(bar).toHaveAttribute("aria-valuenow", "0.5");
  await expect(guess(page, "Negative")).toHaveAttribute("aria-valuenow", "0.5");
  // From there the keys go on.
  await bar.press("ArrowUp");
  await expect(bar).toHaveAttribute("aria-valuenow", "0.51");
  await choose(page.getByRole("radio", { name: "More Negative" }));
  await button(page, "That is my guess").click();
  await expect(page.getByText("Not this one.", { exact: false })).toBeVisible();
  expect(Number(await bar.getAttribute("aria-valuenow"))).toBeLessThan(0.5);
});
