// Where labels flip: the line, the triangle and the pairs, in chapter 6 and in the workbench.
import type { Locator, Page } from "@playwright/test";
import { choose, expect, open, test } from "../fixtures";
import { button, showAll, slider } from "../reader";

/** Opens the view in panel 3. */
async function unfold(page: Page, hash: string): Promise<void> {
  await open(page, `lang=en&${hash}`);
  await page.getByText("Where labels flip", { exact: true }).click();
}

const middle = async (of: Locator): Promise<[number, number]> => {
  const box = (await of.boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
};

/** Drags a point to a place of its plane, in shares of the plane's sides. */
async function drag(page: Page, point: Locator, x: number, y: number | undefined, release = true): Promise<void> {
  // Hovering waits until the point stands still: the plane follows the width that it is given.
  await point.hover();
  const [fromX, fromY] = await middle(point);
  const plane = (await page.locator(".geo-plane").boundingBox())!;
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(plane.x + plane.width * x, y === undefined ? fromY : plane.y + plane.height * y, { steps: 5 });
  if (release) await page.mouse.up();
}

test("an input crosses the threshold on the line: by mouse, by key, and back with Escape", async ({ page }) => {
  await open(page, "lang=en&learn=6");
  await page.getByRole("button", { name: "Show me" }).click();
  const line = page.getByRole("group", { name: "p(Positive) on a line, with the threshold before and after" });
  await expect(line.getByText("threshold before: 0.5")).toBeVisible();
  await expect(line.getByText("threshold after: 0.9")).toBeVisible();
  await expect(line.getByRole("slider")).toHaveCount(4);
  await expect(page.getByText("answers that flip: from 0.5 to 0.9")).toBeVisible();
  const film = slider(page, "It was a film.");
  // A click only selects.
  await film.click();
  await expect(page.getByText("“It was a film.” flips from Positive to Negative.", { exact: true })).toBeVisible();
  await expect(film).toHaveAttribute("aria-valuenow", "0.8");
  await drag(page, film, 0.95, undefined, false);
  await expect(page.getByText("1 of 4 inputs lie in the band and flip.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(film).toHaveAttribute("aria-valuenow", "0.8");
  await page.mouse.up();
  await drag(page, film, 0.95, undefined);
  // A pixel is a few thousandths.
  await expect(film).toHaveAttribute("aria-valuenow", /^0\.9[45]/);
  await expect(page.getByText("“It was a film.” stays Positive.", { exact: true })).toBeVisible();
  await film.press("PageDown");
  await film.press("ArrowLeft");
  await expect(film).toHaveAttribute("aria-valuenow", /^0\.8[34]/);
  await expect(page.getByText(/^At p\(Positive\) =\s0\.8[34]\d?: softmax 0\.\d+, normalised 0\.\d+\.$/)).toBeVisible();
  await button(page, "Back to the chapter’s state").click();
  await expect(film).toHaveAttribute("aria-valuenow", "0.8");
});

test("the band follows the context-free answer", async ({ page }) => {
  await unfold(page, "preset=worked");
  await expect(page.getByText("answers that flip: from 0.5 to 0.9")).toBeVisible();
  await slider(page, "Positive, nothing").press("PageDown");
  await expect(page.getByText("answers that flip: from 0.5 to 0.8")).toBeVisible();
  await choose(page.getByRole("radio", { name: "normalise" }));
  await expect(page.locator(".geo-curve.is-normalize.is-current")).toHaveCount(2);
});

test("500 inputs are a few points and many ticks", async ({ page }) => {
  await unfold(page, `labels=A,B&cf=x:0.7,0.3${Array.from({ length: 90 }, (_, i) => `&p=t${i}:${(i + 1) / 100},${1 - (i + 1) / 100}`).join("")}`);
  const sliders = page.getByRole("group", { name: "p(A) on a line, with the threshold before and after" }).getByRole("slider");
  expect(await sliders.count()).toBeLessThanOrEqual(41);
  await page.getByRole("button", { name: /^t61/ }).click();
  await expect(slider(page, "t61")).toHaveAttribute("tabindex", "0");
});

test("the triangle: methods disagree, the point moves, the probabilities follow", async ({ page }) => {
  await unfold(page, "preset=methods");
  const view = page.locator(".geo");
  await expect(view.getByText("Before Neutral, diagonal W Negative, bias b Neutral.")).toBeVisible();
  await expect(view.getByText("Positive: 33.3 % of the triangle before, 7.6 % after")).toBeVisible();
  const point = slider(page, "It has its moments.");
  await drag(page, point, 0.5, 0.1);
  await expect(point).toHaveAttribute("aria-valuetext", /^p\(Positive\) = 0\.(89|9)/);
  await expect(view.getByText("Before Positive, diagonal W Positive, bias b Positive.")).toBeVisible();
  // Outside, the point stays on the edge; one step of undo takes the drag back.
  await drag(page, point, 1.2, 1.3);
  await expect(point).toHaveAttribute("aria-valuetext", "p(Positive) = 0, p(Neutral) = 0, p(Negative) = 1");
  await button(page, "Undo").click();
  await button(page, "Undo").click();
  await expect(point).toHaveAttribute("aria-valuetext", "p(Positive) = 0.02, p(Neutral) = 0.65, p(Negative) = 0.33");
  await point.press("ArrowUp");
  await expect(point).toHaveAttribute("aria-valuetext", "p(Positive) = 0.03, p(Neutral) = 0.645, p(Negative) = 0.325");
  await slider(page, "Positive, It has its moments.").press("PageUp");
  await expect(point).toHaveAttribute("aria-valuenow", "0.13");
  await choose(view.getByRole("radio", { name: "bias b" }));
  await expect(page.getByRole("group", { name: "Method" }).getByRole("radio", { name: "bias b" }).first()).toBeChecked();
});

test("a finger drags the point of the triangle, and scrolls beside it", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL!, hasTouch: true, isMobile: true, viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  await unfold(page, "preset=methods");
  const point = slider(page, "It has its moments.");
  await point.evaluate((node) => node.scrollIntoView({ block: "center" }));
  const box = (await point.boundingBox())!;
  expect(box.width).toBeGreaterThanOrEqual(43.9);
  const plane = (await page.locator(".geo-plane").boundingBox())!;
  const [x, y] = await middle(point);
  const [toX, toY] = [plane.x + plane.width / 2, plane.y + (plane.height * 2) / 3];
  const client = await context.newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: { x: number; y: number }[]) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await touch("touchStart", { x, y });
  for (let i = 1; i <= 6; i++) await touch("touchMove", { x: x + ((toX - x) * i) / 6, y: y + ((toY - y) * i) / 6 });
  await touch("touchEnd");
  await expect(point).toHaveAttribute("aria-valuetext", /^p\(Positive\) = 0\.33/);
  await context.close();
});

test("the pairs of fourteen labels are a table for those who unfold it", async ({ page }) => {
  await open(page, "lang=en&learn=6");
  await button(page, "Many labels: pairs").click();
  await button(page, "Show me").click();
  const figure = page.getByRole("region", { name: "The figure of this chapter" });
  await expect(figure).toContainText("Artist gains on all other labels, Book loses on all.");
  await expect(figure.getByRole("table")).toHaveCount(0);
  await figure.getByText("All pairs as a table").click();
  await expect(figure.getByRole("table").getByRole("row")).toHaveCount(15);
});

test("many labels pair by pair: sorted by gain, each cell with its reading", async ({ page }) => {
  await unfold(page, "preset=topics");
  await expect(page.getByText("Sports gains on all other labels, World loses on all. Inputs that change their label: 2 of 4.")).toBeVisible();
  const table = page.getByRole("table", { name: /^The row’s label wins/ });
  const first = table.getByRole("row").nth(1);
  await expect(first.getByRole("rowheader")).toHaveText("World");
  await button(page, "Sort by gain").click();
  await expect(first.getByRole("rowheader")).toHaveText("Sports");
  await expect(table.getByRole("row").last().getByRole("rowheader")).toHaveText("World");
  const cell = first.getByRole("cell").last();
  await expect(cell).toContainText("gains");
  await expect(cell).toHaveAttribute("data-full", /^Sports beats World above a ratio of 0\.\d+; before, above 1\.$/);
  await choose(page.getByRole("radio", { name: "bias b" }));
  await expect(page.getByRole("table", { name: /^How far a label’s probability/ })).toBeVisible();
});

test("the view follows the number of labels, and says when there is no correction", async ({ page }) => {
  await unfold(page, "labels=A,B,C&cf=x:0.5,0.3,0.2&p=t:0.2,0.3,0.5");
  await expect(page.getByRole("group", { name: "All distributions over A, B, C as a triangle" })).toBeVisible();
  await open(page, "lang=en&learn=6");
  await page.getByRole("button", { name: "Show me" }).click();
  const negative = page.getByRole("textbox", { name: "Probability of Negative, nothing" });
  await negative.fill("0");
  await negative.press("Enter");
  await expect(page.getByText(/^This figure needs a correction/)).toBeVisible();
  await expect(page.getByRole("group", { name: /on a line/ })).toHaveCount(0);
});

test("a label keeps its colour through all chapters", async ({ page }) => {
  const seen = new Map<string, Set<string>>();
  for (const [chapter, part] of [[1, undefined], [2, undefined], [6, "Two labels: a line"], [6, "Three labels: a triangle"], [7, undefined], [8, undefined]] as const) {
    await open(page, `lang=en&learn=${chapter}`);
    if (part) await button(page, part).click();
    await showAll(page);
    const swatches = page.locator(".chapter-figure .bar .bar-label");
    await expect(swatches.first()).toBeVisible();
    for (const swatch of await swatches.all()) {
      const [name, colour] = await swatch.evaluate((label) => [label.textContent!.trim(), getComputedStyle(label.querySelector(".swatch")!).backgroundColor]);
      seen.set(name!, (seen.get(name!) ?? new Set()).add(colour!));
    }
  }
  expect([...seen.keys()].sort()).toEqual(["Negative", "Neutral", "Positive"]);
  for (const [name, colours] of seen) expect([...colours], name).toHaveLength(1);
  // And no two labels have the same.
  expect(new Set([...seen.values()].flatMap((colours) => [...colours])).size).toBe(3);
});
