// Chapter 7: our own counts with their intervals, and the paper's tables as arrows. Chapter 9: what to take along.
import type { Page } from "@playwright/test";
import { choose, expect, open, test } from "../fixtures";
import { sets, tasks } from "../measured";
import { showAll } from "../reader";

/** How many topics are right without calibration. */
const topics = tasks[3]!.right.none![0];

async function openPaper(page: Page): Promise<void> {
  await open(page, "learn=7&lang=en");
  await page.getByRole("button", { name: "The paper’s tables", exact: true }).click();
}

test("our measurements: a count says how little so few inputs tell", async ({ page }) => {
  await open(page, "learn=7&lang=en");
  // The table answers the second question, so that it waits for it.
  const evidence = page.getByRole("region", { name: "Our measurements" });
  await expect(evidence).toHaveCount(0);
  await showAll(page);
  await expect(evidence.getByRole("row")).toHaveCount(6);
  await expect(evidence).toContainText("26 of 30 are right: 87 %. With so few, any accuracy from 70 % to 95 % would fit");
  await expect(evidence).toContainText("would come in 4 of 100 cases.");
  const before = evidence.getByRole("button", { name: "18 of 30 from 42 % to 75 %" });
  await before.click();
  await expect(before).toHaveAttribute("aria-pressed", "true");
  await expect(evidence).toContainText("18 of 30 are right: 60 %.");
  // By keyboard: the table is one stop, arrow keys move inside.
  await before.press("ArrowDown");
  const topic = evidence.getByRole("button", { name: `${topics} of 24` });
  await expect(topic.first()).toBeFocused();
  await topic.first().press("Enter");
  await expect(evidence).toContainText(`${topics} of 24 are right: ${Math.round(topics / 0.24)} %.`);
});

test("public test sets: hundreds of inputs give narrow intervals, and the exact test compares", async ({ page }) => {
  await open(page, "learn=7&lang=en");
  await page.getByRole("button", { name: "Public test sets", exact: true }).click();
  const table = page.getByRole("region", { name: "Public test sets" });
  await expect(table).toHaveCount(0);
  await choose(page.getByRole("radio", { name: /^AG News, no examples/ }));
  await page.getByRole("button", { name: "That is my guess" }).click();
  await expect(table.getByRole("row")).toHaveCount(1 + sets.length);
  for (const [row, { inputs, right }] of sets.entries()) {
    const cells = table.getByRole("row").nth(row + 1).getByRole("button");
    for (const [column, name] of ["none", "parameters", "probabilities", "batch"].entries()) {
      await expect(cells.nth(column)).toContainText(`${(100 * right[name]![0] / inputs).toFixed(1)} %`);
    }
  }
  const harmed = sets.findIndex(({ id }) => id === "agnews-0");
  await table.getByRole("row").nth(harmed + 1).getByRole("button").nth(1).click();
  await expect(table).toContainText(`${sets[harmed]!.right.parameters![0]} of ${sets[harmed]!.inputs} are right`);
  await expect(table).toContainText("a difference at least as large would come in less than 1 of 100 cases.");
});

test("the paper: the chart waits for the guess, then shows where it got worse first", async ({ page }) => {
  await openPaper(page);
  const paper = page.getByRole("region", { name: "Accuracy before and after calibration" });
  await expect(paper).toHaveCount(0);
  await choose(page.getByRole("radio", { name: "About ten", exact: true }));
  await page.getByRole("button", { name: "That is my guess" }).click();
  await expect(paper).toContainText("9 of 72 got worse, 1 stayed equal.");
  const rows = paper.getByRole("listitem");
  await expect(rows).toHaveCount(72);
  await expect(rows.first()).toContainText("CB, GPT-2 XL, examples: 0. 44.6 % before, 17.9 % after. −26.7 points: worse");
  await expect(paper.getByRole("list", { name: "72 settings are shown. In 62 accuracy rises, in 1 it stays, in 9 it falls." })).toBeVisible();
});

test("the paper: readings by pointer and by keyboard", async ({ page }) => {
  await openPaper(page);
  await showAll(page);
  const rows = page.getByRole("region", { name: "Accuracy before and after" }).getByRole("listitem");
  const tooltip = page.getByRole("tooltip");
  await rows.nth(2).hover();
  await expect(tooltip).toContainText("CB, GPT-2 XL, examples: 1. 49.6 % ± 10.0 before, 47.1 % ± 12.2 after. −2.5 points");
  await rows.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(rows.nth(1)).toBeFocused();
  await expect(tooltip).toContainText("DBPedia, GPT-2 XL, examples: 0");
});

test("the paper: filters, the table, and no setting at all", async ({ page }) => {
  await openPaper(page);
  await showAll(page);
  const paper = page.getByRole("region", { name: "Accuracy before and after calibration" });
  await paper.getByLabel("Model").selectOption("GPT-2 XL");
  await expect(paper).toContainText("5 of 24 got worse, 0 stayed equal.");
  await choose(paper.getByLabel("Only where it got worse"));
  await expect(paper.getByRole("listitem")).toHaveCount(5);
  await paper.getByRole("button", { name: "Show the numbers" }).click();
  const table = paper.getByRole("table", { name: "The paper’s tables" });
  await expect(table.getByRole("row")).toHaveCount(6);
  await expect(table.getByRole("row", { name: /^CB GPT-2 XL 1/ })).toContainText("49.6 ± 10.0");
  await paper.getByLabel("Examples").selectOption("8");
  await expect(paper).toContainText("No setting fits this choice.");
  await expect(paper.getByRole("table", { name: "Which nothing?" }).getByRole("row", { name: /^N\/A, \[MASK\] and/ })).toContainText("79.0");
});

test("take along: the code follows the figure, in three languages", async ({ page }) => {
  await open(page, "learn=9&lang=en");
  const code = page.getByRole("region", { name: "The computation as code" });
  await expect(code.locator("pre")).toContainText("[0.9, 0.1]");
  await choose(code.getByRole("radio", { name: "Rust" }));
  await expect(code.locator("pre")).toContainText("fn main");
  const bar = page.getByRole("slider", { name: "Positive, nothing" });
  await bar.press("ArrowLeft");
  await expect(code.locator("pre")).toContainText("0.89");
  await code.getByRole("button", { name: "Use the worked example" }).click();
  await expect(code.locator("pre")).not.toContainText("0.89");
});

test("take along: the reader's own numbers come from the workbench", async ({ page }) => {
  await open(page, "v=1&labels=Yes,No&cf=nothing:0.75,0.25&p=A%20question.:0.5,0.5&lang=en");
  await page.getByRole("button", { name: "Learn", exact: true }).click();
  await expect(page).toHaveURL(/#learn=1&/);
  await page.goto(page.url().replace(/#.*/, "#learn=9&lang=en"));
  const code = page.getByRole("region", { name: "The computation as code" });
  await code.getByRole("button", { name: "Use the numbers of the workbench" }).click();
  await expect(code.locator("pre")).toContainText('["Yes", "No"]');
  await expect(code.locator("pre")).toContainText("0.75");
});

test("take along: the plan of a lesson unfolds", async ({ page }) => {
  await open(page, "learn=9&lang=en");
  const exercises = page.getByRole("heading", { name: "Exercises, with solutions" });
  await expect(exercises).toHaveCount(0);
  await page.getByText("For class: a lesson of 45 minutes").click();
  await expect(exercises).toBeVisible();
});

test("take along: link, glossary in two languages, sources", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "learn=9&lang=en");
  const share = page.getByRole("region", { name: "Share and print" });
  await share.getByRole("button", { name: "Copy" }).click();
  await expect(share.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/#learn=1&lang=en$/);
  const glossary = page.getByRole("region", { name: "Glossary" });
  await expect(glossary.getByRole("row")).toHaveCount(26);
  await expect(glossary.getByRole("row", { name: /^calibration parameters/ })).toContainText("校准参数");
  const source = page.getByRole("region", { name: "Sources" }).getByRole("link", { name: /Calibrate Before Use/ });
  await expect(source).toHaveAttribute("href", "https://arxiv.org/abs/2102.09690");
  await expect(source).toHaveAttribute("rel", "noopener");
});

/** Nine chapters and their charts are drawn before it is printed: 12 s with a sixth of the processor. */
const DRAWN = { timeout: 40_000 };

/** Keeps the handout on the screen: the page takes it away once it has been printed. */
async function keepHandout(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.print = () => {
      document.title = `${String(document.querySelectorAll(".handout .chapter").length)} chapters printed`;
      document.body.append(document.querySelector(".handout")?.cloneNode(true) ?? "");
    };
  });
}

test("the browser's own key for printing gives the handout, too", async ({ page }) => {
  await keepHandout(page);
  await open(page, "learn=2&lang=zh");
  await page.keyboard.press("Control+p");
  await expect(page).toHaveTitle("9 chapters printed", DRAWN);
  await expect(page.locator("#chapter-title")).toBeVisible();
});

test("in the workbench the key for printing is the browser's", async ({ page }) => {
  await open(page, "preset=worked&lang=en");
  await page.evaluate(() => {
    addEventListener("keydown", (event) => {
      if (event.key !== "p") return;
      // After the page's own listeners, and before the browser's printing.
      document.title = event.defaultPrevented ? "the page's" : "the browser's";
      event.preventDefault();
    });
  });
  await page.keyboard.press("Control+p");
  await expect(page).toHaveTitle("the browser's");
});

test("print: all chapters as a handout with every answer, figures as measured, no buttons", async ({ page }) => {
  await keepHandout(page);
  await open(page, "learn=9&lang=en&theme=dark");
  await page.getByRole("button", { name: "Print the handout" }).click();
  await expect(page).toHaveTitle("9 chapters printed", DRAWN);
  const copy = page.locator("body > .handout");
  await expect(copy.getByRole("heading", { level: 2, name: "9. Take it with you" })).toBeVisible();
  await expect(copy).toContainText("18 of 30");
  await expect(copy).toContainText("9 of 72 got worse");
  await expect(copy.getByRole("table", { name: "Public test sets" }).getByRole("row")).toHaveCount(1 + sets.length);
  // The plan of a lesson, with its solutions.
  const plan = copy.getByRole("article").filter({ has: page.getByRole("heading", { level: 2, name: "For class: a lesson of 45 minutes" }) });
  await expect(plan.getByRole("heading", { level: 3 })).toHaveCount(5);
  await expect(plan).toContainText("the threshold is 6 ÷ 7.556 ≈ 0.794");
  await expect(copy.getByRole("group", { name: "The computation as code" })).toContainText("[0.9, 0.1]");
  await expect(copy.getByRole("button", { name: "Copy the code" })).toHaveCount(0);
  // Back in the lesson, with the reader's colours.
  await expect(page.locator("#chapter-title")).toHaveText("Take it with you");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
