// What specs do and read the way a reader does: by roles and accessible names, never by how the page is built.
import { expect, type Download, type Locator, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";

export const slider = (page: Page, name: string): Locator => page.getByRole("slider", { name, exact: true });

export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });

export const shareDialog = (page: Page): Locator => page.getByRole("dialog", { name: "Share and export" });

/** Presses Tab (or Shift+Tab) until the element has the focus. */
export async function tabTo(page: Page, element: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press(key);
    if (await element.evaluate((node) => node === document.activeElement)) return;
  }
  throw new Error(`${key} never reaches ${element}`);
}

export const importDialog = (page: Page): Locator => page.getByRole("dialog", { name: /^(What was read|Nothing was read)$/ });

/** Takes the table that the import dialog shows. */
export async function takeTable(page: Page, taken = "Replace the inputs"): Promise<void> {
  await importDialog(page).getByRole("button", { name: taken, exact: true }).click();
  await expect(importDialog(page)).toBeHidden();
}

/** Has every question of a chapter answered, also those that come only after another. */
export async function showAll(page: Page, lang: "en" | "zh" = "en"): Promise<void> {
  const show = button(page, lang === "en" ? "Show me" : "直接看答案");
  while ((await show.count()) > 0) {
    // The button goes with its question, a moment after the click: no other click may fall into that moment.
    const name = await page.locator("input[name^=predict]:enabled").first().getAttribute("name");
    await show.first().click();
    await expect(page.locator(`input[name="${name}"]:enabled`)).toHaveCount(0);
  }
}

/** The full value behind each of these: every number on the page carries it. */
export const fullValues = (numbers: Locator): Promise<number[]> =>
  numbers.evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset["full"]!.split(" ").at(-1))));

/** Every number of a context-free prompt, in full and in label order. */
export const row = (page: Page, prompt: string): Promise<number[]> =>
  fullValues(page.getByRole("listitem", { name: new RegExp(`: ${prompt}$`) }).getByRole("textbox", { name: /^Probability of / }));

/** What one click downloads, as text. */
export async function download(page: Page, click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const waiting = page.waitForEvent("download");
  await click();
  const file: Download = await waiting;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

/** Opens a file by the Share dialog's field. */
export async function openFile(page: Page, name: string, text: string): Promise<void> {
  await button(page, "Share").click();
  await shareDialog(page)
    .getByLabel("Open a JSON or CSV file:")
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text, "utf8") });
}

/** Reviews of films, with their right labels: sentences of our own. */
export const REVIEWS: readonly [string, string][] = [
  ["A warm, funny film that I would watch again tomorrow.", "Positive"],
  ["Two hours of my life that I will never get back.", "Negative"],
  ["The actors are wonderful and the music is better still.", "Positive"],
  ["Dull, loud and far too long.", "Negative"],
  ["I laughed, I cried, I called my mother.", "Positive"],
  ["The plot makes no sense and nobody seems to care.", "Negative"],
  ["A small masterpiece about ordinary people.", "Positive"],
  ["Even the popcorn was a disappointment.", "Negative"],
  ["Every scene is a delight.", "Positive"],
  ["I left after ten minutes.", "Negative"],
];
