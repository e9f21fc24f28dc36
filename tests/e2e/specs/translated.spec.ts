// A page that the browser translates: texts are replaced by elements that the page knows nothing of. It must not show old numbers,
// and it must not crash.
import type { Page } from "@playwright/test";
import { expect, open, ready, test } from "../fixtures";
import { frames } from "../embed/host";
import { slider } from "../reader";

/** Replaces every text that has a letter, as page translators do, also where that is not wanted. */
const translate = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const walk = document.createTreeWalker(document.querySelector("#app")!, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walk.nextNode()) if (/\p{L}/u.test((walk.currentNode as Text).data)) texts.push(walk.currentNode as Text);
    for (const text of texts) {
      if (text.parentElement?.closest("font")) continue;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = `«${text.data}»`;
      outer.append(inner);
      text.replaceWith(outer);
    }
    return texts.length;
  });

/** A button, whether or not its words are translated. */
const press = (page: Page, name: string): Promise<void> => page.getByRole("button", { name: new RegExp(`^«?${name}»?$`) }).first().click();

/** What the page says, whatever language it is said in. */
const words = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const app = document.querySelector("#app")!.cloneNode(true) as Element;
    // Its words are of where the mouse is.
    app.querySelector("[role=tooltip]")?.remove();
    return app.textContent!.replaceAll(/[«»]/g, "");
  });

/** Does the same in two pages, one of which is translated before each step, and compares what they say. */
async function follow(page: Page, hash: string, steps: ((page: Page) => Promise<unknown>)[]): Promise<void> {
  const plain = await page.context().newPage();
  for (const each of [plain, page]) await open(each, hash);
  expect(await translate(page)).toBeGreaterThan(20);
  for (const [i, step] of steps.entries()) {
    const same = (when: string) => expect(async () => {
      expect(await words(page), `${when} step ${String(i + 1)}`).toBe(await words(plain));
    }).toPass({ timeout: 10_000 });
    for (const each of [plain, page]) {
      await step(each);
      await frames(each);
    }
    await same("after");
    await translate(page);
    await same("translated after");
  }
}

test("the workbench stays true and whole", async ({ page }) => {
  await follow(page, "preset=disagree&lang=en", [
    // The threshold and every number of the fit move.
    (page) => slider(page, "Positive, nothing").press("PageDown"),
    (page) => press(page, "prompt"),
    (page) => press(page, "label"),
    (page) => page.getByRole("group", { name: /Method/ }).getByRole("radio").nth(1).click({ force: true }),
    (page) => press(page, "Undo"),
    (page) => press(page, "Undo"),
    (page) => press(page, "Share"),
    (page) => page.keyboard.press("Escape"),
    (page) => page.getByRole("combobox", { name: "All starting points" }).selectOption("methods"),
    (page) => page.getByRole("combobox", { name: "All starting points" }).selectOption("topic"),
  ]);
});

test("what was replaced comes back with the original", async ({ page }) => {
  await open(page, "lang=en");
  const before = await words(page);
  await translate(page);
  expect(await words(page)).toBe(before);
  // "Show original": the stand-ins are taken away again.
  await page.evaluate(() => { for (const font of document.querySelectorAll("#app font")) font.remove(); });
  await expect.poll(() => words(page)).toBe(before);
  await slider(page, "Positive, nothing").press("PageDown");
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "80 percent");
});

test("a chapter is read to its end, and the next one opened", async ({ page }) => {
  await page.goto("./#learn=4&lang=en");
  await ready(page);
  await translate(page);
  await press(page, "Show me");
  await translate(page);
  for (let i = 0; i < 3; i++) {
    await press(page, "Next step");
    await translate(page);
  }
  await page.getByRole("navigation", { name: "The lesson" }).getByRole("button").last().click();
  await expect(page).toHaveURL(/learn=5/);
  await translate(page);
  await page.getByRole("radio", { name: "中文" }).click({ force: true });
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  // Texts that say something else now stand for themselves.
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText(/^\p{Script=Han}[^«]*$/u);
});

test("numbers and computed sentences are marked, so that translators leave them alone", async ({ page }) => {
  await open(page, "preset=disagree&lang=en");
  for (const computed of [
    page.getByText(/wins where p/),
    page.getByRole("table", { name: "W of the correction in use" }),
    page.getByRole("math").first(),
    page.getByText(/^The label (flips|stays)/).first(),
  ]) {
    await expect(computed).toBeVisible();
    expect(await computed.evaluate((node) => node.closest("[translate=no]") !== null)).toBe(true);
  }
});
