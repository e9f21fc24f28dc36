// The lesson as a reader goes through it: where it opens, how it turns, what it remembers. Each piece has a spec of its own.
import type { Page } from "@playwright/test";
import { choose, expect, open, ready, test } from "../fixtures";

const TITLES = {
  en: [
    "A question about nothing",
    "Where the lean comes from",
    "Fix it with words",
    "Fix it with numbers",
    "More than one nothing",
    "What it does to real answers",
    "Does it help?",
    "What it is not",
    "Take it with you",
  ],
  zh: ["", "偏向从哪里来", "", "", "", "", "", "", ""],
};

const title = (page: Page, name: string) => page.getByRole("heading", { level: 2, name, exact: true });

test("a first visit opens the lesson, a link opens the workbench, and the place is remembered", async ({ page }) => {
  await page.goto("./");
  await ready(page);
  await expect(title(page, TITLES.en[0]!)).toBeVisible();
  await open(page, "lang=en&cf=nothing:0.7,0.3");
  await expect(page.getByRole("heading", { name: "Ask about nothing" })).toBeVisible();
  await expect(title(page, TITLES.en[0]!)).toHaveCount(0);
  await page.getByRole("button", { name: "Learn", exact: true }).click();
  await page.getByRole("button", { name: "Next: Where the lean comes from" }).click();
  await expect(title(page, TITLES.en[1]!)).toBeVisible();
  await page.goto("about:blank");
  await page.goto("./");
  await ready(page);
  await expect(title(page, TITLES.en[1]!)).toBeVisible();
  await page.getByRole("button", { name: "Workbench", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Use it" })).toBeVisible();
  await page.goto("about:blank");
  await page.goto("./");
  await ready(page);
  await expect(page.getByRole("heading", { name: "Use it" })).toBeVisible();
});

test("chapters turn by keyboard, are counted when read, and have addresses", async ({ page }) => {
  await open(page, "lang=en&learn=4");
  await expect(title(page, TITLES.en[3]!)).toBeVisible();
  await page.getByRole("button", { name: "Next: More than one nothing" }).focus();
  await page.keyboard.press("Enter");
  await expect(title(page, TITLES.en[4]!)).toBeFocused();
  expect(new URL(page.url()).hash).toContain("learn=5");
  await expect(page.getByText("1 of 9 chapters read").first()).toBeVisible();
  await page.goBack();
  await expect(title(page, TITLES.en[3]!)).toBeVisible();
  const contents = page.getByRole("navigation", { name: "Contents" });
  await contents.getByText("Contents").click();
  await expect(contents.getByRole("listitem")).toHaveCount(9);
  await expect(contents.getByRole("listitem").nth(3)).toHaveAttribute("aria-current", "step");
  await contents.getByRole("link", { name: /Does it help/ }).click();
  await expect(title(page, TITLES.en[6]!)).toBeVisible();
  await contents.getByRole("button", { name: "Forget my progress" }).click();
  await expect(page.getByText("0 of 9 chapters read").first()).toBeVisible();
});

test("a wrong chapter in a link is named, and the workbench opens", async ({ page }) => {
  await open(page, "lang=en&learn=12");
  await expect(page.getByText(/learn=12/)).toBeVisible();
});

test("a prediction waits for a guess, answers it, and can be made again", async ({ page }) => {
  await open(page, "lang=en&learn=3");
  const question = page.getByRole("group", { name: /Which of these pairs is balanced/ });
  const commit = page.getByRole("button", { name: "That is my guess" });
  await expect(commit).toBeDisabled();
  await expect(page.getByText("It has two costs.")).toHaveCount(0);
  await question.getByRole("radio").first().focus();
  await page.keyboard.press("Space");
  await commit.press("Enter");
  await expect(page.getByText(/Not this one\..*each input has only one/)).toBeVisible();
  // Whoever uses the keyboard is still where the answer is.
  await expect(page.getByRole("button", { name: "Guess again" })).toBeFocused();
  await expect(page.getByText(/Balanced means/)).toBeVisible();
  await expect(page.getByText("It has two costs.")).toBeVisible();
  await expect(question.getByRole("radio").first()).toBeDisabled();
  await page.getByRole("button", { name: "Guess again" }).click();
  await expect(question.getByRole("radio").first()).toBeEnabled();
  await question.getByRole("radio").nth(1).check();
  await commit.click();
  await expect(page.getByText(/Right\..*under every label/)).toBeVisible();
  await expect(page.getByText(/Not this one/)).toHaveCount(0);
});

test("nobody has to guess", async ({ page }) => {
  await open(page, "lang=en&learn=3");
  await page.getByRole("button", { name: "Show me" }).click();
  await expect(page.getByText(/Balanced means/)).toBeVisible();
  await expect(page.getByText(/Not this one|Right\./)).toHaveCount(0);
});

test("the figure is the chapter's: it can be changed, set back, and taken to the workbench", async ({ page }) => {
  await open(page, "lang=en&cf=nothing:0.7,0.3");
  await page.goto("./#lang=en&learn=4");
  const slider = page.getByRole("slider", { name: "Positive, nothing" });
  await expect(slider).toHaveAttribute("aria-valuenow", "90");
  await slider.focus();
  await page.keyboard.press("PageDown");
  await expect(slider).toHaveAttribute("aria-valuenow", "80");
  await expect(page.getByText("The figure is not as the chapter sets it.")).toBeVisible();
  await page.getByRole("button", { name: "Back to the chapter’s state" }).click();
  await expect(slider).toHaveAttribute("aria-valuenow", "90");
  // The workbench is not the figure.
  await page.getByRole("button", { name: "Workbench", exact: true }).click();
  await expect(slider).toHaveAttribute("aria-valuenow", "70");
  await page.getByRole("button", { name: "Learn", exact: true }).click();
  await page.getByRole("button", { name: "Take this to the workbench" }).click();
  await expect(page.getByRole("heading", { name: "Use it" })).toBeVisible();
  await expect(slider).toHaveAttribute("aria-valuenow", "90");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(slider).toHaveAttribute("aria-valuenow", "70");
});

test("words and figure light each other", async ({ page }) => {
  await open(page, "lang=en&learn=4");
  const word = page.locator("mark", { hasText: /^0\.9$/ }).first();
  await word.hover();
  await expect(page.locator(".bar[data-lit]")).toHaveCount(1);
  await expect(page.locator(".bar[data-lit]")).toContainText("Positive");
  await page.mouse.move(0, 0);
  await word.focus();
  await expect(page.locator(".bar[data-lit]")).toContainText("Positive");
});

test("changing the language keeps the chapter and the guess", async ({ page }) => {
  await open(page, "lang=en&learn=2");
  const guess = page.getByRole("group", { name: /N N N P/ }).getByRole("radio").nth(2);
  await choose(guess);
  await page.getByRole("button", { name: "That is my guess" }).click();
  await choose(page.getByRole("radio", { name: "中文" }));
  await expect(title(page, TITLES.zh[1]!)).toBeVisible();
  await expect(guess).toBeChecked();
});

// What the figure computes is the answer: it comes with the guess.
for (const [chapter, part, answer] of [
  [4, undefined, "W of the correction in use"],
  [5, undefined, "W of the correction in use"],
  [6, 1, "p(Positive) on a line, with the threshold before and after"],
  [6, 2, "All distributions over Positive, Neutral, Negative as a triangle"],
  [7, 3, /^\d+ settings are shown/],
  [8, 5, "Accuracy"],
] as const) {
  test(`the figure of chapter ${chapter}${part ? `, part ${part},` : ""} waits for the guess`, async ({ page }) => {
    await open(page, `lang=en&learn=${chapter}`);
    if (part) {
      const tab = page.locator(".part-tabs button").nth(part - 1);
      await tab.click();
      await expect(tab).toHaveAttribute("aria-current");
    }
    const figure = page.getByRole("region", { name: "The figure of this chapter" });
    await expect(figure.getByText("Once you have guessed, the figure shows the answer.")).toBeVisible();
    await expect(figure.getByLabel(answer, { exact: true })).toHaveCount(0);
    await page.getByRole("button", { name: "Show me" }).click();
    await expect(figure.getByLabel(answer, { exact: true }).first()).toBeVisible();
    await expect(figure.getByText("Once you have guessed, the figure shows the answer.")).toHaveCount(0);
  });
}

test("presenting: arrow keys turn the pages, Escape ends", async ({ page }) => {
  await open(page, "lang=en&learn=6");
  await page.getByRole("button", { name: "Present", exact: true }).click();
  await expect(page.getByRole("banner")).toBeHidden();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { level: 3, name: "Three labels: a triangle" })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(title(page, TITLES.en[6]!)).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(title(page, TITLES.en[5]!)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("banner")).toBeVisible();
});

test("a link for class hides the controls", async ({ page }) => {
  await open(page, "learn=5&lang=zh&hide=header,controls");
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await expect(page.getByRole("banner")).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "目录" })).toHaveCount(0);
});
