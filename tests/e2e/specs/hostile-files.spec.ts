// Files of a state whose every text is hostile: what is downloaded holds the texts unharmed, opens again exactly, and
// nothing in it runs, on this page or where it is opened next.
import type { Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { choose, expect, open, test } from "../fixtures";
import { button, download, fullValues, importDialog, openFile, shareDialog, slider, takeTable } from "../reader";

const ATTACK = "<img src=x onerror=\"window.attacked=1\"><script>window.attacked=1</script>";

/** One label of every kind, among them one of the longest allowed. Their names are unique also where spaces are joined. */
const LABELS = [
  "<img src=x onerror=window.attacked=1>",
  "=cmd|' /C calc'!A0",
  "\"quoted\", 'and' with a comma",
  "سلبي \u202Eمعكوس",
  "👩‍👩‍👧‍👦 😀",
  "+W".repeat(100),
];

/** Texts of prompts and inputs. Texts keep line breaks, so these do. */
const TEXTS: Record<string, string> = {
  "markup": ATTACK,
  "a way out of an attribute": "\"'><svg onload=window.attacked=1></text></svg>",
  "an end of CDATA and of a comment": "]]><script>window.attacked=1</script><!-- --> */ \u2028 window.attacked=1 //",
  "code": "\"\"\"'''`${globalThis.attacked=1}`\\\"; globalThis.attacked=1; __import__('os') #",
  "line breaks": "first\nglobalThis.attacked = 1\n\n\"third\",4\n",
  "a formula": "=cmd|' /C calc'!A0",
  "a plus": "+1+cmd|' /C calc'!A0",
  "a minus": "-2+3",
  "an at sign": "@SUM(1+9)*cmd|' /C calc'!A0",
  "a tab before a formula": "\t=1+1",
  "a line break before a formula": "\n=1+1",
  "a formula in full width": "＝1+1",
  "an apostrophe before a formula": "'=1+1",
  "an apostrophe": "'tis",
  "semicolons and tabs": "a;b\tc;d",
  "quotes": "\"\"\"",
  "spaces around": "  spaces  ",
  "right to left": "إيجابي \u202Eمعكوس\u202C (1), ‏\u2067نعم\u2069",
  "emoji": "👩‍👩‍👧‍👦🏳️‍🌈😀 \u{1F1FA}\u{1F1F3}",
  "beyond the basic plane": "𝕏 𐍈 \u{10FFFF}",
  "no text": "",
  "ten thousand characters": `=${"<&\"'x😀".repeat(1_428)}`.padEnd(10_000, "x"),
};

const K = LABELS.length;

/** A row that sums to one only as far as floating point goes. */
function probabilities(seed: number): number[] {
  const parts = LABELS.map((_, k) => 1 + ((seed * 7 + k * 5) % 11));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

const STATE = {
  format: "calibration-explainer",
  version: 1,
  labels: LABELS,
  template: `Review:\n${ATTACK}\n=1+1 \"{input}\"\nAnswer: \u202E`,
  contextFree: Object.values(TEXTS).slice(0, 19).concat(TEXTS["ten thousand characters"]!)
    .map((prompt, i) => ({ prompt, probabilities: probabilities(i) })),
  inputs: Object.values(TEXTS).map((text, i) => ({ text, probabilities: probabilities(i + 50), ...(i % 3 === 0 ? { label: i % K } : {}) })),
  method: "identity",
  averaging: "probabilities",
  readout: "normalize",
  locked: [LABELS[1]!, LABELS[3]!],
  overrides: { w: [{ row: 0, column: 1, value: 0.125 }, { row: 2, column: 2, value: 1.1 }], b: [{ label: 0, value: 3 }, { label: 5, value: 1e-7 }] },
};

/** Fails when a dialog of the browser opens: alert() is what an attack mostly does. */
function noDialogs(page: Page): void {
  page.on("dialog", (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
}

const ran = (page: Page) =>
  page.evaluate(() => ({
    attacked: "attacked" in window,
    images: document.images.length,
    // The page's own scripts are outside of #app.
    active: document.querySelectorAll("#app script, #app iframe, #app object, #app embed, #app [onerror], #app [onload]").length,
  }));

const HARMLESS = { attacked: false, images: 0, active: 0 };

async function load(page: Page, state: object = STATE): Promise<void> {
  await openFile(page, "hostile.json", JSON.stringify(state));
  await expect(page.getByRole("textbox", { name: /^Text of context-free prompt / })).toHaveCount(STATE.contextFree.length);
  await expect(page.getByRole("list", { name: "Messages" })).toHaveCount(0);
}

/** One file of the Share dialog. */
async function shared(page: Page, name: string): Promise<string> {
  await button(page, "Share").click();
  const file = await download(page, () => shareDialog(page).getByRole("button", { name, exact: true }).click());
  expect(file.name).toBe(name);
  await button(page, "Close").click();
  await expect(shareDialog(page)).toBeHidden();
  return file.text;
}

/** CSV as RFC 4180 has it, read here and not by the page. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) throw new Error(`no CSV at character ${at}: ${text.slice(at, at + 40)}`);
    cells.push(match[1] === undefined ? match[2]! : match[1].replaceAll("\"\"", "\""));
    if (match[3] !== ",") {
      rows.push(cells);
      cells = [];
    }
  }
  return rows;
}

/** What a spreadsheet would compute instead of show. */
const isFormula = (cell: string) => /^[=+\-@\t\r\n＝＋－＠]/u.test(cell) && !/^-?\d+(\.\d+)?(e-?\d+)?$/.test(cell);

/** The text with an apostrophe before it where it needs one. */
const guarded = (text: string) => (isFormula(text.replace(/^'+/, "")) ? `'${text}` : text);

/** A text without what pictures and one-line fields show in their own way: white space, control characters, orders of direction. */
const plain = (text: string) => text.replace(/[\s\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "");

test("the test's own reader of CSV and its own guard can tell good from bad", () => {
  expect(parseCsv("a,\"b\"\"\n,c\"\n,\n")).toEqual([["a", "b\"\n,c"], ["", ""]]);
  expect(() => parseCsv("\"a\"b,c\n")).toThrow("no CSV");
  expect(["=1", "+a", "-2+3", "@x", "\tx", "\n=", "＝1"].map(isFormula)).not.toContain(false);
  expect(["-0.5", "1e-7", "-1e-7", "'=1", "x=1", ""].map(isFormula)).not.toContain(true);
});

test("the JSON file restores the state exactly", async ({ page }) => {
  noDialogs(page);
  await open(page, "lang=en");
  await load(page);
  const file = await shared(page, "calibration.json");
  // The file says what was put in: every text to the last character, every number to the last digit.
  expect(JSON.parse(file)).toEqual(STATE);
  // Something else, and then the file again: the same state, hence the same file to the last byte.
  await page.goto("./#lang=en&preset=blank");
  await expect(slider(page, "Positive, nothing")).toBeVisible();
  await openFile(page, "calibration.json", file);
  await expect(page.getByRole("textbox", { name: "Text of context-free prompt 1", exact: true })).toHaveValue(ATTACK);
  expect(await shared(page, "calibration.json")).toBe(file);
  expect(await ran(page)).toEqual(HARMLESS);
});

test("a state with numbers of a drag and hostile texts survives a file too", async ({ page }) => {
  await open(page, "lang=en");
  await load(page, { ...STATE, locked: [], overrides: { w: [], b: [] }, method: "diagonal", readout: "softmax" });
  for (const [i, key] of ["ArrowRight", "Shift+ArrowLeft", "PageUp"].entries()) {
    await page.getByRole("slider", { name: new RegExp(`, ${TEXTS["emoji"]!}$`) }).nth(i).press(key);
  }
  const file = await shared(page, "calibration.json");
  expect(JSON.parse(file).contextFree).not.toEqual(STATE.contextFree);
  await page.goto("./#lang=en&preset=blank");
  await expect(slider(page, "Positive, nothing")).toBeVisible();
  await openFile(page, "calibration.json", file);
  await expect(page.getByRole("textbox", { name: "Text of context-free prompt 1", exact: true })).toHaveValue(ATTACK);
  expect(await shared(page, "calibration.json")).toBe(file);
});

test("the CSV files are tables, hold every text, and no cell is a formula", async ({ page }) => {
  noDialogs(page);
  await open(page, "lang=en");
  await load(page);

  // The mark by which a spreadsheet knows the encoding.
  const table = async (name: string) => {
    const text = await shared(page, name);
    expect(text.startsWith("\ufeff"), name).toBe(true);
    return parseCsv(text.slice(1));
  };
  const inputs = await table("inputs.csv");
  const header = inputs[0]!;
  expect(header).toEqual(["text", "label", ...LABELS.map(guarded), ...LABELS.map((label) => `after: ${label}`), "label before", "label after"]);
  expect(inputs.slice(1).map((row) => row[0])).toEqual(STATE.inputs.map(({ text }) => guarded(text)));
  expect(inputs.slice(1).map((row) => row[1])).toEqual(STATE.inputs.map(({ label }) => (label === undefined ? "" : guarded(LABELS[label]!))));
  expect(inputs.slice(1).map((row) => row.slice(2, 2 + K).map(Number))).toEqual(STATE.inputs.map((input) => input.probabilities));

  const prompts = await table("context-free.csv");
  expect(prompts.slice(1).map((row) => row[0])).toEqual(STATE.contextFree.map(({ prompt }) => guarded(prompt)));
  expect(prompts.slice(1).map((row) => row.slice(1, 1 + K).map(Number))).toEqual(STATE.contextFree.map((prompt) => prompt.probabilities));

  const parameters = await table("parameters.csv");
  // In use, computed, and one block for each prompt: K lines each.
  expect(parameters.length).toBe(1 + K * (2 + STATE.contextFree.length));
  expect(parameters[1]!.slice(0, 3)).toEqual(["in use", "", LABELS[0]]);
  expect(parameters[1]!.slice(3).map(Number)).toEqual([1, 0.125, 0, 0, 0, 0, 3]);

  for (const [name, rows] of Object.entries({ inputs, prompts, parameters })) {
    expect(new Set(rows.map((row) => row.length)), `${name}: rows of one length`).toEqual(new Set([rows[0]!.length]));
    expect(rows.flat().filter(isFormula), `${name}: formulas`).toEqual([]);
  }
  expect(await ran(page)).toEqual(HARMLESS);
});

test("the CSV of the inputs loads again, and nothing of the inputs has changed", async ({ page }) => {
  await open(page, "lang=en");
  await load(page);
  const csv = await shared(page, "inputs.csv");
  // Other inputs over the same labels, then the file.
  await load(page, { ...STATE, inputs: [{ text: "another", probabilities: probabilities(3) }] });
  await expect(page.getByRole("textbox", { name: "Text of the test input" })).toHaveValue("another");
  await openFile(page, "inputs.csv", csv);
  await expect(importDialog(page)).toContainText(`Test inputs: ${STATE.inputs.length}.`);
  await expect(importDialog(page)).not.toContainText("could not be read");
  await takeTable(page);
  expect(JSON.parse(await shared(page, "calibration.json"))).toEqual(STATE);
  expect(await ran(page)).toEqual(HARMLESS);
});

test("the SVG files are sound XML that runs nothing, in a page without any policy", async ({ context }) => {
  const count = 1 + STATE.contextFree.length;
  const files: { name: string; text: string }[] = [];
  // Chromium silently stops a tab that downloads more than some ten files in a row, so there are several tabs.
  for (let first = 0; first < count; first += 7) {
    const page = await context.newPage();
    noDialogs(page);
    await open(page, "lang=en");
    await load(page);
    const buttons = page.getByRole("button", { name: /^SVG:/ });
    await expect(buttons).toHaveCount(count);
    for (const one of (await buttons.all()).slice(first, first + 7)) files.push(await download(page, () => one.click()));
    expect(await ran(page)).toEqual(HARMLESS);
    await page.close();
  }
  expect(files).toHaveLength(count);

  const bare = await context.newPage();
  // The attack does work where it is let in; else this test would prove nothing.
  await bare.setContent("<svg onload=\"window.attacked=1\"></svg>");
  await expect.poll(() => bare.evaluate(() => "attacked" in window)).toBe(true);
  await bare.close();

  const viewer = await context.newPage();
  for (const { name, text } of files) {
    expect(name, "a plain file name").toMatch(/^[^\\/:*?"<>|=+@\s.][^\\/:*?"<>|\s.]*\.svg$/u);
    // First as an inline picture of an HTML page, the laxest reader of all.
    await viewer.setContent(text, { waitUntil: "load" });
    const found = await viewer.evaluate((text) => {
      const xml = new DOMParser().parseFromString(text, "image/svg+xml");
      const elements = [...xml.querySelectorAll("*")];
      return {
        attacked: "attacked" in window,
        images: document.images.length,
        broken: xml.querySelector("parsererror")?.textContent ?? null,
        active: elements.filter((element) => /^(script|img|image|foreignObject|a|use|iframe|style|animate|set)$/i.test(element.localName)).length,
        handlers: elements.flatMap((element) => [...element.attributes]).filter(({ name }) => /^on|href$/i.test(name)).length,
        text: xml.documentElement.textContent,
      };
    }, text);
    expect({ ...found, text: "" }, name).toEqual({ attacked: false, images: 0, broken: null, active: 0, handlers: 0, text: "" });
    // The labels are in it, as text; a long one is cut.
    for (const label of LABELS) expect(plain(found.text!), name).toContain(plain(label).slice(0, 20));
  }
});

test("a chart of every hostile input has a sound SVG file of its own", async ({ page }) => {
  await open(page, "lang=en");
  await load(page);
  const list = page.getByRole("region", { name: `${STATE.inputs.length} test inputs, flips first` }).getByRole("button");
  await expect(list).toHaveCount(STATE.inputs.length);
  const names = new Set<string>();
  for (const one of await list.all()) {
    await one.click();
    await expect(one).toHaveAttribute("aria-current", "true");
    const { name, text } = await download(page, () => page.getByRole("button", { name: /^SVG:/ }).first().click());
    const input = await page.getByRole("textbox", { name: "Text of the test input" }).inputValue();
    const title = await page.evaluate((text) => {
      const xml = new DOMParser().parseFromString(text, "image/svg+xml");
      if (xml.querySelector("parsererror")) return `broken: ${text.slice(0, 200)}`;
      return xml.querySelector("title")!.textContent;
    }, text);
    expect(plain(title!)).toBe(plain(input === "" ? "Test input before and after" : `Before and after: ${input}`));
    names.add(name);
  }
  expect(names.size).toBeGreaterThan(STATE.inputs.length / 2);
  expect(await ran(page)).toEqual(HARMLESS);
});

test("the code is code in all three languages; the JavaScript runs, prints the q on screen and nothing else happens", async ({ page }, info) => {
  noDialogs(page);
  await open(page, "lang=en");
  // Scores below zero cannot be normalised, and the snippet says so; softmax has a q to print.
  await load(page, { ...STATE, readout: "softmax" });
  const list = page.getByRole("region", { name: `${STATE.inputs.length} test inputs, flips first` }).getByRole("button");
  for (const one of [list.first(), list.nth(7), list.last()]) {
    await one.click();
    await expect(one).toHaveAttribute("aria-current", "true");
    const after = await page.getByRole("table", { name: /^(Before and after: |Test input before and after)/ }).getByRole("row")
      .evaluateAll((rows) => rows.slice(1).map((row) => Number([...row.querySelectorAll("td")].at(-1)!.textContent)));
    expect(after).toHaveLength(K);

    await button(page, "Share").click();
    const snippets: Record<string, string> = {};
    for (const language of ["NumPy", "Rust", "JavaScript"]) {
      await choose(page.getByRole("radio", { name: language }));
      const shown = shareDialog(page).getByRole("group", { name: "Code", exact: true });
      await expect(shown).toContainText({ NumPy: "import numpy", Rust: "fn main()", JavaScript: "console.log" }[language]!);
      snippets[language] = (await shown.textContent())!;
    }
    await button(page, "Close").click();

    // No text of ours may begin a line or end a string: outside of strings and comments there is no trace of them.
    for (const [language, mark] of [["NumPy", "#"], ["Rust", "//"], ["JavaScript", "//"]] as const) {
      const plain = snippets[language]!.split("\n").map((line) => {
        const code = line.replace(/"(?:[^"\\]|\\.)*"/g, "\"\"");
        return code.includes(mark) ? code.slice(0, code.indexOf(mark)) : code;
      }).join("\n");
      expect(plain, language).not.toMatch(/attacked|__import__|onerror|calc|معكوس|😀/);
    }

    const path = info.outputPath("snippet.mjs");
    mkdirSync(info.outputDir, { recursive: true });
    writeFileSync(path, `${snippets["JavaScript"]}\nif ("attacked" in globalThis) throw new Error("attacked");\n`);
    const lines = execFileSync(process.execPath, [path], { encoding: "utf8" }).trimEnd().split("\n");
    expect(lines).toHaveLength(K);
    for (const [k, line] of lines.entries()) {
      expect(line.startsWith(`${LABELS[k]} `), line).toBe(true);
      expect(Number(line.slice(LABELS[k]!.length + 1))).toBeCloseTo(after[k]!, 12);
    }
  }
  expect(await ran(page)).toEqual(HARMLESS);
});

test("pasted and dropped hostile tables stay text", async ({ page }) => {
  noDialogs(page);
  await open(page, "lang=en");
  const cell = (text: string) => `"${text.replaceAll("\"", "\"\"")}"`;
  const table = ["text,Positive,Negative,label", ...Object.values(TEXTS).map((text) => `${cell(text)},0.25,0.75,Positive`),
    `x,${cell(ATTACK)},1,Positive`, `y,0.5,0.5,${cell(ATTACK)}`].join("\n");
  await page.getByText("Bring your own inputs").click();
  await page.getByRole("textbox", { name: "Or paste a table:" }).fill(table);
  await button(page, "Load the table").click();
  const dialog = importDialog(page);
  // The last row is read, but its right label is none.
  await expect(dialog).toContainText(`Test inputs: ${STATE.inputs.length + 1}.`);
  await expect(dialog).toContainText("A right label that is none of the labels, left open: 1.");
  await expect(dialog).toContainText("Rows that could not be read: 1.");
  await page.getByText("Which rows, and why").click();
  await expect(dialog).toContainText("Line 29: “<img src=x onerror=\"window.attacked");
  await takeTable(page);
  expect(await fullValues(slider(page, "Positive, nothing"))).toEqual([0.9]);
  expect(await ran(page)).toEqual(HARMLESS);

  // The same as a file that is dropped on the page, with other numbers.
  const transfer = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "<img src=x onerror=window.attacked=1>.csv", { type: "text/csv" }));
    return transfer;
  }, table.replaceAll("0.25,0.75", "0.5,0.5"));
  await page.getByRole("main").dispatchEvent("drop", { dataTransfer: transfer });
  await takeTable(page);
  await expect(slider(page, "Positive, before")).toHaveAttribute("aria-valuetext", "50 percent");
  expect(await ran(page)).toEqual(HARMLESS);
});
