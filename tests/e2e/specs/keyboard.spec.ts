// The workbench by keyboard alone: no test here touches a mouse.
import type { Locator, Page } from "@playwright/test";
import { expect, open, test } from "../fixtures";

const slider = (page: Page, name: string): Locator => page.getByRole("slider", { name, exact: true });
const number = (page: Page, label: string, prompt: string): Locator =>
  page.getByRole("textbox", { name: `Probability of ${label}, ${prompt}`, exact: true });

/** Presses Tab (or Shift+Tab) until the element has the focus. */
async function tabTo(page: Page, element: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press(key);
    if (await element.evaluate((node) => node === document.activeElement)) return;
  }
  throw new Error(`${key} never reaches ${element}`);
}

/** Every number of a context-free prompt, in full. */
const row = (page: Page, prompt: string): Promise<number[]> =>
  page
    .getByRole("textbox", { name: new RegExp(`^Probability of .*, ${prompt}$`) })
    .evaluateAll((fields) => fields.map((field) => Number((field as HTMLElement).dataset["full"]!.split(" ").at(-1))));

async function expectEven(page: Page, prompt: string): Promise<void> {
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
    await expectEven(page, "nothing");
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
  const field = number(page, "Positive", "nothing");
  const positive = slider(page, "Positive, nothing");
  await tabTo(page, field);
  for (const [typed, value] of [["0.6", "60"], ["25 %", "25"], ["3/4", "75"]] as const) {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
    await expect(positive).toHaveAttribute("aria-valuenow", value);
    await expectEven(page, "nothing");
  }
  for (const [typed, reason] of [
    ["many", "“many” is not a number. Write 0.9, 90 % or 9/10."],
    ["1.5", "A probability lies between 0 and 1."],
    ["NaN", "“NaN” is not a number."],
  ] as const) {
    await page.keyboard.press("Control+a");
    await page.keyboard.type(typed);
    await page.keyboard.press("Enter");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    // Beside it: in the same field.
    await expect(field.locator("xpath=..")).toContainText(reason);
    await expect(field).toHaveValue(typed);
    await expect(positive).toHaveAttribute("aria-valuenow", "75");
  }
  await page.keyboard.press("Escape");
  await expect(field).not.toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue("0.75");
});

test("a row of log-probabilities is pasted into one field and fills the row", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "lang=en");
  const field = number(page, "Positive", "nothing");
  await tabTo(page, field);
  await page.evaluate(() => navigator.clipboard.writeText('{"Positive": -0.1, "Negative": -2.3}'));
  await page.keyboard.press("Control+v");
  await expect(page.getByText("Negative values: read as log-probabilities.")).toBeVisible();
  const [p, n] = [Math.exp(-0.1), Math.exp(-2.3)];
  await expect.poll(async () => (await row(page, "nothing"))[0]).toBeCloseTo(p / (p + n), 9);
  await expectEven(page, "nothing");
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
  await expectEven(page, "nothing");
  await expectEven(page, "N/A");

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
  await expectEven(page, "nothing");

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

test("a locked label keeps its probability while another is stepped", async ({ page }) => {
  await open(page, "lang=en&labels=A,B,C&cf=nothing:0.5,0.3,0.2&p=0.4,0.3,0.3");
  await tabTo(page, page.locator("summary", { hasText: "Labels: rename, lock, reorder" }));
  await page.keyboard.press("Enter");
  const lock = page.getByRole("button", { name: "Lock B" });
  await tabTo(page, lock);
  await page.keyboard.press("Space");
  await expect(lock).toHaveAttribute("aria-pressed", "true");
  await tabTo(page, slider(page, "A, nothing"), "Shift+Tab");
  await page.keyboard.press("PageUp");
  await expect(slider(page, "A, nothing")).toHaveAttribute("aria-valuetext", "60 percent");
  await expect(slider(page, "B, nothing")).toHaveAttribute("aria-valuetext", "30 percent");
  await expect(slider(page, "C, nothing")).toHaveAttribute("aria-valuetext", "10 percent");
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

test("the chart's before bars are sliders too", async ({ page }) => {
  await open(page, "lang=en");
  const bar = slider(page, "Positive, before");
  await tabTo(page, bar);
  await page.keyboard.press("ArrowUp");
  await expect(bar).toHaveAttribute("aria-valuetext", "81 percent");
  await page.keyboard.press("Home");
  await expect(bar).toHaveAttribute("aria-valuetext", "0.1 percent");
});

test("an entry of W is set by hand and computed again", async ({ page }) => {
  await open(page, "lang=en");
  await tabTo(page, page.getByRole("button", { name: "Edit W and b by hand" }));
  await page.keyboard.press("Enter");
  const entry = page.getByRole("textbox", { name: "W, row Negative, column Negative" });
  await tabTo(page, entry, "Shift+Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("4.5");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "The equation with the numbers on screen" })).toContainText("4.5·0.2");
  await tabTo(page, page.getByRole("button", { name: "Back to computed" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "The equation with the numbers on screen" })).toContainText("10·0.2");
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
