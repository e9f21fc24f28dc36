// The workbench by keyboard alone, every task to its end: no test here touches a mouse.
import type { Locator, Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expect, open, test } from "../fixtures";
import { button, fullValues, importDialog, row, shareDialog, slider, tabTo } from "../reader";

const field = (page: Page, name: string): Locator => page.getByRole("textbox", { name, exact: true });
const messages = (page: Page): Locator => page.getByRole("list", { name: "Messages" });
const equation = (page: Page): Locator => page.getByRole("region", { name: "The equation with the numbers on screen" });

/** Tab to it and press a key on it. */
async function press(page: Page, element: Locator, key = "Enter", direction: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await tabTo(page, element, direction);
  await page.keyboard.press(key);
}

/** Replaces the text of the field that has the focus. */
async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

/**
 * Goes up or down in the list that has the focus to an option. (The first letters of its name would do as well, but how fast they must
 * follow one another is the browser's business.)
 */
async function arrowTo(page: Page, list: Locator, option: RegExp): Promise<void> {
  const names = (await list.getByRole("option").allTextContents()).map((name) => name.trim());
  const chosen = () => list.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.textContent.trim());
  const from = names.indexOf(await chosen());
  const to = names.findIndex((name) => option.test(name));
  expect(to).toBeGreaterThanOrEqual(0);
  const step = Math.sign(to - from);
  for (let at = from; at !== to; at += step) {
    await page.keyboard.press(step > 0 ? "ArrowDown" : "ArrowUp");
    await expect.poll(chosen).toBe(names[at + step]);
  }
}

/** Nothing of the page may be clicked: a test that does is no test of the keyboard. */
test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    for (const type of ["mousedown", "pointerdown", "touchstart"]) {
      addEventListener(type, (event) => { if (event.isTrusted) console.error(`${type} in a test of the keyboard`); }, true);
    }
  });
});

/** The probabilities of a context-free prompt are several and sum to one. */
async function expectSum(page: Page, prompt: string): Promise<void> {
  const values = await row(page, prompt);
  expect(values.length).toBeGreaterThan(1);
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
}

test("Tab reaches the first slider; arrows, Page Up and Down, Home and End step it", async ({ page }) => {
  await open(page, "lang=en");
  const positive = slider(page, "Positive, nothing");
  await tabTo(page, positive);
  const steps: [key: string, value: string][] = [
    ["ArrowLeft", "89"],
    ["ArrowDown", "88"],
    ["ArrowRight", "89"],
    ["ArrowUp", "90"],
    ["Shift+ArrowLeft", "89.9"],
    ["Shift+ArrowRight", "90"],
    ["PageDown", "80"],
    ["PageDown", "70"],
    ["PageUp", "80"],
    ["End", "99.9"],
    ["Home", "0.1"],
    ["ArrowLeft", "0.1"],
    ["PageUp", "10.1"],
  ];
  for (const [key, value] of steps) {
    await page.keyboard.press(key);
    await expect(positive, key).toHaveAttribute("aria-valuenow", value);
    await expect(positive, key).toHaveAttribute("aria-valuetext", `${value} percent`);
    await expectSum(page, "nothing");
  }
  await expect(slider(page, "Negative, nothing")).toHaveAttribute("aria-valuenow", "89.9");
  await expect(positive).toBeFocused();
});

test("the rescaling is announced once, when the key is let go", async ({ page }) => {
  await open(page, "lang=en");
  const positive = slider(page, "Positive, nothing");
  await tabTo(page, positive);
  const announcement = page.getByTestId("announcement");
  await expect(announcement).toHaveText("");
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const status = document.querySelector("[data-testid=announcement]")!;
    new MutationObserver(() => heard.push(status.textContent)).observe(status, { characterData: true, childList: true, subtree: true });
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  // A key that is held repeats.
  for (let i = 0; i < 5; i++) await page.keyboard.down("ArrowLeft");
  await expect(positive).toHaveAttribute("aria-valuetext", "85 percent");
  expect(await heard()).toEqual([]);
  await page.keyboard.up("ArrowLeft");
  await expect(announcement).toHaveText("The other labels were rescaled. The label flips: Positive becomes Negative.");
  expect(await heard()).toHaveLength(1);
});

test("a held key is one step of undo, and Ctrl+Z, Ctrl+Shift+Z, Ctrl+Y go back and forth", async ({ page }) => {
  await open(page, "lang=en");
  const positive = slider(page, "Positive, nothing");
  await tabTo(page, positive);
  for (let i = 0; i < 5; i++) await page.keyboard.down("ArrowLeft");
  await page.keyboard.up("ArrowLeft");
  await expect(positive).toHaveAttribute("aria-valuetext", "85 percent");
  await page.keyboard.press("Control+z");
  await expect(positive).toHaveAttribute("aria-valuetext", "90 percent");
  await page.keyboard.press("Control+Shift+Z");
  await expect(positive).toHaveAttribute("aria-valuetext", "85 percent");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+y");
  await expect(positive).toHaveAttribute("aria-valuetext", "85 percent");
});

test("a number is typed; what is no number is said beside it and changes nothing", async ({ page }) => {
  await open(page, "lang=en");
  const number = field(page, "Probability of Positive, nothing");
  const positive = slider(page, "Positive, nothing");
  await tabTo(page, number);
  for (const [typed, value] of [["0.6", "60"], ["25 %", "25"], ["3/4", "75"]] as const) {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
    await expect(positive).toHaveAttribute("aria-valuenow", value);
    await expectSum(page, "nothing");
  }
  for (const [typed, reason] of [
    ["many", "“many” is not a number. Write 0.9, 90 % or 9/10."],
    ["1.5", "A probability lies between 0 and 1."],
    ["NaN", "“NaN” is not a number."],
  ] as const) {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
    await expect(number).toHaveAttribute("aria-invalid", "true");
    // Beside it: in the same field.
    await expect(number.locator("xpath=..")).toContainText(reason);
    await expect(number).toHaveValue(typed);
    await expect(positive).toHaveAttribute("aria-valuenow", "75");
  }
  await page.keyboard.press("Escape");
  await expect(number).not.toHaveAttribute("aria-invalid", "true");
  await expect(number).toHaveValue("0.75");
});

test("a row of log-probabilities is pasted into one field and fills the row", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "lang=en");
  const number = field(page, "Probability of Positive, nothing");
  await tabTo(page, number);
  await page.evaluate(() => navigator.clipboard.writeText('{"Positive": -0.1, "Negative": -2.3}'));
  await page.keyboard.press("Control+v");
  await expect(page.getByText("Negative values: read as log-probabilities.")).toBeVisible();
  const [p, n] = [Math.exp(-0.1), Math.exp(-2.3)];
  await expect.poll(async () => (await row(page, "nothing"))[0]).toBeCloseTo(p / (p + n), 9);
  await expectSum(page, "nothing");
});

test("prompts and labels are added, renamed, moved and removed", async ({ page }) => {
  await open(page, "lang=en");
  await tabTo(page, page.getByRole("button", { name: "prompt", exact: true }));
  await page.keyboard.press("Enter");
  await expect(slider(page, "Positive, N/A")).toHaveAttribute("aria-valuetext", "50 percent");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "label", exact: true })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(slider(page, "Label 3, N/A")).toHaveAttribute("aria-valuetext", "33.3 percent");
  await expectSum(page, "nothing");
  await expectSum(page, "N/A");

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const name = page.getByRole("textbox", { name: "Name of label 3" });
  await tabTo(page, name);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Neutral");
  await page.keyboard.press("Enter");
  await expect(slider(page, "Neutral, N/A")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Move label Neutral up" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Name of label 2" })).toHaveValue("Neutral");
  await tabTo(page, page.getByRole("button", { name: "Remove label Neutral" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("slider", { name: /^Neutral/ })).toHaveCount(0);
  await expectSum(page, "nothing");

  const text = page.getByRole("textbox", { name: "Text of context-free prompt 2" });
  await tabTo(page, text, "Shift+Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("[MASK]");
  await page.keyboard.press("Enter");
  await expect(slider(page, "Positive, [MASK]")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Remove [MASK]" }));
  await page.keyboard.press("Enter");
  await expect(slider(page, "Positive, [MASK]")).toHaveCount(0);
  // The focus is not in a field any more: the shortcut is the page's.
  await page.keyboard.press("Control+z");
  await expect(slider(page, "Positive, [MASK]")).toBeVisible();
});

test("method, averaging and readout are chosen with the arrow keys", async ({ page }) => {
  await open(page, "lang=en&preset=disagree");
  const radio = (name: string) => page.getByRole("radio", { name, exact: true });
  for (const [first, second] of [["diagonal W", "bias b"], ["parameters", "probabilities"], ["softmax", "normalise"]] as const) {
    await tabTo(page, radio(first));
    await page.keyboard.press("ArrowRight");
    await expect(radio(second)).toBeChecked();
    await expect(radio(second)).toBeFocused();
  }
  await expect(page).toHaveURL(/method=identity&averaging=probabilities&readout=normalize/);
});

test("the matrix is one stop of Tab; arrows go from entry to entry", async ({ page }) => {
  await open(page, "lang=en");
  const table = page.getByRole("table", { name: "W of the correction in use" });
  await tabTo(page, table.getByRole("cell", { name: "1.11", exact: true }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(table.getByRole("cell", { name: "10", exact: true })).toBeFocused();
  await expect(page.getByRole("tooltip")).toContainText("W, row Negative, column Negative = 10");
  // The next Tab leaves the matrix.
  await page.keyboard.press("Tab");
  expect(await table.evaluate((table) => table.contains(document.activeElement))).toBe(false);
});

test("Share opens by keyboard, keeps the focus, and Escape gives it back", async ({ page }) => {
  await open(page, "lang=en");
  const share = page.getByRole("button", { name: "Share" });
  await tabTo(page, share);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Share and export" });
  await expect(dialog).toBeVisible();
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => document.activeElement !== document.body && document.activeElement!.closest("dialog") === null);
    expect(outside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(share).toBeFocused();
  // And it opens again.
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
});

test("a preset is chosen and reset; the first Tab offers to skip to the figure", async ({ page }) => {
  await open(page, "lang=en");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the figure" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Three prompts disagree" }));
  await page.keyboard.press("Enter");
  await expect(slider(page, "Positive, N/A")).toBeVisible();
  const loaded = await slider(page, "Positive, N/A").getAttribute("aria-valuenow");
  await tabTo(page, slider(page, "Positive, N/A"));
  await page.keyboard.press("PageDown");
  await expect(slider(page, "Positive, N/A")).not.toHaveAttribute("aria-valuenow", loaded!);
  await tabTo(page, page.getByRole("button", { name: "Reset" }), "Shift+Tab");
  await page.keyboard.press("Space");
  await expect(slider(page, "Positive, N/A")).toHaveAttribute("aria-valuenow", loaded!);
});

test("labels are locked and let go; what is locked away is said", async ({ page }) => {
  await open(page, "lang=en&labels=A,B,C&cf=nothing:0.5,0.3,0.2&p=0.4,0.3,0.3");
  await press(page, page.getByText("Labels: rename, lock, reorder"));
  const lock = (label: string) => page.getByRole("button", { name: `Lock ${label}`, exact: true });
  await press(page, lock("B"), "Space");
  await expect(lock("B")).toHaveAttribute("aria-pressed", "true");
  // The focus stays, so the same key opens it again.
  await page.keyboard.press("Space");
  await expect(lock("B")).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("Enter");
  await press(page, lock("C"));
  await tabTo(page, field(page, "Probability of A, nothing"), "Shift+Tab");
  await retype(page, "0.7");
  await page.keyboard.press("Enter");
  // B and C are locked: nothing can take the rest.
  await expect(messages(page)).toContainText("Every other label is locked, so nothing can take the rest. Unlock one.");
  expect(await row(page, "nothing")).toEqual([0.5, 0.3, 0.2]);
  await press(page, button(page, "Dismiss"), "Enter", "Shift+Tab");
  await expect(messages(page)).toHaveCount(0);
  await press(page, lock("C"));
  await tabTo(page, field(page, "Probability of A, nothing"), "Shift+Tab");
  await retype(page, "0.6");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await row(page, "nothing"))[0]).toBe(0.6);
  const [, b, c] = await row(page, "nothing");
  expect(b).toBeCloseTo(0.3, 12);
  expect(c).toBeCloseTo(0.1, 12);
  await expect(page).toHaveURL(/lock=B/);
  // Steps leave a locked label as it is, too.
  await tabTo(page, slider(page, "A, nothing"), "Shift+Tab");
  await page.keyboard.press("PageDown");
  await expect(slider(page, "A, nothing")).toHaveAttribute("aria-valuetext", "50 percent");
  await expect(slider(page, "B, nothing")).toHaveAttribute("aria-valuetext", "30 percent");
  await expect(slider(page, "C, nothing")).toHaveAttribute("aria-valuetext", "20 percent");
});

test("labels are moved with all their numbers, and the name that is taken is refused", async ({ page }) => {
  await open(page, "lang=en&labels=A,B,C&cf=nothing:0.5,0.3,0.2&p=0.4,0.35,0.25");
  await press(page, page.getByText("Labels: rename, lock, reorder"));
  const names = () => page.getByRole("textbox", { name: /^Name of label / }).evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  await press(page, button(page, "Move label A down"));
  await expect.poll(names).toEqual(["B", "A", "C"]);
  expect(await row(page, "nothing")).toEqual([0.3, 0.5, 0.2]);
  await expect(page.getByRole("slider", { name: /, before$/ }).first()).toHaveAttribute("aria-valuetext", "35 percent");
  await press(page, button(page, "Move label C up"));
  await expect.poll(names).toEqual(["B", "C", "A"]);
  expect(await row(page, "nothing")).toEqual([0.3, 0.2, 0.5]);
  await expect(button(page, "Move label B up")).toBeDisabled();
  await expect(button(page, "Move label A down")).toBeDisabled();
  await tabTo(page, field(page, "Name of label 1"), "Shift+Tab");
  await retype(page, "C");
  await page.keyboard.press("Enter");
  await expect(messages(page)).toContainText("There is already a label “C”. Choose another name.");
  await expect.poll(names).toEqual(["B", "C", "A"]);
  // Escape gives up a name that is not finished.
  await retype(page, "Unfinished");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect.poll(names).toEqual(["B", "C", "A"]);
  await press(page, button(page, "Remove label C"));
  await expect.poll(names).toEqual(["B", "A"]);
  await expect(button(page, "Remove label A")).toBeDisabled();
});

test("prompts are moved up and down with their numbers", async ({ page }) => {
  await open(page, "lang=en&cf=one:0.9,0.1&cf=two:0.6,0.4&cf=three:0.3,0.7");
  const texts = () => page.getByRole("textbox", { name: /^Text of context-free prompt / }).evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  await press(page, button(page, "Move one down"));
  await expect.poll(texts).toEqual(["two", "one", "three"]);
  await press(page, button(page, "Move three up"));
  await expect.poll(texts).toEqual(["two", "three", "one"]);
  expect(await row(page, "two")).toEqual([0.6, 0.4]);
  expect(await row(page, "three")).toEqual([0.3, 0.7]);
  expect(await row(page, "one")).toEqual([0.9, 0.1]);
  await expect(button(page, "Move two up")).toBeDisabled();
  await expect(button(page, "Move one down")).toBeDisabled();
  await expect(page).toHaveURL(/cf=two:0\.6,0\.4&cf=three:0\.3,0\.7&cf=one:0\.9,0\.1/);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect.poll(texts).toEqual(["one", "two", "three"]);
});

test("the template is rewritten over two lines; without its slot it is refused", async ({ page }) => {
  await open(page, "lang=en");
  await press(page, page.getByText("The whole prompt"));
  const template = field(page, "Template of the prompt");
  await tabTo(page, template);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Review: {input}");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Verdict:");
  await page.keyboard.press("Tab");
  const card = page.getByRole("listitem", { name: "Context-free prompt 1: nothing" });
  await expect(card).toContainText("Review:");
  await expect(card).toContainText("Verdict:");
  await expect(template).toHaveValue("Review: {input}\nVerdict:");
  await tabTo(page, template, "Shift+Tab");
  await retype(page, "no slot");
  await page.keyboard.press("Tab");
  await expect(messages(page)).toContainText("Keep {input} in the template: it is where the input goes.");
  await expect(template).toHaveValue("Review: {input}\nVerdict:");
});

test("test inputs are added, named, given a right label, chosen from the list and removed", async ({ page }) => {
  await open(page, "lang=en&p=first:0.8,0.2");
  await press(page, button(page, "Add a test input"));
  const text = field(page, "Text of the test input");
  await expect(text).toHaveValue("");
  await tabTo(page, text, "Shift+Tab");
  await page.keyboard.type("second");
  await page.keyboard.press("Enter");
  const right = page.getByRole("combobox", { name: "Right label" });
  await tabTo(page, right);
  await arrowTo(page, right, /^right: Negative$/);
  await expect(page.getByRole("region", { name: "Accuracy" })).toContainText("of 1");
  const list = page.getByRole("region", { name: "2 test inputs, flips first" });
  // One row is reached by Tab, the others by arrow keys.
  await tabTo(page, list.getByRole("button", { name: "second" }));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(text).toHaveValue("first");
  await expect(list.getByRole("button", { name: "first" })).toHaveAttribute("aria-current", "true");
  await expect(list.getByRole("button", { name: "first" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  await expect(text).toHaveValue("second");
  await expect(slider(page, "Positive, before")).toHaveAttribute("aria-valuetext", "50 percent");
  await press(page, button(page, "Remove this test input"), "Enter", "Shift+Tab");
  await expect(text).toHaveValue("first");
  await expect(list).toHaveCount(0);
  await expect(button(page, "Remove this test input")).toBeDisabled();
});

test("weights of W and entries of b are moved by sliders, each press as one step, and computed again", async ({ page }) => {
  await open(page, "lang=en");
  await press(page, button(page, "Edit W and b by hand"));
  const w = slider(page, "W, row Negative, column Negative");
  await tabTo(page, w, "Shift+Tab");
  await expect(w).toHaveAttribute("aria-valuetext", "10");
  const entry = () => fullValues(field(page, "W, row Negative, column Negative"));
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  // Two factors of ten up and down, in 200 steps: each multiplies.
  await expect.poll(async () => (await entry())[0]).toBeCloseTo(10 * 10 ** (3 * 4 / 200), 6);
  const moved = (await entry())[0]!;
  await expect(w).toHaveAttribute("aria-valuetext", String(Number(moved.toPrecision(3))));
  await expect(equation(page)).toContainText(String(Number((moved * 0.2).toPrecision(3))));
  await page.keyboard.press("Home");
  await expect.poll(async () => (await entry())[0]).toBeCloseTo(0.1, 9);
  await expect(page.getByText("The label stays: Positive")).toBeVisible();
  // A slider of the browser's own: undo is the page's.
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await entry())[0]).toBeCloseTo(moved, 9);
  await page.keyboard.press("Control+Shift+Z");
  await expect.poll(async () => (await entry())[0]).toBeCloseTo(0.1, 9);
  await press(page, button(page, "Back to computed"));
  const table = page.getByRole("table", { name: "W of the correction in use" });
  await expect(table.getByRole("cell")).toContainText(["1.11", "0", "0", "10"]);
  await expect(page.getByText("The label flips: Positive → Negative")).toBeVisible();
  await press(page, button(page, "Edit W and b by hand"));
  expect((await entry())[0]).toBeCloseTo(10, 9);
});

test("any entry of W and b is typed, refused with a reason, and given back when it is emptied", async ({ page }) => {
  await open(page, "lang=en");
  await press(page, button(page, "Edit W and b by hand"));
  const corner = field(page, "W, row Positive, column Negative");
  await tabTo(page, corner, "Shift+Tab");
  await retype(page, "-0.5");
  await page.keyboard.press("Enter");
  await expect.poll(() => fullValues(corner)).toEqual([-0.5]);
  await expect(equation(page)).toContainText("-0.5");
  await retype(page, "1e7");
  await page.keyboard.press("Enter");
  await expect(corner).toHaveAttribute("aria-invalid", "true");
  await expect(corner.locator("xpath=..")).toContainText("An entry lies between −1,000,000 and 1,000,000.");
  await expect.poll(() => fullValues(corner)).toEqual([-0.5]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expect.poll(() => fullValues(corner)).toEqual([0]);
  const b = field(page, "b of Positive");
  await tabTo(page, b);
  await retype(page, "2");
  await page.keyboard.press("Tab");
  await expect.poll(() => fullValues(b)).toEqual([2]);
  await expect(page.getByText("The label stays: Positive")).toBeVisible();
});

test("the numbers of both charts are shown and hidden; a small chart reads out its values", async ({ page }) => {
  await open(page, "lang=en&preset=disagree");
  const show = page.getByRole("button", { name: "Show the numbers" });
  const hide = page.getByRole("button", { name: "Hide the numbers" });
  await press(page, show.first());
  await expect(hide).toHaveAttribute("aria-expanded", "true");
  await expect(hide).toBeFocused();
  const table = page.getByRole("table", { name: /^(Test input before and after|Before and after: )/ });
  await expect(table).toBeInViewport();
  const rows = await table.getByRole("row").allTextContents();
  expect(rows).toHaveLength(3);
  // Before: the numbers of the sliders.
  const before = await slider(page, "Positive, before").getAttribute("aria-valuenow");
  expect(Number(await table.getByRole("textbox").first().inputValue()) * 100).toBeCloseTo(Number(before), 1);
  await page.keyboard.press("Enter");
  await expect(hide).toHaveCount(0);

  const chart = page.getByRole("group", { name: "N/A", exact: true });
  const readings = chart.getByRole("img");
  await tabTo(page, readings.first());
  const values = await row(page, "N/A");
  await expect(page.getByRole("tooltip")).toContainText(`Positive: before ${values[0]}, after `);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("tooltip")).toBeHidden();
  // The chart is one stop: the next Tab is out of it.
  await page.keyboard.press("Tab");
  await expect(chart.locator(":focus")).toHaveCount(0);

  await press(page, show.last());
  const prompts = page.getByRole("table", { name: "The context-free prompts themselves" });
  await expect(prompts).toBeInViewport();
  await expect(prompts.getByRole("row")).toHaveCount(1 + 2 * (await page.getByRole("textbox", { name: /^Text of context-free prompt / }).count()));
});

test("a chart is taken home as SVG and as PNG", async ({ page }) => {
  await open(page, "lang=en");
  for (const [kind, start] of [["PNG", "\u0089PNG"], ["SVG", "<svg"]] as const) {
    const waiting = page.waitForEvent("download");
    await press(page, page.getByRole("button", { name: new RegExp(`^${kind}: `) }).first());
    const file = await waiting;
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${kind.toLowerCase()}$`));
    expect(readFileSync(await file.path(), "latin1")).toContain(start);
  }
});

test("what dragging does, keys and numbers do as well: every bar has both", async ({ page }) => {
  await open(page, "lang=en&preset=disagree");
  // Three prompts and a test input, two labels each. The chart's come with its picture.
  await expect(page.getByRole("slider")).toHaveCount(8);
  const bars = await page.getByRole("slider").evaluateAll((all) => all.map((one) => ({ name: one.getAttribute("aria-label")!, tab: (one as HTMLElement).tabIndex })));
  expect(bars.filter(({ tab }) => tab !== 0)).toEqual([]);
  // Every context-free bar has a field beside it; the chart's bars go in steps of a hundredth, with Shift of a thousandth.
  for (const { name } of bars.filter(({ name }) => !name.endsWith(", before"))) await expect(field(page, `Probability of ${name}`)).toHaveCount(1);
  const bar = slider(page, "Negative, before");
  const start = Number(await bar.getAttribute("aria-valuenow"));
  await tabTo(page, bar);
  for (const [key, change] of [["ArrowRight", 1], ["ArrowDown", 0], ["Shift+ArrowUp", 0.1], ["PageUp", 10.1], ["Shift+ArrowLeft", 10], ["PageDown", 0]] as const) {
    await page.keyboard.press(key);
    await expect.poll(async () => Number(await bar.getAttribute("aria-valuenow")), key).toBeCloseTo(start + change, 6);
  }
  for (const [key, value] of [["Home", "0.1"], ["End", "99.9"]] as const) {
    await page.keyboard.press(key);
    await expect(bar).toHaveAttribute("aria-valuetext", `${value} percent`);
  }
  await expect(page.getByTestId("announcement")).toContainText("The other labels were rescaled.");
});

test("Share: link and code are copied, every file is downloaded, a state is opened", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "lang=en&cf=mine:0.25,0.75&p=hello:0.6,0.4");
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await press(page, button(page, "Share"));
  const dialog = shareDialog(page);
  await expect(dialog).toBeVisible();
  const link = dialog.getByRole("textbox", { name: "Link" });
  await tabTo(page, link);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("announcement")).toHaveText("Copied");
  expect(await clipboard()).toBe(await link.inputValue());
  expect(await clipboard()).toContain("cf=mine:0.25,0.75");

  const files: Record<string, string> = {};
  for (const name of ["calibration.json", "inputs.csv", "context-free.csv", "parameters.csv"]) {
    const waiting = page.waitForEvent("download");
    await press(page, dialog.getByRole("button", { name, exact: true }));
    const file = await waiting;
    expect(file.suggestedFilename()).toBe(name);
    files[name] = readFileSync(await file.path(), "utf8");
  }
  expect(JSON.parse(files["calibration.json"]!).contextFree).toEqual([{ prompt: "mine", probabilities: [0.25, 0.75] }]);
  expect(files["context-free.csv"]).toContain("mine,0.25,0.75,");
  expect(files["inputs.csv"]).toContain("hello,,0.6,0.4,");
  expect(files["parameters.csv"]).toContain("in use,,Positive,4,0,0");

  const language = (name: string) => dialog.getByRole("radio", { name, exact: true });
  await tabTo(page, language("NumPy"));
  for (const [name, text] of [["Rust", "fn main()"], ["JavaScript", "console.log"]] as const) {
    await page.keyboard.press("ArrowRight");
    await expect(language(name)).toBeChecked();
    await expect(dialog.getByRole("group", { name: "Code", exact: true })).toContainText(text);
  }
  await tabTo(page, dialog.getByRole("button", { name: "Copy", exact: true }).last());
  await page.keyboard.press("Enter");
  await expect.poll(clipboard).toBe(await dialog.getByRole("group", { name: "Code", exact: true }).textContent());
  await press(page, dialog.getByRole("button", { name: "Close" }));
  await expect(dialog).toBeHidden();
  await expect(button(page, "Share")).toBeFocused();

  // And back: another state, then the file.
  await press(page, button(page, "Calibration backfires"));
  await expect(slider(page, "Positive, mine")).toHaveCount(0);
  await press(page, button(page, "Share"), "Enter", "Shift+Tab");
  const chooser = page.waitForEvent("filechooser");
  await press(page, dialog.getByLabel("Open a JSON or CSV file:"), "Space");
  await (await chooser).setFiles({ name: "calibration.json", mimeType: "application/json", buffer: Buffer.from(files["calibration.json"]!) });
  await expect(dialog).toBeHidden();
  await expect(slider(page, "Positive, mine")).toHaveAttribute("aria-valuetext", "25 percent");
});

test("inputs are brought by a file and by a pasted table, and the rows left out are read", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "lang=en");
  await press(page, page.getByText("Bring your own inputs"));
  const chooser = page.waitForEvent("filechooser");
  await press(page, page.getByLabel("Bring your own inputs"), "Space");
  await (await chooser).setFiles({ name: "in.csv", mimeType: "text/csv", buffer: Buffer.from("text,Positive,Negative\nfrom a file,0.3,0.7\nsecond,0.6,0.4\n") });
  // A table that needs no question is one glance and Enter.
  await expect(importDialog(page)).toContainText("Test inputs: 2.");
  await expect(button(page, "Replace the inputs")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(importDialog(page)).toBeHidden();
  await expect(field(page, "Text of the test input")).toHaveValue("from a file");

  await page.evaluate(() => navigator.clipboard.writeText("text,Positive,Negative\npasted,0.2,0.8\nbad,0.5,x\nalso pasted,0.7,0.3"));
  await tabTo(page, field(page, "Or paste a table:"));
  await page.keyboard.press("Control+v");
  await press(page, button(page, "Load the table"));
  await expect(importDialog(page)).toContainText("Rows that could not be read: 1.");
  await press(page, page.getByText("Which rows, and why"), "Enter", "Shift+Tab");
  await expect(page.getByText("Line 3: “x” is not a number.")).toBeVisible();
  // Escape leaves everything as it is; the text is still there to be loaded.
  await page.keyboard.press("Escape");
  await expect(importDialog(page)).toBeHidden();
  await expect(button(page, "Load the table")).toBeFocused();
  await expect(field(page, "Text of the test input")).toHaveValue("from a file");
  await page.keyboard.press("Enter");
  await expect(button(page, "Replace the inputs")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field(page, "Text of the test input")).toHaveValue("pasted");
  // Undo brings the inputs before back.
  await page.keyboard.press("Control+z");
  await expect(field(page, "Text of the test input")).toHaveValue("from a file");
});

test("undo and redo by their buttons; language and colours by theirs", async ({ page }) => {
  await open(page, "lang=en");
  await tabTo(page, slider(page, "Positive, nothing"));
  await page.keyboard.press("PageDown");
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "80 percent");
  await press(page, button(page, "Undo"), "Enter", "Shift+Tab");
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "90 percent");
  await expect(page.getByTestId("announcement")).toHaveText("Undone.");
  // There is nothing left to undo, so the button is off; the next one is not lost.
  await press(page, button(page, "Redo"));
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "80 percent");
  const colours = page.getByRole("button", { name: /^Colours: / });
  await tabTo(page, colours);
  for (const theme of ["light", "dark"]) {
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await expect(colours).toBeFocused();
  }
  await tabTo(page, page.getByRole("radio", { name: "EN" }), "Shift+Tab");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await expect(page.getByRole("radio", { name: "中文" })).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "80 percent");
});

test("a preset is chosen from the list of all, and a pattern turned round", async ({ page }) => {
  await open(page, "lang=en");
  const all = page.getByRole("combobox", { name: "All starting points" });
  await tabTo(page, all);
  await arrowTo(page, all, /^Four examples/);
  await expect(all).toHaveValue(/^pattern/);
  const examples = page.getByRole("group", { name: "The four examples in the prompt, in order" });
  await expect(examples).toBeVisible();
  const first = examples.getByRole("button").first();
  await tabTo(page, first);
  const [name, numbers] = [await first.textContent(), await fullValues(page.getByRole("slider", { name: /, N\/A$/ }))];
  await page.keyboard.press("Space");
  await expect(first).not.toHaveText(name!);
  expect(await fullValues(page.getByRole("slider", { name: /, N\/A$/ }))).not.toEqual(numbers);
  await expect(first).toBeFocused();
});

test("many labels: the whole matrix and the terms are unfolded; zeros are raised", async ({ page }) => {
  await open(page, "lang=en&preset=fourteen");
  await press(page, button(page, "Show the whole matrix"));
  const table = page.getByRole("table", { name: "W of the correction in use" });
  await expect(table.getByRole("row")).toHaveCount(15);
  await expect(button(page, "Show the diagonal only")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(table).toHaveCount(0);
  await press(page, page.getByText("One line for each label"));
  await expect(equation(page).getByRole("listitem")).toHaveCount(14);

  await open(page, "lang=en&cf=nothing:0.9,0.1&cf=N%2FA:0.5,0.5");
  await tabTo(page, field(page, "Probability of Positive, N/A"));
  await retype(page, "1");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The model gave “Negative” no probability for “N/A”").first()).toBeVisible();
  await press(page, button(page, "Use 0.001 in place of zero").first());
  await expect(page.getByText("The model gave “Negative” no probability")).toHaveCount(0);
  await expect.poll(async () => (await row(page, "N/A"))[1]).toBeCloseTo(0.001, 5);
});

test("arrows go from label to label of a small chart, and each reads out its values", async ({ page }) => {
  await open(page, "lang=en&preset=disagree");
  const readings = page.getByRole("group", { name: "N/A", exact: true }).getByRole("img");
  const values = await row(page, "N/A");
  await tabTo(page, readings.first());
  await page.keyboard.press("ArrowRight");
  await expect(readings.nth(1)).toBeFocused();
  await expect(page.getByRole("tooltip")).toContainText(`Negative: before ${values[1]}, after `);
  await page.keyboard.press("ArrowLeft");
  await expect(readings.first()).toBeFocused();
});
