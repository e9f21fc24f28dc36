// The list of very many test inputs: only the rows in view are in the document, all are reached by keys, sorted, filtered and
// searched; a long file is read with its progress shown; a state too long for a link survives a reload.
import { violations } from "../axe";
import { expect, open, ready, test, type Locator, type Page } from "../fixtures";
import { button, download, importDialog, takeTable } from "../reader";

const COUNT = 20_000;
const LINK = "lang=en&labels=A,B&cf=nothing:0.7,0.3&p=0.5,0.5";

/** Rows that depend on their number alone; every tenth has no right label. */
const csv = (count: number, pad = "") =>
  ["text,A,B,label", ...Array.from({ length: count }, (_, i) => {
    const p = (((i * 7919) % 9973) + 0.5) / 9974;
    return `headline ${i + 1}${pad},${p},${1 - p},${i % 10 === 9 ? "" : "AB"[(i * 7) % 2]}`;
  })].join("\n");

const list = (page: Page): Locator => page.getByRole("region", { name: /test inputs|条测试输入/ });
const rows = (page: Page): Locator => list(page).getByRole("listitem");
const focused = (page: Page): Locator => list(page).locator("button:focus");

async function choose(page: Page, text: string): Promise<void> {
  await page.getByText(/Bring your own inputs|用你自己的数据/).click();
  await page.getByLabel(/Bring your own inputs|用你自己的数据/).setInputFiles({ name: "inputs.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
}

async function load(page: Page, count = COUNT): Promise<void> {
  await open(page, LINK);
  await choose(page, csv(count));
  await takeTable(page);
  await expect(list(page)).toContainText(`${count} test inputs, flips first`);
}

/** The rows of the exported table: text, probabilities before and after, right label. */
async function exported(page: Page) {
  await button(page, "Share").click();
  const { text } = await download(page, () => button(page, "inputs.csv").click());
  await page.keyboard.press("Escape");
  return text;
}

test("of 20,000 rows few are in the document, and keys reach the last", async ({ page }) => {
  await load(page);
  expect(await rows(page).count()).toBeLessThan(60);
  await rows(page).first().getByRole("button").click();
  await page.keyboard.press("End");
  await expect(focused(page)).toBeVisible();
  await expect(rows(page).last()).toHaveAttribute("aria-posinset", String(COUNT));
  await expect(rows(page).last()).toHaveAttribute("aria-setsize", String(COUNT));
  expect(await rows(page).count()).toBeLessThan(60);
  const last = (await focused(page).textContent())!;
  await page.keyboard.press("Enter");
  await expect(focused(page)).toHaveAttribute("aria-current", "true");
  const name = /headline \d+/.exec(last)![0];
  await expect(page.getByRole("textbox", { name: "Text of the test input" })).toHaveValue(name);
  await page.keyboard.press("ArrowUp");
  await expect(focused(page)).not.toContainText(name);
  await page.keyboard.press("Home");
  await expect(rows(page).first()).toHaveAttribute("aria-posinset", "1");
  // The focused row leaves the document: keys go on from it.
  await list(page).locator(".inputs").evaluate((box) => { box.scrollTop = box.scrollHeight / 2; });
  await expect(rows(page).first()).not.toHaveAttribute("aria-posinset", "1");
  await page.keyboard.press("ArrowDown");
  await expect(focused(page).locator("xpath=..")).toHaveAttribute("aria-posinset", "2");
});

test("sorted, filtered and searched", async ({ page }) => {
  await load(page);
  const names = async () => (await rows(page).getByRole("button").allTextContents()).map((text) => Number(/headline (\d+)/.exec(text)![1]));
  // Asked about nothing the model says 0.7, 0.3: W divides by that.
  const all = csv(COUNT).split("\n").slice(1).map((line, i) => {
    const [, a, b, right] = line.split(",");
    const scores = [Number(a) / 0.7, Number(b) / 0.3];
    return { n: i + 1, before: Number(a) >= Number(b) ? "A" : "B", after: scores[0]! >= scores[1]! ? "A" : "B", right, margin: Math.abs(scores[0]! - scores[1]!) };
  });
  const sort = page.getByRole("combobox", { name: "Sorted by" });
  const show = page.getByRole("combobox", { name: "Show", exact: true });
  await sort.selectOption("margin, closest first");
  const margins = [...all].sort((a, b) => a.margin - b.margin).map(({ n }) => n);
  await expect.poll(async () => (await names()).slice(0, 10)).toEqual(margins.slice(0, 10));
  await sort.selectOption("text");
  await expect.poll(async () => (await names()).slice(0, 4)).toEqual([1, 10, 100, 1000]);
  const cases: [string, (row: (typeof all)[number]) => boolean][] = [
    ["those that flip", ({ before, after }) => before !== after],
    ["now right, wrong before", ({ before, after, right }) => right !== "" && before !== right && after === right],
    ["now wrong, right before", ({ before, after, right }) => right !== "" && before === right && after !== right],
    ["now “B”", ({ after }) => after === "B"],
  ];
  for (const [words, matches] of cases) {
    await show.selectOption(words);
    const count = all.filter(matches).length;
    expect(count).toBeGreaterThan(0);
    await expect(list(page).getByRole("status")).toHaveText(`${count} of ${COUNT} shown`);
  }
  await show.selectOption("all");
  await list(page).getByRole("searchbox", { name: "Search" }).fill("LINE 1999");
  await expect(list(page).getByRole("status")).toHaveText(`11 of ${COUNT} shown`);
  await expect.poll(names).toEqual([1999, ...Array.from({ length: 10 }, (_, i) => 19990 + i)]);
  await list(page).getByRole("searchbox", { name: "Search" }).fill("nowhere");
  await expect(list(page)).toContainText(`None of the ${COUNT} test inputs matches.`);
  await expect(rows(page)).toHaveCount(0);
});

test("what is kept in the tab comes back after a reload, but not with another link", async ({ page }) => {
  await load(page);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem("calibration-explainer.kept-at"))).not.toBeNull();
  const before = await exported(page);
  await page.reload();
  await ready(page);
  await expect(list(page)).toContainText(`${COUNT} test inputs, flips first`);
  expect(await exported(page)).toBe(before);
  await page.goto("about:blank");
  await open(page, "lang=en&labels=C,D");
  await expect(list(page)).toHaveCount(0);
});

test("a file of 30 MiB shows its progress, and can be cancelled", async ({ page }) => {
  await open(page, LINK);
  const text = csv(60_000, ` ${"x".repeat(450)}`);
  expect(text.length).toBeGreaterThan(28 << 20);
  await choose(page, text);
  const reading = page.getByRole("dialog", { name: "Reading the file" });
  await expect(reading.getByRole("progressbar")).toBeVisible();
  await reading.getByRole("button", { name: "Cancel" }).click();
  await expect(reading).toBeHidden();
  await expect(button(page, "Undo")).toBeDisabled();
  // Again, to its end: the page says how far it is, and answers meanwhile.
  await page.getByLabel("Bring your own inputs").setInputFiles({ name: "inputs.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await expect(reading.getByRole("progressbar")).toBeVisible();
  await expect(importDialog(page)).toContainText("Test inputs: 60000.", { timeout: 50_000 });
  await expect(importDialog(page).getByRole("button", { name: "Replace the inputs" })).toBeFocused();
  await takeTable(page);
  await expect(list(page)).toContainText("60000 test inputs");
});

for (const lang of ["en", "zh"]) {
  test(`accessible (${lang})`, async ({ page }) => {
    await open(page, LINK.replace("lang=en", `lang=${lang}`));
    await choose(page, csv(1_000));
    await page.getByRole("dialog").getByRole("button", { name: /^(Replace the inputs|替换)/ }).click();
    await expect(list(page)).toContainText("1000");
    expect(await violations(page)).toEqual([]);
  });
}
