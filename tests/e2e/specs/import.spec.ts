// Tables as people's tools write them, by the import dialog: what is shown before anything changes, what the reader can change, and
// what is then there.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { violations } from "../axe";
import { expect, open, test, type Page } from "../fixtures";
import { button, download, importDialog, shareDialog, slider, takeTable } from "../reader";

interface Case { file: string; pageLabels: string[]; labels: string[]; inputs: { p: number[]; text?: string; label?: number }[]; skipped?: number; scale?: string }

const folder = fileURLToPath(new URL("../../table/", import.meta.url));
const cases = JSON.parse(readFileSync(`${folder}cases.json`, "utf8")) as Case[];

async function choose(page: Page, name: string, content: Buffer | string): Promise<void> {
  await page.getByLabel("Bring your own inputs").or(page.getByLabel("用你自己的数据")).setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
  await expect(importDialog(page).or(page.getByRole("dialog", { name: "读到的内容" }))).toBeVisible();
}

interface State { labels: string[]; contextFree: { prompt: string; probabilities: number[] }[]; inputs: { text: string; probabilities: number[]; label?: number }[] }

/** The state as the page exports it. */
async function state(page: Page): Promise<State> {
  await button(page, "Share").click();
  const { text } = await download(page, () => shareDialog(page).getByRole("button", { name: "calibration.json" }).click());
  await page.keyboard.press("Escape");
  await expect(shareDialog(page)).toBeHidden();
  return JSON.parse(text) as State;
}

for (const one of cases) {
  test(`${one.file} is read as it must be`, async ({ page }) => {
    const names = one.pageLabels.map(encodeURIComponent).join(",");
    await open(page, `lang=en&labels=${names}&cf=nothing:0.6,0.4&p=before:0.5,0.5`);
    await choose(page, one.file, readFileSync(`${folder}cases/${one.file}`));
    const dialog = importDialog(page);
    await expect(dialog).toContainText(`Test inputs: ${one.inputs.length}.`);
    if (one.skipped) await expect(dialog).toContainText(`Rows that could not be read: ${one.skipped}.`);
    else await expect(dialog).not.toContainText("could not be read");
    if (one.scale) await expect(dialog.getByRole("combobox", { name: "The numbers are" }).locator("option:checked")).toHaveText(new RegExp(`^${one.scale}`));
    await takeTable(page);
    const { labels, inputs } = await state(page);
    expect(labels).toEqual(one.labels);
    expect(inputs.map(({ text, label }) => ({ text, label }))).toEqual(one.inputs.map(({ text = "", label }) => ({ text, label })));
    for (const [i, { p }] of one.inputs.entries()) {
      for (const [k, expected] of p.entries()) expect(inputs[i]!.probabilities[k]!, `row ${i}`).toBeCloseTo(expected, 6);
    }
    await button(page, "Undo").click();
    await expect(page.getByRole("textbox", { name: "Text of the test input" })).toHaveValue("before");
  });
}

test("what the reader says about scale and columns counts, and nothing changes before it is taken", async ({ page }) => {
  await open(page, "lang=en&p=before:0.5,0.5");
  await choose(page, "x.csv", "a,b,Positive,Negative\nfirst,Negative,2,1\nsecond,Positive,0,3\n");
  const dialog = importDialog(page);
  const rows = dialog.getByRole("group", { name: "The first rows, as they are read" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("0.667");
  await dialog.getByRole("combobox", { name: "The numbers are" }).selectOption("logits (scores before softmax)");
  await expect(rows.nth(1)).toContainText("0.731");
  // Positive and Negative change places.
  const role = (column: string) => dialog.getByRole("combobox", { name: `Read column ${column} as`, exact: true });
  await dialog.getByText("Columns", { exact: true }).click();
  await expect(role("b").locator("option:checked")).toHaveText("right label");
  await expect(role("a").locator("option:checked")).toHaveText("text");
  await role("Negative").selectOption("numbers of Positive");
  await role("Positive").selectOption("numbers of Negative");
  await expect(rows.nth(1)).toContainText("0.269");
  await role("b").selectOption("not read");
  await expect(rows.nth(0)).not.toContainText("right label");
  await expect(page.getByRole("textbox", { name: "Text of the test input", includeHidden: true })).toHaveValue("before");
  await takeTable(page);
  const { inputs } = await state(page);
  expect(inputs.map(({ text, label }) => [text, label])).toEqual([["first", undefined], ["second", undefined]]);
  expect(inputs[0]!.probabilities[0]!).toBeCloseTo(1 / (1 + Math.E), 9);
});

test("another encoding reads the same bytes anew", async ({ page }) => {
  await open(page, "lang=en");
  await choose(page, "x.csv", readFileSync(`${folder}cases/12-gb18030.csv`));
  const dialog = importDialog(page);
  const encoding = dialog.getByRole("combobox", { name: "Encoding" });
  await expect(encoding.locator("option:checked")).toHaveText("gb18030");
  await expect(dialog).toContainText("正面");
  await encoding.selectOption("windows-1252");
  await expect(dialog).not.toContainText("正面");
  await encoding.selectOption("gb18030");
  await expect(dialog).toContainText("正面");
});

test("rows are added, used as context-free prompts, or both where the table has both", async ({ page }) => {
  await open(page, "lang=en&cf=old:0.6,0.4&p=before:0.5,0.5");
  const texts = async () => {
    const { contextFree, inputs } = await state(page);
    return [contextFree.map(({ prompt }) => prompt), inputs.map(({ text }) => text)];
  };
  const table = "text,Positive,Negative,context_free\nN/A,0.7,0.3,true\nFine,0.8,0.2,false\n";
  await choose(page, "x.csv", table);
  await takeTable(page, "Add to them");
  expect(await texts()).toEqual([["old"], ["before", "Fine"]]);
  await choose(page, "x.csv", table);
  await expect(importDialog(page)).toContainText("Context-free prompts: 1.");
  await takeTable(page, "Replace both");
  expect(await texts()).toEqual([["N/A"], ["Fine"]]);
  await expect(slider(page, "Positive, N/A")).toHaveAttribute("aria-valuetext", "70 percent");
  await choose(page, "x.csv", "text,Positive,Negative\n[MASK],0.9,0.1\nnothing,0.5,\n");
  await expect(importDialog(page)).toContainText("They may be context-free prompts.");
  await takeTable(page, "Use as context-free prompts");
  // Where a label has no number there is nothing to divide by.
  expect(await texts()).toEqual([["[MASK]"], ["Fine"]]);
  for (let i = 0; i < 3; i++) await button(page, "Undo").click();
  expect(await texts()).toEqual([["old"], ["before"]]);
});

test("of more labels than there can be the reader chooses", async ({ page }) => {
  await open(page, "lang=en");
  const names = Array.from({ length: 25 }, (_, i) => `label ${String(i)}`);
  await choose(page, "x.csv", `text,${names.join(",")}\nFine,${names.map((_, i) => (i + 1) / 325).join(",")}\n`);
  const dialog = importDialog(page);
  const take = dialog.getByRole("button", { name: "Take the chosen ones" });
  await expect(dialog.getByRole("group", { name: /the table has 25/ }).getByRole("checkbox")).toHaveCount(25);
  await expect(take).toBeDisabled();
  for (const name of names.slice(0, 21)) await dialog.getByRole("checkbox", { name, exact: true }).check();
  await expect(dialog.getByRole("status")).toContainText("21 of at most 20");
  await expect(take).toBeDisabled();
  for (const name of names.slice(2, 21)) await dialog.getByRole("checkbox", { name, exact: true }).uncheck();
  await take.click();
  await takeTable(page);
  const { labels, inputs } = await state(page);
  expect(labels).toEqual(["label 0", "label 1"]);
  expect(inputs[0]!.probabilities[1]!).toBeCloseTo(2 / 3, 9);
});

test("of more rows than there can be context-free prompts the reader chooses", async ({ page }) => {
  await open(page, "lang=en&cf=old:0.6,0.4");
  const rows = Array.from({ length: 24 }, (_, i) => `nothing ${String(i)},0.8,0.2,yes\n`);
  await choose(page, "x.csv", `text,Positive,Negative,cf\nFine,0.9,0.1,no\n${rows.join("")}`);
  const dialog = importDialog(page);
  await dialog.getByRole("button", { name: "Replace both" }).click();
  const box = (i: number) => dialog.getByRole("checkbox", { name: `nothing ${String(i)}`, exact: true });
  await expect(box(19)).toBeChecked();
  await expect(box(20)).not.toBeChecked();
  await dialog.getByRole("button", { name: "Back to the table" }).click();
  await expect(dialog).toContainText("Context-free prompts: 24.");
  await dialog.getByRole("button", { name: "Replace both" }).click();
  await box(20).check();
  await expect(dialog.getByRole("button", { name: "Take the chosen ones" })).toBeDisabled();
  for (let i = 0; i < 18; i++) await box(i).uncheck();
  await dialog.getByRole("button", { name: "Take the chosen ones" }).click();
  await expect(dialog).toBeHidden();
  const { contextFree, inputs } = await state(page);
  expect(contextFree.map(({ prompt }) => prompt)).toEqual(["nothing 18", "nothing 19", "nothing 20"]);
  expect(inputs.map(({ text }) => text)).toEqual(["Fine"]);
});

test("a file of which nothing can be read says so in the dialog, and no message stays behind", async ({ page }) => {
  await open(page, "lang=en");
  const messages = page.getByRole("region", { name: "Messages" }).or(page.getByRole("list", { name: "Messages" }));
  for (const content of ['{"format": "calibration-explainer", "method": "x"}', "\u0089PNG\u0000\u0001 no table at all", Buffer.alloc(11 * 1024 * 1024, 65)]) {
    await choose(page, "x.json", content);
    await expect(importDialog(page).getByRole("alert")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(importDialog(page)).toBeHidden();
    await expect(messages.getByRole("button", { name: "Dismiss" })).toHaveCount(0);
  }
});

test("where the numbers come from is no longer said once they are the reader's own", async ({ page }) => {
  await open(page, "lang=en&preset=worked");
  const note = page.getByRole("region", { name: "Start from" });
  await expect(note).toContainText("Made-up numbers");
  await slider(page, "Positive, nothing").press("ArrowLeft");
  await expect(note).toContainText("Changed by you");
  await expect(note).not.toContainText("Made-up numbers");
  await button(page, "Undo").click();
  await expect(note).toContainText("Made-up numbers");
  await choose(page, "x.csv", "text,Positive,Negative\nFine,0.8,0.2\nSo,0.6,0.4\n");
  await takeTable(page);
  await expect(note).not.toContainText(/Made-up numbers|Changed by you/);
  await button(page, "Undo").click();
  await expect(note).toContainText("Made-up numbers");
});

for (const [lang, theme, width] of [["en", "light", 1280], ["zh", "dark", 360]] as const) {
  test(`axe: the import dialog, ${lang}, ${theme}, ${String(width)} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, `lang=${lang}&theme=${theme}`);
    await choose(page, "x.csv", readFileSync(`${folder}cases/16-prediction-in-label.csv`));
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.querySelector("dialog[open]")!.scrollWidth <= document.querySelector("dialog[open]")!.clientWidth)).toBe(true);
  });
}
