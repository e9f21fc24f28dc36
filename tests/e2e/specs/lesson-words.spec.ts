// Chapter 3: what a reader makes with the few-shot builder.
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { choose, expect, open, test } from "../fixtures";
import { tabTo } from "../reader";

const builder = (page: Page): Locator => page.getByRole("region", { name: "Few-shot builder" });
const field = (page: Page, name: string): Locator => builder(page).getByRole("textbox", { name, exact: true });
const press = (page: Page, name: string): Locator => builder(page).getByRole("button", { name, exact: true });
const prompt = (page: Page): Locator => builder(page).getByRole("group", { name: "The finished prompt" });
const balance = (page: Page): Locator => builder(page).getByRole("status");

const DEFAULT = [
  "Input: N/A Sentiment: Positive",
  "Input: I hated this film. Sentiment: Negative",
  "Input: N/A Sentiment: Negative",
  "Input: nothing Sentiment: Negative",
  "Input: I loved this film. Sentiment: Positive",
  "Input: nothing Sentiment: Positive",
  "Input: I like eggs. Sentiment:",
].join("\n\n");

/** The chapter with its question answered, so that the builder is there. */
async function chapter(page: Page, rest = "&lang=en"): Promise<void> {
  await open(page, `learn=3${rest}`);
  await page.locator(".predict .buttons button").last().click();
  await expect(page.locator(".builder")).toBeVisible();
}

test("the example of the text is balanced, counted, and can be copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await chapter(page);
  expect(await prompt(page).textContent()).toBe(DEFAULT);
  await expect(balance(page)).toContainText("Balanced: each context-free input");
  await expect(builder(page)).toContainText("7 lines, 35 words, 260 characters");
  await expect(builder(page)).toContainText("4 of its 6 examples are context-free");
  await press(page, "Copy the prompt").click();
  await expect(press(page, "Copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(DEFAULT);
  // What was copied is no longer what stands there.
  await field(page, "Input to be judged").fill("I like ham.");
  await expect(press(page, "Copy the prompt")).toBeVisible();
});

test("a blocked clipboard is said", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await chapter(page);
  await press(page, "Copy the prompt").click();
  await expect(builder(page).getByRole("alert")).toContainText("Select the prompt and copy it by hand");
});

test("everything can be edited, added, removed, and undone", async ({ page }) => {
  await chapter(page);
  await expect(press(page, "Undo")).toBeDisabled();
  await field(page, "Label 1").fill("Good");
  await expect(prompt(page)).toContainText("Input: N/A Sentiment: Good");
  await field(page, "Template of one example").fill("Film: {input}\nVerdict:");
  await expect(prompt(page)).toContainText("Film: I loved this film.\nVerdict: Good");
  await press(page, "Add a label").click();
  await expect(prompt(page)).toContainText("Verdict: Label 3");
  await expect(balance(page)).toContainText("No real example is Label 3.");
  await press(page, "Remove label Label 3").click();
  await expect(balance(page)).toContainText("Balanced");
  await press(page, "Add a context-free input").click();
  await expect(field(page, "Context-free input 3")).toHaveValue("[MASK]");
  await field(page, "Context-free input 3").fill("");
  await press(page, "Remove “(empty)”").click();
  await press(page, "Remove “N/A”").click();
  await press(page, "Remove “nothing”").click();
  await expect(balance(page)).toContainText("There is no context-free input");
  await press(page, "Undo").click();
  await expect(prompt(page)).toContainText("Film: nothing");
  await press(page, "Start again with the example of the text").click();
  expect(await prompt(page).textContent()).toBe(DEFAULT);
  await press(page, "Undo").click();
  await expect(prompt(page)).toContainText("Verdict: Good");
  // A word that was typed is one step.
  while (await press(page, "Undo").isEnabled()) await press(page, "Undo").click();
  expect(await prompt(page).textContent()).toBe(DEFAULT);
});

test("warnings name what is not balanced", async ({ page }) => {
  await chapter(page);
  await press(page, "Add an example").click();
  await expect(balance(page)).toContainText("Example 3 has no text");
  await field(page, "Text of example 3").fill("A dull evening.");
  await builder(page).getByRole("combobox", { name: "Label of example 3" }).selectOption("Negative");
  await expect(balance(page)).toContainText("2 for Negative, 1 for Positive. A majority leans.");
  await field(page, "Text of example 3").fill("N/A");
  await expect(balance(page)).toContainText("Example 3 has the text of a context-free input.");
  await field(page, "Text of example 3").fill("I hated this film.");
  await expect(balance(page)).toContainText("Example 3 has the same text as one before it.");
  await press(page, "Remove example 3").click();
  await field(page, "Context-free input 2").fill("N/A");
  await expect(balance(page)).toContainText("“N/A” is listed twice.");
  await press(page, "Undo").click();
  await field(page, "Template of one example").fill("Sentiment:");
  await expect(balance(page)).toContainText("The template has no {input}");
  await press(page, "Undo").click();
  await field(page, "Label 2").fill("Positive");
  await expect(balance(page)).toContainText("There are two labels “Positive”.");
  await field(page, "Label 2").fill("");
  await expect(balance(page)).toContainText("Label 2 has no name.");
  await press(page, "Remove label ").click();
  await expect(balance(page)).toContainText("Two labels are the least");
  await expect(press(page, "Remove label Positive")).toBeDisabled();
});

test("examples are moved and shuffled by keyboard; the focus stays with them", async ({ page }) => {
  await chapter(page);
  await tabTo(page, press(page, "Move example 1 down"));
  await page.keyboard.press("Enter");
  await expect(field(page, "Text of example 2")).toHaveValue("I hated this film.");
  await expect(press(page, "Move example 2 up")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(press(page, "Move example 1 down")).toBeFocused();
  await tabTo(page, builder(page).getByRole("radio", { name: "as in the text" }));
  await page.keyboard.press("ArrowRight");
  const said = page.getByTestId("announcement");
  await expect(said).toContainText("Shuffled. The last line before the question is now");
  const first = await prompt(page).textContent();
  await tabTo(page, press(page, "Shuffle again"));
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await prompt(page).textContent()) === first).toBe(false);
  await choose(builder(page).getByRole("radio", { name: "as in the text" }));
  expect(await prompt(page).textContent()).toBe(DEFAULT);
});

test("labels and texts are never markup", async ({ page }) => {
  await chapter(page);
  await field(page, "Label 1").fill("<b>x</b>");
  await field(page, "Text of example 1").fill("<img src=x onerror=alert(1)>");
  await expect(prompt(page)).toContainText("Sentiment: <b>x</b>");
  await expect(prompt(page).locator("b, img")).toHaveCount(0);
});

for (const lang of ["en", "zh"]) {
  for (const theme of ["light", "dark"]) {
    test(`axe and width: ${lang}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 900 });
      await chapter(page, `&lang=${lang}&theme=${theme}`);
      const region = page.locator(".builder");
      await region.getByRole("textbox").first().fill("");
      await expect(region.getByRole("status").getByRole("listitem")).not.toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).include(".builder").analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((n) => n.target)}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });
  }
}

test("the example speaks the page’s language until it is changed; what was made is kept", async ({ page }) => {
  await chapter(page);
  const language = (name: string): Locator => page.getByRole("radio", { name, exact: true });
  const shown = page.locator(".builder-prompt");
  await choose(language("中文"));
  await expect(shown).toContainText("我喜欢鸡蛋。");
  await choose(language("English"));
  await expect(shown).toContainText("I like eggs.");
  await field(page, "Input to be judged").fill("I like ham.");
  await choose(language("中文"));
  await expect(page.getByRole("region", { name: "少样本提示生成器" })).toBeVisible();
  await expect(shown).toContainText("I like ham.");
  // To another chapter and back.
  await page.evaluate(() => { location.hash = "learn=4"; });
  await expect(shown).toHaveCount(0);
  await page.evaluate(() => { location.hash = "learn=3"; });
  await expect(shown).toContainText("I like ham.");
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });

  test("the builder is used with fingers", async ({ page }) => {
    await chapter(page);
    await press(page, "Add an example").tap();
    await expect(field(page, "Text of example 3")).toBeVisible();
    await press(page, "Move example 3 up").tap();
    await expect(field(page, "Text of example 2")).toHaveValue("");
    await press(page, "Undo").tap();
    await builder(page).getByRole("radio", { name: "shuffled" }).tap();
    await expect(press(page, "Shuffle again")).toBeVisible();
    for (const target of await builder(page).getByRole("button").all()) {
      const box = await target.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), await target.textContent() ?? "").toBeGreaterThanOrEqual(24);
    }
  });
});
