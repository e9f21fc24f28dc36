// Panel 4: does calibrating help on these inputs, by how much, and is that more than chance? The right numbers are those of the data
// file, or are counted here from the state that the page exports.
import { violations } from "../axe";
import { expect, open, test, type Locator, type Page } from "../fixtures";
import { sets, tasks } from "../measured";
import { button, download, shareDialog } from "../reader";

const panel = (page: Page): Locator => page.getByRole("region", { name: "Check it" });
const methods = (page: Page): Locator => panel(page).getByRole("group", { name: "Methods side by side on these inputs" });
const line = (page: Page, name: string | RegExp): Locator => methods(page).getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
/** The accuracy in a line of the table, a share. */
const accuracy = async (page: Page, name: string | RegExp): Promise<number> =>
  Number(await line(page, name).getByRole("cell").first().getAttribute("data-full"));

interface State { labels: string[]; inputs: { probabilities: number[]; label?: number }[] }

async function state(page: Page): Promise<State> {
  await button(page, "Share").click();
  const { text } = await download(page, () => shareDialog(page).getByRole("button", { name: "calibration.json" }).click());
  await page.keyboard.press("Escape");
  await expect(shareDialog(page)).toBeHidden();
  return JSON.parse(text) as State;
}

const argmax = (values: number[]): number => values.indexOf(Math.max(...values));

/** The chance of a split of `n` flips at least as uneven as `least`, both ways: the binomial coefficients summed as they are. */
function chance(least: number, n: number): number {
  let [term, sum] = [1, 0];
  for (let i = 0; i <= least; i++) {
    sum += term;
    term = (term * (n - i)) / (i + 1);
  }
  return Math.min(1, (2 * sum) / 2 ** n);
}

for (const { id, inputs, right } of [...tasks, ...sets]) {
  test(`methods side by side on the measured preset ${id} have the accuracies of the data file`, async ({ page }) => {
    await open(page, `preset=${id}&lang=en`);
    for (const [name, key] of [["not calibrated", "none"], ["parameters averaged", "parameters"],
      ["probabilities averaged", "probabilities"], ["batch", "batch"]] as const) {
      expect(await accuracy(page, new RegExp(name)), name).toBeCloseTo(right[key]![0] / inputs, 4);
    }
    // The best shift has seen the right labels, so nothing of these is better.
    const best = await accuracy(page, /best shift/);
    for (const [count] of Object.values(right)) expect(best).toBeGreaterThanOrEqual(count / inputs - 1e-4);
  });
}

test("each method is one click from being in use, and one undo brings the other back", async ({ page }) => {
  await open(page, "preset=sentiment-2-swapped&lang=en");
  const right = (text: string) => expect(page.getByRole("region", { name: "Accuracy" })).toContainText(text);
  await right("26 of 30");
  await expect(line(page, /parameters averaged/)).toHaveAttribute("aria-current", "true");
  await button(page, "Use: batch: p̂ is the mean of the inputs").click();
  await right("23 of 30");
  await expect(page.getByRole("radio", { name: "the inputs’ mean" })).toBeChecked();
  await expect(line(page, /batch/)).toHaveAttribute("aria-current", "true");
  await expect(page).toHaveURL(/from=inputs/);
  await page.reload();
  await right("23 of 30");
  await button(page, "Use: not calibrated").click();
  await right("18 of 30");
  await button(page, "Undo").click();
  await right("23 of 30");
  await panel(page).getByRole("button", { name: /^Use: the best shift/ }).click();
  await right("27 of 30");
  await expect(line(page, /set by hand/)).toHaveAttribute("aria-current", "true");
});

test("whether the difference is more than chance is said as an exact McNemar test has it", async ({ page }) => {
  await open(page, "preset=sentiment-2-swapped&lang=en");
  const said = page.getByRole("region", { name: "Accuracy" });
  const [, gained, lost] = /(\d+) flipped to right, (\d+) flipped to wrong/.exec((await said.textContent())!)!.map(Number) as [number, number, number];
  const cases = Math.round(100 * chance(Math.min(gained, lost), gained + lost));
  await expect(said).toContainText(`in ${String(cases)} of 100 cases`);
});

test("how often each label is said and taken for another is what the inputs give", async ({ page }) => {
  await open(page, "preset=topic&lang=en");
  const { labels, inputs } = await state(page);
  await panel(page).getByText("How often each label is said").click();
  await panel(page).getByText("Which label is taken for which").click();
  const said = panel(page).getByRole("group", { name: "How often each label is said" });
  const confusion = panel(page).getByRole("group", { name: "before" });
  for (const [k, label] of labels.entries()) {
    const cells = said.getByRole("row").filter({ has: page.getByRole("rowheader", { name: label, exact: true }) }).getByRole("cell");
    await expect(cells.nth(0)).toHaveText(String(inputs.filter((input) => input.label === k).length));
    await expect(cells.nth(1)).toHaveText(String(inputs.filter(({ probabilities }) => argmax(probabilities) === k).length));
    const row = confusion.getByRole("row").filter({ has: page.getByRole("rowheader", { name: label, exact: true }) }).getByRole("cell");
    for (const said of labels.keys()) {
      const count = inputs.filter((input) => input.label === k && argmax(input.probabilities) === said).length;
      await expect(row.nth(said)).toHaveText(String(count));
    }
  }
});

test("each context-free prompt is left out in turn", async ({ page }) => {
  await open(page, "preset=sentiment-2-swapped&lang=en");
  await panel(page).getByText("How much hangs on one prompt").click();
  const rows = panel(page).getByRole("group", { name: "How much hangs on one prompt" }).getByRole("row");
  const shares = await rows.getByRole("cell").locator("xpath=self::*[@data-full]").evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("data-full"))));
  expect(shares.length).toBe(await page.getByRole("button", { name: /^Remove prompt|^Remove “|^Remove / }).count().then(() => 3));
  // Without the first prompt for real.
  await page.getByRole("button", { name: /^Remove.*N\/A/ }).first().click();
  await expect.poll(() => accuracy(page, /parameters averaged/)).toBeCloseTo(shares[0]!, 9);
});

test("the finding is copied as a paragraph and a table, without texts where the reader wants none", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "preset=sentiment-2-swapped&lang=en");
  const copied = async (name: string) => {
    await panel(page).getByRole("button", { name }).click();
    await expect(panel(page).getByRole("button", { name: "Copied" }).first()).toBeVisible();
    // Blanks before percent signs do not break.
    return (await page.evaluate(() => navigator.clipboard.readText())).replaceAll("\u00a0", " ");
  };
  const whole = await copied("Copy the finding");
  expect(whole).toContain("60 % (18 of 30; 95 % interval 42 to 75 %)");
  expect(whole).toMatch(/\| diagonal W, parameters averaged \| 86\.7 % .* \| \+10 −2 \|/);
  expect(whole).toContain("“N/A”");
  expect(whole).toContain("SmolLM2-135M-Instruct");
  const link = /<(http[^>]+)>/.exec(whole)![1]!;
  await page.goto(link);
  await expect(page.getByRole("region", { name: "Accuracy" })).toContainText("26 of 30");
  const bare = await copied("without texts");
  expect(bare).toContain("18 of 30");
  expect(bare).not.toMatch(/N\/A|http/);
});

test("without right labels the panel lists inputs and flips, and says what labels would add", async ({ page }) => {
  await open(page, "lang=en&labels=A,B&cf=nothing:0.8,0.2&p=one:0.7,0.3&p=two:0.9,0.1&p=three:0.3,0.7");
  await expect(panel(page)).toContainText("With right labels this panel would also say");
  await expect(panel(page)).toContainText("Labels that calibration flips: 1.");
  await expect(page.getByRole("region", { name: "Accuracy" })).toHaveCount(0);
  await expect(methods(page).getByRole("columnheader")).toHaveCount(2);
});

test("where W is undefined the panel says so and still compares the other methods", async ({ page }) => {
  await open(page, "lang=en&labels=A,B&cf=nothing:0,1&p=one:0.7,0.3@A&p=two:0.9,0.1@B&p=three:0.3,0.7@B");
  await expect(panel(page)).toContainText("3 test inputs with their right labels");
  await expect(panel(page)).toContainText("W is undefined, since p(A) is 0");
  await expect(panel(page)).not.toContainText("With right labels this panel would also say");
  expect(await accuracy(page, /not calibrated/)).toBeCloseTo(2 / 3, 9);
  // There is no finding to copy.
  await expect(button(page, "Copy the finding")).toHaveCount(0);
  await panel(page).getByRole("button", { name: /^Use: batch/ }).click();
  await expect(page.getByRole("region", { name: "Accuracy" })).toBeVisible();
});

test("from=inputs needs no context-free prompt", async ({ page }) => {
  await open(page, "lang=en&labels=A,B&p=one:0.7,0.3&p=two:0.9,0.1&from=inputs");
  await expect(page.getByRole("radio", { name: "the inputs’ mean" })).toBeChecked();
  await expect(page.getByRole("region", { name: "Ask about nothing" }).getByRole("slider")).toHaveCount(0);
  // p̂ = 0.8/0.2
  await expect(page.getByRole("region", { name: "Check it" })).toContainText("Labels that calibration flips: 1.");
  await page.getByRole("radio", { name: "context-free prompts" }).check({ force: true });
  await expect(page.getByRole("slider", { name: "A, nothing", exact: true })).toHaveAttribute("aria-valuetext", "50 percent");
});

for (const [lang, theme, width, preset] of [["en", "light", 1280, "sentiment-2-swapped"], ["zh", "dark", 360, "topic"], ["en", "dark", 360, "fourteen"]] as const) {
  test(`axe: panel 4 unfolded, ${preset}, ${lang}, ${theme}, ${String(width)} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page, `preset=${preset}&lang=${lang}&theme=${theme}&view=check`);
    await page.locator("details").evaluateAll((all) => { for (const details of all) (details as HTMLDetailsElement).open = true; });
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
}
