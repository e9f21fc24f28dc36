// Many test inputs, over four labels and three context-free prompts: as many as are listed whole, and as many as there can be. The
// right numbers are computed here, on arrays, from what the page shows as its context-free rows.
import type { Locator, Page } from "@playwright/test";
import { expect, open, ready, test } from "../fixtures";
import { button, download, fullValues, importDialog, row, shareDialog, slider, takeTable } from "../reader";

const LABELS = ["World", "Sports", "Business", "Tech"];
const PROMPTS = ["nothing", "N/A", "[MASK]"];
const K = LABELS.length;
const MOST = 100_000;
/** The greatest number of which all rows are in the document. */
const LISTED = 500;

interface Input { text: string; p: number[]; right: number | undefined }

/** Rows that depend on their number alone, so that a failure can be seen again. Every tenth has no right label. */
function inputs(count: number): Input[] {
  return Array.from({ length: count }, (_, i) => {
    const weights = LABELS.map((_, k) => 1 + ((i * 37 + k * 101 + i * k * 13) % 97) + (k === 2 ? 40 : 0));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { text: `headline ${i + 1}`, p: weights.map((weight) => weight / sum), right: i % 10 === 9 ? undefined : (i * 7) % K };
  });
}

const csv = (rows: Input[]) =>
  [`text,${LABELS.join(",")},label`, ...rows.map(({ text, p, right }) => `${text},${p.join(",")},${right === undefined ? "" : LABELS[right]}`)].join("\n");

const LINK = `lang=en&labels=${LABELS.join(",")}&cf=nothing:0.3,0.1,0.5,0.1&cf=N%2FA:0.25,0.15,0.4,0.2&cf=[MASK]:0.2,0.2,0.5,0.1&p=0.25,0.25,0.25,0.25`;

const winner = (values: number[]) => values.indexOf(Math.max(...values));

/** Accuracy with the diagonal W, averaging parameters. */
function evaluated(rows: Input[], contextFree: number[][]) {
  const w = LABELS.map((_, k) => contextFree.reduce((sum, p) => sum + 1 / p[k]!, 0) / contextFree.length);
  const labelled = rows.filter(({ right }) => right !== undefined);
  const before = labelled.map(({ p, right }) => winner(p) === right);
  const after = labelled.map(({ p, right }) => winner(p.map((p, k) => p * w[k]!)) === right);
  const flips = rows.filter(({ p }) => winner(p) !== winner(p.map((p, k) => p * w[k]!)));
  const count = (hits: boolean[]) => hits.filter(Boolean).length;
  return {
    counted: labelled.length,
    before: count(before),
    after: count(after),
    gained: count(after.map((right, i) => right && !before[i])),
    lost: count(before.map((right, i) => right && !after[i])),
    flipped: new Set(flips.map(({ text }) => text)),
  };
}

const accuracy = (page: Page): Locator => page.getByRole("region", { name: "Accuracy" });
const list = (page: Page, count = LISTED): Locator => page.getByRole("region", { name: `${count} test inputs, flips first` });
const entry = (page: Page, text: string): Locator => list(page).getByRole("button").filter({ hasText: new RegExp(`${text}(?!\\d)`) });
const contextFree = (page: Page) => Promise.all(PROMPTS.map((prompt) => row(page, prompt.replace(/[[\]/]/g, "\\$&"))));

/** The accuracy on screen is that of the context-free rows on screen. */
async function expectAccuracy(page: Page, rows: Input[]): Promise<ReturnType<typeof evaluated>> {
  const right = evaluated(rows, await contextFree(page));
  await expect(accuracy(page)).toContainText(`${right.before} of ${right.counted}`);
  await expect(accuracy(page)).toContainText(`${right.after} of ${right.counted}`);
  await expect(accuracy(page)).toContainText(`${right.gained} flipped to right, ${right.lost} flipped to wrong.`);
  const shares = await fullValues(accuracy(page).getByRole("definition").locator("[data-full]"));
  expect(shares).toHaveLength(2);
  expect(shares[0]).toBeCloseTo(right.before / right.counted, 12);
  expect(shares[1]).toBeCloseTo(right.after / right.counted, 12);
  return right;
}

const ways: Record<string, (page: Page, text: string) => Promise<void>> = {
  "a file that is chosen": async (page, text) => {
    await page.getByLabel("Bring your own inputs").setInputFiles({ name: "inputs.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  },
  "a table that is pasted": async (page, text) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await page.getByRole("textbox", { name: "Or paste a table:" }).press("Control+v");
    await button(page, "Load the table").click();
  },
  "a file that is dropped": async (page, text) => {
    const dataTransfer = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "inputs.csv", { type: "text/csv" }));
      return transfer;
    }, text);
    await page.getByRole("main").dispatchEvent("drop", { dataTransfer });
  },
};

async function load(page: Page, how: string, text: string): Promise<void> {
  await open(page, LINK);
  await page.getByText("Bring your own inputs").click();
  await ways[how]!(page, text);
}

const CHOSEN = "a file that is chosen";

for (const how of Object.keys(ways)) {
  test(`500 inputs from ${how}: all are there, and the accuracy is right`, async ({ page }) => {
    const rows = inputs(LISTED);
    await load(page, how, csv(rows));
    await expect(importDialog(page)).toContainText("Test inputs: 500.");
    await expect(importDialog(page)).not.toContainText("could not be read");
    await takeTable(page);
    await expect(list(page).getByRole("listitem")).toHaveCount(LISTED);
    const { flipped, gained, lost } = await expectAccuracy(page, rows);
    // The rows are such that calibration does all it can do.
    expect(Math.min(gained, lost, flipped.size - gained - lost)).toBeGreaterThan(0);
    // Flips first: exactly those, then the others, each once.
    const texts = await list(page).getByRole("button").allTextContents();
    const named = texts.map((text) => /headline \d+/.exec(text)![0]);
    expect(new Set(named.slice(0, flipped.size))).toEqual(flipped);
    expect(new Set(named).size).toBe(LISTED);
    await button(page, "Undo").click();
    await expect(page.getByRole("region", { name: /test inputs, flips first$/ })).toHaveCount(0);
  });
}

test("of 100,010 rows the first 100,000 are loaded, and the others are counted; no input can be added", async ({ page }) => {
  const rows = inputs(MOST + 10);
  await load(page, CHOSEN, csv(rows));
  await expect(importDialog(page)).toContainText(`Test inputs: ${MOST}.`);
  await expect(importDialog(page)).toContainText(/^.*Rows left out, since there can be 100,000 inputs.*: 10\./s);
  await takeTable(page);
  const all = list(page, MOST);
  expect(await all.getByRole("listitem").count()).toBeLessThan(60);
  await expect(all.getByRole("listitem").first()).toHaveAttribute("aria-setsize", String(MOST));
  const { flipped } = await expectAccuracy(page, rows.slice(0, MOST));
  // Flips first.
  const texts = await all.getByRole("button").allTextContents();
  expect(texts.map((text) => /headline \d+/.exec(text)![0]).filter((text) => !flipped.has(text))).toEqual([]);
  await expect(button(page, "Add a test input")).toBeDisabled();

  // What is exported is all of it, and is the same after a reload.
  const exported = async () => {
    await button(page, "Share").click();
    const { text } = await download(page, () => button(page, "inputs.csv").click());
    await page.keyboard.press("Escape");
    return text;
  };
  const before = await exported();
  expect(before.trim().split("\n")).toHaveLength(MOST + 1);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("calibration-explainer.kept-at"))).not.toBeNull();
  await page.reload();
  await ready(page);
  await expectAccuracy(page, rows.slice(0, MOST));
  expect((await exported()) === before).toBe(true);

  // A drag and its undo. The address does not hold this many, and nobody is told of an error.
  await slider(page, "Business, nothing").press("PageDown");
  await expectAccuracy(page, rows.slice(0, MOST));
  await button(page, "Undo").click();
  await expectAccuracy(page, rows.slice(0, MOST));
  await button(page, "Remove this test input").click();
  await expect(list(page, MOST - 1)).toBeVisible();
  await expect(button(page, "Add a test input")).toBeEnabled();
  await button(page, "Share").click();
  await expect(shareDialog(page)).toContainText("too long for a link");
});

test("the list shows the input that is chosen, the last one too", async ({ page }) => {
  const rows = inputs(LISTED);
  await load(page, CHOSEN, csv(rows));
  await takeTable(page);
  for (const i of [499, 250, 0]) {
    const { text, p, right } = rows[i]!;
    const chosen = entry(page, text);
    await chosen.click();
    await expect(chosen).toHaveAttribute("aria-current", "true");
    await expect(page.getByRole("textbox", { name: "Text of the test input" })).toHaveValue(text);
    await expect(page.getByRole("combobox", { name: "Right label" })).toHaveValue(right === undefined ? "right label: unknown" : `right: ${LABELS[right]}`);
    const cells = page.getByRole("table", { name: `Before and after: ${text}` }).getByRole("cell");
    const before = (await cells.allTextContents()).filter((_, j) => j % 2 === 0).map(Number);
    expect(before).toEqual(p);
  }
});

test("while a context-free bar is dragged the accuracy follows, rows keep their places, and one undo brings all back", async ({ page }) => {
  const rows = inputs(LISTED);
  await load(page, CHOSEN, csv(rows));
  await takeTable(page);
  const start = await expectAccuracy(page, rows);
  const order = () => list(page).getByRole("button").evaluateAll((all) => all.map((one) => /headline \d+/.exec(one.textContent)![0]));
  const places = await order();

  const bar = slider(page, "Business, nothing");
  await bar.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await bar.boundingBox())!;
  await page.mouse.move(x + width * 0.5, y + height / 2);
  await page.mouse.down();
  const seen = new Set<number>();
  for (const share of [0.4, 0.3, 0.2, 0.1, 0.05, 0.7]) {
    await page.mouse.move(x + width * share, y + height / 2);
    await expect.poll(async () => Number(await bar.getAttribute("aria-valuenow")) / 100).toBeCloseTo(share, 1);
    seen.add((await expectAccuracy(page, rows)).after);
    expect(await order()).toEqual(places);
  }
  // It did follow: the figures are not all the same.
  expect(seen.size).toBeGreaterThan(3);
  await page.mouse.up();
  const end = await expectAccuracy(page, rows);
  expect(end.after).not.toBe(start.after);
  // Now the flips are first again.
  expect(await order()).not.toEqual(places);
  expect(new Set((await order()).slice(0, end.flipped.size))).toEqual(end.flipped);

  await button(page, "Undo").click();
  expect((await expectAccuracy(page, rows)).after).toBe(start.after);
  expect(await order()).toEqual(places);
});

test("a right label that is set, and an input that is removed, change the count", async ({ page }) => {
  const rows = inputs(LISTED);
  await load(page, CHOSEN, csv(rows));
  await takeTable(page);
  const { counted } = await expectAccuracy(page, rows);
  await entry(page, "headline 500").click();
  await expect(entry(page, "headline 500")).toHaveAttribute("aria-current", "true");
  await page.getByRole("combobox", { name: "Right label" }).selectOption("right: Tech");
  rows[499]!.right = 3;
  expect((await expectAccuracy(page, rows)).counted).toBe(counted + 1);
  await button(page, "Remove this test input").click();
  rows.pop();
  await expect(list(page, 499)).toBeVisible();
  expect((await expectAccuracy(page, rows)).counted).toBe(counted);
});

test.describe("rows that cannot be read", () => {
  const lines = (page: Page) => importDialog(page).getByRole("listitem").filter({ hasText: /^Line \d+: / }).allTextContents();

  async function paste(page: Page, text: string): Promise<void> {
    const summary = page.getByText("Bring your own inputs");
    const field = page.getByRole("textbox", { name: "Or paste a table:" });
    if (!(await field.isVisible())) await summary.click();
    await field.fill(text);
    await button(page, "Load the table").click();
  }

  test("each is listed with its line and reason, and every other is loaded", async ({ page }) => {
    await open(page, "lang=en");
    const long = "x".repeat(20_001);
    await paste(page, [
      "text,Positive,Negative,label", // line 1
      "good one,0.7,0.3,Positive",
      "a word,many,0.5,Positive",
      "empty cell,0.5,,Negative",
      "a comma, not in quotes,0.5,0.5,Positive",
      "unknown label,0.5,0.5,Mixed",
      "zeros,0,0,Positive",
      "infinite,1e999,1,Positive",
      "\"two\nlines\",0.6,0.4,Negative", // lines 9 and 10
      "",
      "after the two lines,x1,0.5,", // line 12
      `${long},0.5,0.5,`,
      "percent,80 %,20 %,Positive",
      "counts,3,1,",
      "short",
      "good two,0.2,0.8,Negative", // line 17
    ].join("\n"));
    const dialog = importDialog(page);
    await expect(dialog).toContainText("Test inputs: 7.");
    for (const [what, count] of [["Normalised, since their sum was not one", 2], ["A label without a number, which counts as 0", 1], ["A right label that is none of the labels, left open", 1], ["Rows that could not be read", 7]] as const) {
      await expect(dialog).toContainText(`${what}: ${count}.`);
    }
    await page.getByText("Which rows, and why").click();
    expect(await lines(page)).toEqual([
      "Line 3: “many” is not a number. Write 0.9, 90 % or 9/10.",
      "Line 5: 5 cells for 4 columns; a text with a comma needs quotes around it",
      "Line 7: All values are zero. At least one must be larger.",
      "Line 8: “1e999” is not a number. Write 0.9, 90 % or 9/10.",
      "Line 12: “x1” is not a number. Write 0.9, 90 % or 9/10.",
      "Line 13: A text can have 20,000 characters at most.",
      "Line 16: there are no numbers for the labels",
    ]);
    for (const line of await dialog.getByText(/^Line \d+: /).all()) await expect(line).toBeVisible();
    await takeTable(page);
    const loaded = await list(page, 7).getByRole("button").allTextContents();
    for (const text of ["good one", "empty cell", "unknown label", "two\nlines", "percent", "counts", "good two"]) {
      expect(loaded.filter((entry) => entry.includes(text)), text).toHaveLength(1);
    }
  });

  test("of a JSON list and of JSON lines too", async ({ page }) => {
    await open(page, "lang=en");
    const items = [
      { text: "good", probabilities: [0.7, 0.3], label: "Positive" },
      { text: "three", probabilities: [0.5, 0.3, 0.2] },
      { text: 7, probabilities: [0.5, 0.5] },
      { text: "none" },
      [0.4, 0.6],
      "just text",
      { text: "good too", probabilities: { Negative: 0.1, Positive: 0.9 } },
    ];
    const reasons = [
      "Line 2: 3 values for 2 labels. Give one for each label.",
      "Line 4: there are no numbers for the labels",
      "Line 6: an item is an object with “probabilities”, or a list of numbers",
    ];
    await paste(page, JSON.stringify(items));
    await expect(importDialog(page)).toContainText("Test inputs: 4.");
    await expect(importDialog(page)).toContainText("Rows that could not be read: 3.");
    await page.getByText("Which rows, and why").click();
    const found = await lines(page);
    for (const [i, line] of found.entries()) expect(line.replace(/\.$/, "")).toBe(reasons[i]!.replace(/\.$/, ""));
    expect(found).toHaveLength(reasons.length);
    await page.keyboard.press("Escape");
    await expect(importDialog(page)).toBeHidden();

    await paste(page, [...items.slice(0, 2).map((item) => JSON.stringify(item)), "{\"text\": \"cut off\"", JSON.stringify(items[6])].join("\n"));
    await expect(importDialog(page)).toContainText("Test inputs: 2.");
    await expect(importDialog(page)).toContainText("Rows that could not be read: 2.");
    await page.getByText("Which rows, and why").click();
    const [values, cut] = await lines(page);
    expect(values).toContain("Line 2: 3 values for 2 labels");
    expect(cut).toMatch(/^Line 3: not valid JSON at column \d+/);
  });

  test("where nothing can be read the inputs stay as they are, and every reason is there", async ({ page }) => {
    await open(page, "lang=en&p=kept:0.6,0.4");
    const text = page.getByRole("textbox", { name: "Text of the test input" });
    await expect(text).toHaveValue("kept");
    await paste(page, "Positive,Negative\nx,0.5\n0.5,y\n");
    await expect(importDialog(page).getByRole("alert")).toContainText("No row could be read. The list says why.");
    await page.getByText("Which rows, and why").click();
    expect(await lines(page)).toEqual([
      "Line 2: “x” is not a number. Write 0.9, 90 % or 9/10.",
      "Line 3: “y” is not a number. Write 0.9, 90 % or 9/10.",
    ]);
    await page.keyboard.press("Escape");
    await expect(importDialog(page)).toBeHidden();
    await expect(text).toHaveValue("kept");
    await expect(button(page, "Undo")).toBeDisabled();
  });

  test("among 500 good rows the bad ones are found, and every good one is loaded", async ({ page }) => {
    const rows = inputs(LISTED);
    const all = csv(rows).split("\n");
    // After these insertions the bad rows are lines 2, 250 and 504.
    all.splice(1, 0, "first,a,b,c,d,World");
    all.splice(249, 0, "middle,0.1,0.2,0.3,d,World");
    all.push("last,0.1,0.2,e,0.4,World");
    await load(page, CHOSEN, all.join("\n"));
    await expect(importDialog(page)).toContainText("Test inputs: 500.");
    await page.getByText("Which rows, and why").click();
    const found = await lines(page);
    expect(found[0]).toContain("Line 2: “a” is not a number.");
    expect(found[1]).toContain("Line 250: “d” is not a number.");
    expect(found[2]).toContain("Line 504: “e” is not a number.");
    expect(found).toHaveLength(3);
    await expect(importDialog(page)).toContainText("Rows that could not be read: 3.");
    await takeTable(page);
    await expectAccuracy(page, rows);
  });
});
