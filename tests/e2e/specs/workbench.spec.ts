// What a reader does at the workbench, from the first drag to a file taken home.
import type { Locator, Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { choose, expect, open, ready, test } from "../fixtures";
import { tasks } from "../measured";
import { download, importDialog, shareDialog, takeTable } from "../reader";

const slider = (page: Page, name: string): Locator => page.getByRole("slider", { name, exact: true });

/** Drags a panel-1 bar to a share of its length, in steps, and lets go. */
async function drag(page: Page, bar: Locator, share: number, release = true): Promise<void> {
  await bar.scrollIntoViewIfNeeded();
  const box = (await bar.boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * share, y, { steps: 5 });
  if (release) await page.mouse.up();
}

test("dragging Positive from 0.9 to 0.6 moves W, the equation and the label", async ({ page }) => {
  await open(page, "lang=en");
  const w = page.getByRole("table", { name: "W of the correction in use" });
  await expect(w.locator("tbody td")).toHaveText(["1.11", "0", "0", "10"]);
  await expect(page.getByText("The label flips: Positive → Negative")).toBeVisible();
  await drag(page, slider(page, "Positive, nothing"), 0.6);
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "60 percent");
  await expect(w.locator("tbody td")).toHaveText(["1.67", "0", "0", "2.5"]);
  // 0.8 / 0.6 = 1.33 against 0.2 / 0.4 = 0.5: Positive wins now.
  await expect(page.getByText("The label stays: Positive")).toBeVisible();
  await expect(page.getByRole("region", { name: "The equation with the numbers on screen" })).toContainText("1.67·0.8");
  await expect(page.getByTestId("announcement")).toContainText("The other labels were rescaled");
  await expect(page).toHaveURL(/cf=nothing:0\.6,0\.4/);
});

test("a drag is one step of undo, and Escape gives it up", async ({ page }) => {
  await open(page, "lang=en");
  const positive = slider(page, "Positive, nothing");
  await drag(page, positive, 0.3, false);
  await expect(positive).toHaveAttribute("aria-valuetext", /^(29|30)/);
  await page.keyboard.press("Escape");
  await expect(positive).toHaveAttribute("aria-valuetext", "90 percent");
  await page.mouse.up();
  await drag(page, positive, 0.3);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(positive).toHaveAttribute("aria-valuetext", "90 percent");
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(positive).toHaveAttribute("aria-valuetext", /^(29|30)/);
});

test("during a drag the table that is open follows; the unseen one is told at its end", async ({ page }) => {
  await open(page, "cf=nothing:0.9,0.1&cf=N%2FA:0.6,0.4&lang=en");
  const after = (name: RegExp): Locator => page.getByRole("group", { name }).locator("tbody tr").first().locator("td").last();
  const seen = after(/^Before and after/);
  const unseen = after(/^The context-free prompts/);
  await page.getByRole("button", { name: "Show the numbers" }).first().click();
  const [before, told] = [(await seen.textContent())!, (await unseen.textContent())!];
  await drag(page, slider(page, "Positive, nothing"), 0.7, false);
  await expect(seen).not.toHaveText(before);
  expect(await unseen.textContent()).toBe(told);
  await page.mouse.up();
  await expect(unseen).not.toHaveText(told);

  const dropped = (await slider(page, "Positive, nothing").getAttribute("aria-valuetext"))!;
  const kept = (await unseen.textContent())!;
  await drag(page, slider(page, "Positive, nothing"), 0.5, false);
  await expect(slider(page, "Positive, nothing")).not.toHaveAttribute("aria-valuetext", dropped);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", dropped);
  await expect(unseen).toHaveText(kept);
});

test("the address never has the middle of a drag", async ({ page }) => {
  await open(page, "lang=en");
  const bar = slider(page, "Positive, nothing");
  await bar.press("PageDown");
  // The address follows the key a moment later, when the next drag is already on its way.
  await drag(page, bar, 0.3, false);
  await expect(bar).toHaveAttribute("aria-valuetext", /^(29|30)/);
  await expect(page).toHaveURL(/cf=nothing:0\.8,0\.2/);
  await page.mouse.up();
  await expect(page).toHaveURL(/cf=nothing:0\.(3|29\d*),/);
});

test("charts of prompts follow a drag; those out of view are right once it ends", async ({ page, context }) => {
  const prompts = Array.from({ length: 12 }, (_, i) => `cf=prompt ${i + 1}:${0.5 + i / 40},${0.5 - i / 40}`).join("&");
  await open(page, encodeURI(`lang=en&${prompts}`));
  const chart = (name: string, of = page): Locator => of.getByRole("figure").filter({ has: of.getByRole("group", { name, exact: true }) });
  const picture = (name: string, of = page): Promise<string> => chart(name, of).locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await page.setViewportSize({ width: 1280, height: 3000 });
  const before = await picture("prompt 12");
  await drag(page, slider(page, "Positive, prompt 1"), 0.8, false);
  await expect.poll(() => picture("prompt 12")).not.toBe(before);
  await page.mouse.up();

  // Now the last chart is far below. Nothing that the first drag passed looks like what the second one ends with.
  await page.setViewportSize({ width: 1280, height: 400 });
  const above = await picture("prompt 12");
  await drag(page, slider(page, "Positive, prompt 1"), 0.2);
  await expect.poll(() => picture("prompt 12")).not.toBe(above);
  // A page that begins with these numbers draws and says the same.
  await expect(page).toHaveURL(/prompt(%20|\+)1:0\.(2|19\d*),/);
  const fresh = await context.newPage();
  await fresh.setViewportSize({ width: 1280, height: 400 });
  await fresh.goto(page.url());
  await ready(fresh);
  const reading = (of: Page): Promise<string | null> => chart("prompt 12", of).getByRole("img").first().getAttribute("aria-label");
  await expect.poll(async () => (await picture("prompt 12")) === (await picture("prompt 12", fresh))).toBe(true);
  expect(await picture("prompt 12")).not.toBe(above);
  await expect.poll(async () => (await reading(page)) === (await reading(fresh))).toBe(true);
});

test("the equation follows a drag where it is seen, and is right once the drag ends", async ({ page }) => {
  await open(page, "lang=en");
  const equation = page.getByRole("region", { name: "The equation with the numbers on screen" });
  const q = page.getByRole("slider", { name: "Positive, nothing" });
  const first = await equation.textContent();
  await page.setViewportSize({ width: 1280, height: 2500 });
  await drag(page, q, 0.7, false);
  await expect(equation).not.toHaveText(first!);
  await page.mouse.up();

  // Far below it may wait, but not longer than the drag, nor until the reader has scrolled to it and moved on.
  await page.setViewportSize({ width: 1280, height: 500 });
  const second = await equation.textContent();
  await drag(page, q, 0.4, false);
  await page.mouse.up();
  await expect(equation).not.toHaveText(second!);
  await expect(page).toHaveURL(/cf=nothing:0\.(4|39\d*),/);
  const third = await equation.textContent();
  await drag(page, q, 0.6, false);
  await equation.evaluate((element) => element.scrollIntoView({ block: "end" }));
  const box = (await q.boundingBox())!;
  await page.mouse.move(box.x + 0.65 * box.width, box.y + box.height / 2, { steps: 3 });
  await expect(equation).not.toHaveText(third!);
  await page.mouse.up();
});

test.describe("where the connection is lost", () => {
  test.use({ allowedProblems: /ERR_FAILED/ });

  test("a language that cannot be loaded leaves everything as it is; a new try loads it", async ({ page }) => {
    await page.route(/\/locales\/zh\.json/, (route) => route.abort());
    await open(page, "lang=en&preset=topic");
    await page.getByRole("radio", { name: "中文" }).click({ force: true });
    await expect(page.getByText("Part of the page could not be loaded")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.getByRole("radio", { name: "English", exact: true })).toBeChecked();
    await page.unroute(/\/locales\/zh\.json/);
    await page.getByRole("radio", { name: "中文" }).click({ force: true });
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
    await expect(page.getByRole("radio", { name: "中文", exact: true })).toBeChecked();
    // What was told in the other language is told in this one.
    await expect(page.getByText("Part of the page could not be loaded")).toHaveCount(0);
  });
});

test("lists show what is chosen, also after the reader has chosen from them", async ({ page }) => {
  await open(page, "lang=en&preset=sentiment-2-swapped");
  const right = page.getByRole("combobox", { name: "Right label" });
  const rows = page.getByRole("region", { name: "30 test inputs, flips first" }).getByRole("button");
  await expect(right).toHaveValue("right: Positive");
  await right.selectOption("right: Negative");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(right).toHaveValue("right: Positive");
  await right.selectOption("right label: unknown");
  for (const [text, label] of [["Loud, long", "Negative"], ["Two hours that", "Negative"], ["I expected little", "Positive"], ["A clumsy script", "Negative"]] as const) {
    await rows.filter({ hasText: text }).click();
    await expect(right).toHaveValue(`right: ${label}`);
  }
  const presets = page.getByRole("combobox", { name: "All starting points" });
  for (const [chosen, then] of [["Four topics", "Blank"], ["Fourteen labels", "Worked example 0.9 / 0.1"], ["Blank", "Worked example 0.9 / 0.1"]] as const) {
    await presets.selectOption(chosen);
    await expect(presets.locator("option:checked")).toHaveText(chosen);
    await presets.selectOption(then);
    await expect(presets.locator("option:checked")).toHaveText(then);
    await page.getByRole("button", { name: "Worked example 0.9 / 0.1" }).click();
    await expect(presets.locator("option:checked")).toHaveText("Worked example 0.9 / 0.1");
  }
});

test("the before bar of the test input drags on the chart", async ({ page }) => {
  await open(page, "lang=en");
  const bar = slider(page, "Positive, before");
  const box = (await bar.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 1, { steps: 4 });
  await page.mouse.up();
  await expect(bar).toHaveAttribute("aria-valuenow", /^9\d/);
});

test("touch drags a bar", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 }, baseURL });
  const page = await context.newPage();
  await open(page, "lang=en");
  const bar = slider(page, "Positive, nothing");
  await bar.scrollIntoViewIfNeeded();
  const box = (await bar.boundingBox())!;
  const y = box.y + box.height / 2;
  const session = await context.newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", share: number) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: box.x + box.width * share, y }],
    });
  const scrolled = await page.evaluate(() => scrollY);
  await touch("touchStart", 0.9);
  for (const share of [0.8, 0.7, 0.6, 0.5]) await touch("touchMove", share);
  await touch("touchEnd", 0.5);
  await expect(bar).toHaveAttribute("aria-valuetext", /^(49|50|51)/);
  expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  await context.close();
});

test("touch drags a before bar on the chart, and the page stays where it is", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 }, baseURL });
  const page = await context.newPage();
  await open(page, "lang=en&p=0.5,0.5");
  const bar = slider(page, "Positive, before");
  await bar.scrollIntoViewIfNeeded();
  const box = (await bar.boundingBox())!;
  const x = box.x + box.width / 2;
  const session = await context.newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", share: number) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x, y: box.y + box.height * (1 - share) }],
    });
  const scrolled = await page.evaluate(() => scrollY);
  await touch("touchStart", 0.5);
  for (const share of [0.45, 0.4, 0.35, 0.3, 0.25, 0.2]) await touch("touchMove", share);
  await touch("touchEnd", 0.2);
  await expect(bar).toHaveAttribute("aria-valuenow", /^(1[5-9]|2[0-5])/);
  expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  await context.close();
});

for (const { id, inputs, right } of tasks) {
  test(`measured preset ${id} shows the accuracy of the data file for both orders`, async ({ page }) => {
    await open(page, `preset=${id}&lang=en`);
    const shares = page.getByRole("region", { name: "Accuracy" }).locator("dd [data-full]");
    const shown = async (after: number) => {
      for (const [place, expected] of [[0, right.none![0]], [1, after]] as const) {
        await expect.poll(async () => Number(await shares.nth(place).getAttribute("data-full"))).toBeCloseTo(expected / inputs, 4);
      }
    };
    await shown(right.parameters![0]);
    await choose(page.getByRole("radio", { name: "probabilities" }));
    await shown(right.probabilities![0]);
  });
}

test("a double click on a label's name renames it", async ({ page }) => {
  await open(page, "lang=en&preset=worked");
  const prompts = page.getByRole("region", { name: "Ask about nothing" });
  await prompts.locator(".bar-label", { hasText: "Negative" }).first().dblclick();
  const field = page.getByRole("textbox", { name: "Name of label 2" });
  await expect(field).toBeFocused();
  await page.keyboard.type("Bad");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("slider", { name: "Bad, nothing" })).toBeVisible();
});

test("a new example takes what is typed next", async ({ page }) => {
  await open(page, "lang=en&preset=sst2-2");
  await page.getByRole("button", { name: "example", exact: true }).click();
  const texts = page.getByRole("textbox", { name: /^Text of example/ });
  await expect(texts).toHaveCount(3);
  await expect(texts.last()).toBeFocused();
  await page.keyboard.type("So so. ");
  await expect(texts).toHaveCount(3);
  await expect(texts.last()).toHaveValue("So so. ");
});

test("a zero probability says which prompt and label, and one click mends it", async ({ page }) => {
  await open(page, "lang=en&preset=disagree");
  const field = page.getByRole("textbox", { name: "Probability of Positive, N/A" });
  await field.fill("1");
  await field.press("Enter");
  await expect(page.getByText("The model gave “Negative” no probability for “N/A”").first()).toBeVisible();
  await page.getByRole("button", { name: "Use 0.001 in place of zero" }).first().click();
  await expect(page.getByText("The model gave “Negative” no probability")).toHaveCount(0);
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "90 percent");
});

test("own inputs are loaded from a pasted table, bad rows are listed", async ({ page }) => {
  await open(page, "lang=en");
  await page.getByText("Bring your own inputs").click();
  await page.getByRole("textbox", { name: "Or paste a table:" }).fill(
    "text,Positive,Negative,label\nfine,0.7,0.3,Positive\nbroken,x,1,\nbad,0.2,0.8,Negative\n",
  );
  await page.getByRole("button", { name: "Load the table" }).click();
  await expect(importDialog(page)).toContainText("Test inputs: 2.");
  await page.getByText("Which rows, and why").click();
  await expect(page.getByText("Line 3: “x” is not a number.")).toBeVisible();
  await takeTable(page);
  await expect(page.getByRole("heading", { name: "2 test inputs, flips first" })).toBeVisible();
});

test("the language changes without losing anything and is remembered", async ({ page }) => {
  await open(page, "lang=en&cf=nothing:0.7,0.3");
  await choose(page.getByRole("radio", { name: "中文" }));
  await expect(page.getByRole("heading", { name: "问一个空问题" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await expect(page.getByRole("slider", { name: "Positive，nothing" })).toHaveAttribute("aria-valuetext", "百分之 70");
  await open(page, "cf=x:0.5,0.5");
  await expect(page.getByRole("heading", { name: "问一个空问题" })).toBeVisible();
});

test("presets are entries of the browser's history", async ({ page }) => {
  await open(page, "lang=en");
  await page.getByRole("button", { name: "Three prompts disagree" }).click();
  await expect(page).toHaveURL(/preset=disagree/);
  await expect(page.getByRole("list").getByText("[MASK]").first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("slider", { name: "Positive, N/A" })).toHaveCount(0);
  await page.goForward();
  await expect(page.getByRole("slider", { name: "Positive, N/A" })).toBeVisible();
});

test("the JSON file that is exported opens again", async ({ page }) => {
  await open(page, "lang=en&cf=x:0.25,0.75&p=hello:0.6,0.4");
  await page.getByRole("button", { name: "Share" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "calibration.json" }).click();
  const file = await (await download).path();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Calibration backfires" }).click();
  await expect(slider(page, "Positive, x")).toHaveCount(0);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByLabel("Open a JSON or CSV file:").setInputFiles({ name: "state.json", mimeType: "application/json", buffer: readFileSync(file) });
  await expect(slider(page, "Positive, x")).toHaveAttribute("aria-valuetext", "25 percent");
});

test("the texts can be left out of link, files, code and snippet", async ({ page }) => {
  await open(page, "preset=sentiment-2-swapped&lang=en&theme=light");
  const texts = /warm|N%2FA|N\/A|MASK/;
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = shareDialog(page);
  const shared = async () => {
    const files = [];
    for (const name of ["calibration.json", "inputs.csv", "context-free.csv", "parameters.csv"]) {
      files.push((await download(page, () => dialog.getByRole("button", { name }).click())).text);
    }
    return [await dialog.getByRole("textbox", { name: "Link" }).inputValue(), ...files, (await dialog.getByRole("group", { name: "Code" }).textContent())!];
  };
  // A preset's link is its name.
  expect((await shared()).map((text) => texts.test(text))).toEqual([false, true, true, true, true, true]);
  await dialog.getByRole("checkbox", { name: /^Leave out the texts/ }).check();
  await expect(dialog.getByRole("textbox", { name: "Link" })).toHaveValue(/cf=1:0\.05/);
  // Not more often than needed: Chromium lets a page begin ten downloads in a second, and no more.
  const without = await shared();
  const [link, json] = without;
  expect(without.map((text) => texts.test(text))).toEqual([false, false, false, false, false, false]);
  expect((JSON.parse(json!) as { inputs: unknown[] }).inputs).toHaveLength(30);
  await dialog.getByRole("button", { name: "Make a snippet" }).click();
  const embed = page.getByRole("dialog", { name: "Embed" });
  await embed.getByRole("checkbox", { name: "texts of prompts and inputs" }).check();
  await expect(embed.getByRole("group", { name: "Snippet" })).not.toContainText(/preset=/);
  await expect(embed.getByRole("group", { name: "Snippet" })).not.toContainText(texts);
  await page.goto(link!);
  await expect(page.getByRole("region", { name: "Accuracy" })).toContainText("26 of 30");
});

test("charts download as SVG and PNG", async ({ page }) => {
  await open(page, "lang=en");
  // The chart is there.
  await expect(slider(page, "Positive, before")).toBeVisible();
  for (const [kind, start] of [["SVG", "<svg"], ["PNG", "\u0089PNG"]] as const) {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: new RegExp(`^${kind}: Before and after`) }).click();
    const content = readFileSync(await (await download).path(), "latin1");
    expect(content.includes(start)).toBe(true);
  }
});

test("Chinese labels stand in a Chinese sentence without spaces around them, Latin ones with", async ({ page }) => {
  await open(page, encodeURI("labels=正面,负面&cf=无:0.9,0.1&p=还行:0.72,0.28@负面&lang=zh"));
  await expect(page.getByText("现在对了：应为负面。")).toBeVisible();
  await expect(page.getByText(/时判为正面。/)).toBeVisible();
  await open(page, encodeURI("labels=Positive,Negative&cf=无:0.9,0.1&p=还行:0.72,0.28@Negative&lang=zh"));
  await expect(page.getByText("现在对了：应为 Negative。")).toBeVisible();
  await expect(page.getByText(/时判为 Positive。/)).toBeVisible();
});

test("bars are long enough to drag at every width", async ({ page }) => {
  await open(page, "preset=disagree&lang=en");
  for (let width = 320; width <= 1600; width += 16) {
    await page.setViewportSize({ width, height: 800 });
    const box = (await slider(page, "Positive, nothing").boundingBox())!;
    expect(box.width, `${width} pixels`).toBeGreaterThanOrEqual(90);
  }
});

test("on a phone a name of ten letters stands beside its bar in one line", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, "labels=Art,Technology&cf=nothing:0.4,0.6&lang=en");
  const prompts = page.getByRole("region", { name: "Ask about nothing" });
  const height = async (name: string) => (await prompts.getByText(name, { exact: true }).first().boundingBox())!.height;
  expect(await height("Technology")).toBe(await height("Art"));
});

for (const width of [320, 360, 1280, 3840]) {
  test(`no horizontal scroll bar at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const preset of ["worked", "topic", "fourteen"]) {
      await open(page, `preset=${preset}&lang=en`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  });
}
