// The landscape of bias: accuracy over every shift, with the point in use to be dragged or moved by keys.
import type { Locator, Page } from "@playwright/test";
import { violations } from "../axe";
import { expect, open, test } from "../fixtures";
import { button, download, shareDialog, slider } from "../reader";

const point = (page: Page): Locator => slider(page, "W and b in use");
const landscape = (page: Page): Locator => page.getByRole("region", { name: "The landscape of bias" });

interface Saved {
  labels: string[];
  averaging: "parameters" | "probabilities";
  contextFree: { probabilities: number[] }[];
  inputs: { probabilities: number[]; label?: number }[];
  overrides: { w: { row: number; column: number; value: number }[] };
}

/** The state as the page exports it. */
async function saved(page: Page): Promise<Saved> {
  await button(page, "Share").click();
  const { text } = await download(page, () => shareDialog(page).getByRole("button", { name: "calibration.json" }).click());
  await page.keyboard.press("Escape");
  return JSON.parse(text) as Saved;
}

/** Number of inputs that weights on the diagonal of W get right. */
function right({ inputs }: Saved, w: number[]): number {
  const says = (p: number[]) => {
    const scores = p.map((p, k) => p * w[k]!);
    return scores.findIndex((score) => score >= Math.max(...scores) - 1e-12);
  };
  return inputs.filter(({ probabilities, label }) => label === says(probabilities)).length;
}

/** The diagonal of W in use: computed by contextual calibration, with what was set by hand. */
function weights({ labels, averaging, contextFree, overrides }: Saved): number[] {
  const mean = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  return labels.map((_, k) => {
    const byHand = overrides.w.find(({ row, column }) => row === k && column === k);
    const p = contextFree.map(({ probabilities }) => probabilities[k]!);
    return byHand?.value ?? (averaging === "parameters" ? mean(p.map((p) => 1 / p)) : 1 / mean(p));
  });
}

/** The numbers that the sentence says are right in use: "26 of 30". */
async function said(page: Page): Promise<number> {
  const words = await landscape(page).locator(".landscape-words").innerText();
  return Number(/In use: [\d.]+\s%, (\d+) of \d+/.exec(words)![1]);
}

async function drag(page: Page, x: number, y: number, release = true): Promise<void> {
  await point(page).hover();
  const box = (await point(page).boundingBox())!;
  const plane = (await landscape(page).locator(".geo-plane").boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(plane.x + plane.width * x, plane.y + plane.height * y, { steps: 5 });
  if (release) await page.mouse.up();
}

/** Three labels, with right labels. */
const THREE =
  "labels=Positive,Neutral,Negative&cf=N/A:0.3,0.5,0.2&p=a:0.6,0.3,0.1@Positive&p=b:0.2,0.6,0.2@Negative&p=c:0.1,0.6,0.3@Negative&p=d:0.3,0.4,0.3@Neutral";

for (const [k, link] of [[2, "preset=sentiment-2-swapped"], [3, THREE], [6, "preset=question"]] as const) {
  test(`${k} labels: a drag sets W by hand, and all else follows`, async ({ page }) => {
    await open(page, `lang=en&view=workbench&${link}`);
    const before = (await point(page).getAttribute("aria-valuetext"))!;
    await drag(page, 0.8, 0.2);
    await expect(point(page)).not.toHaveAttribute("aria-valuetext", before);
    const state = await saved(page);
    expect(state.overrides.w).toHaveLength(k > 3 ? 1 : k);
    const count = right(state, weights(state));
    expect(await said(page)).toBe(count);
    const counted = state.inputs.filter(({ label }) => label !== undefined).length;
    await expect(page.getByRole("region", { name: "Accuracy" })).toContainText(`${count} of ${counted}`);
    await button(page, "Undo").click();
    await expect(point(page)).toHaveAttribute("aria-valuetext", before);
    await expect(button(page, "Undo")).toBeDisabled();
  });
}

test("Escape cancels a drag; keys move the point, and a run of keys is one step", async ({ page }) => {
  await open(page, "lang=en&view=workbench&preset=sentiment-2-swapped");
  const before = (await point(page).getAttribute("aria-valuetext"))!;
  await drag(page, 0.9, 0.5, false);
  await expect(point(page)).not.toHaveAttribute("aria-valuetext", before);
  await page.keyboard.press("Escape");
  await expect(point(page)).toHaveAttribute("aria-valuetext", before);
  await page.mouse.up();
  await expect(button(page, "Undo")).toBeDisabled();
  await point(page).press("End");
  await expect(point(page)).toHaveAttribute("aria-valuenow", "0.995");
  await point(page).press("PageDown");
  await expect(point(page)).toHaveAttribute("aria-valuenow", "0.895");
  await point(page).press("ArrowRight");
  await expect(point(page)).toHaveAttribute("aria-valuenow", "0.905");
  for (let i = 0; i < 3; i++) await button(page, "Undo").click();
  await expect(point(page)).toHaveAttribute("aria-valuetext", before);
  await expect(button(page, "Undo")).toBeDisabled();
  // A key that is held down repeats without being released.
  await point(page).focus();
  for (let i = 0; i < 4; i++) await page.keyboard.down("ArrowRight");
  await page.keyboard.up("ArrowRight");
  await button(page, "Undo").click();
  await expect(point(page)).toHaveAttribute("aria-valuetext", before);
});

test("words and table say the numbers of the curve", async ({ page }) => {
  await open(page, "lang=en&view=workbench&preset=sentiment-2-swapped");
  const state = await saved(page);
  const n = state.inputs.length;
  const at = (p: number) => right(state, [(1 - p) / p, 1]);
  await landscape(page).getByText("As a table", { exact: true }).click();
  const rows = landscape(page).locator(".landscape-nodes tbody tr");
  await expect(rows).toHaveCount(19);
  for (const [i, text] of (await rows.allInnerTexts()).entries()) {
    const p = (i + 1) / 20;
    expect(text.split(/\s+/)[0]).toBe(String(p));
    expect(text).toContain(`${Math.round((at(p) / n) * 1000) / 10}\u00a0%`);
  }
  const best = Math.max(...Array.from({ length: 1999 }, (_, i) => at((i + 1) / 2000)));
  await point(page).press("End");
  await expect(landscape(page).locator(".landscape-words")).toContainText(`The best place there is: ${Math.round((best / n) * 1000) / 10} %, ${best} of ${n}.`);
  await expect(landscape(page).locator(".landscape-words")).toContainText(`${at(0.995)} of ${n} (threshold on p(Negative) 0.995)`);
});

test("parameters that are more than a shift have no place until they are put there", async ({ page }) => {
  await open(page, `lang=en&view=workbench&preset=question&w=,0.5${",".repeat(34)}`);
  await expect(point(page)).toHaveCount(0);
  await expect(landscape(page)).toContainText("These W and b have no place here");
  await button(page, "Put it here, at the nearest method").click();
  await expect(point(page)).toBeVisible();
  await button(page, "Undo").click();
  await expect(point(page)).toHaveCount(0);
});

for (const lang of ["en", "zh"]) {
  for (const [name, link] of [["a curve", "preset=sentiment-2-swapped"], ["a map", THREE], ["a choice of labels", "preset=question"], ["bias", "preset=topic&method=identity"]]) {
    test(`axe finds nothing in the landscape: ${name}, ${lang}`, async ({ page }) => {
      await open(page, `lang=${lang}&view=workbench&${link}`);
      await page.locator(".landscape-tables summary").click();
      expect(await violations(page, ".landscape")).toEqual([]);
    });
  }
}
