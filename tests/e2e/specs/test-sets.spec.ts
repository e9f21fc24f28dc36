// Public test sets as starting points: files that are loaded when they are chosen or named.
import type { Page } from "@playwright/test";
import { drawn, host, tag } from "../embed/host";
import { expect, open, test } from "../fixtures";
import { sets } from "../measured";
import { slider } from "../reader";

const list = (page: Page) => page.getByRole("combobox", { name: "All starting points" });
const percent = (id: string, way: string): string => {
  const { inputs, right } = sets.find((set) => set.id === id)!;
  return `${(100 * right[way]![0] / inputs).toFixed(1)} %`;
};

test("a set is loaded when it is chosen, one step of undo, its address is its name", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => { if (request.url().includes("/sets/")) asked.push(request.url().split("/").at(-1)!); });
  await open(page, "preset=worked&lang=en");
  expect(asked).toEqual([]);
  await list(page).selectOption("sst2-2-swapped");
  await expect(page.getByText("1821 test inputs with their right labels")).toBeVisible();
  const accuracy = page.getByRole("region", { name: "Accuracy" });
  await expect(accuracy).toContainText(percent("sst2-2-swapped", "none"));
  await expect(accuracy).toContainText(percent("sst2-2-swapped", "parameters"));
  // What was found, with intervals, and where a row's text can be read.
  await expect(page.getByText(/with batch calibration: 83\.6\s% \(81\.8 to 85\.2\)/)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Text of the test input" })).toHaveValue(/^SST-2 \d+$/);
  await expect(page).toHaveURL(/#preset=sst2-2-swapped/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuenow", "90");
  // It is loaded once.
  await list(page).selectOption("sst2-2-swapped");
  await expect(accuracy).toContainText("of 1821");
  await page.reload();
  await expect(accuracy).toContainText("of 1821");
  expect(asked).toEqual(["sst2-2-swapped.json", "sst2-2-swapped.json"]);
});

test("going back and forward between sets", async ({ page }) => {
  await open(page, "preset=trec-0&lang=en");
  const accuracy = page.getByRole("region", { name: "Accuracy" });
  await expect(accuracy).toContainText(percent("trec-0", "none"));
  await page.evaluate(() => { location.hash = "preset=agnews-0&lang=en"; });
  await expect(accuracy).toContainText(percent("agnews-0", "none"));
  await page.goBack();
  await expect(accuracy).toContainText(percent("trec-0", "none"));
});

test("an element shows a set, and another one", async ({ page }) => {
  await host(page, { body: tag(`lang="en" view="check" preset="sst2-2-swapped"`) });
  const element = await drawn(page);
  await expect(element).toContainText(percent("sst2-2-swapped", "parameters"));
  await element.evaluate((explainer) => explainer.setAttribute("preset", "trec-0"));
  await expect(element).toContainText(percent("trec-0", "parameters"));
});

test.describe("a file that does not come", () => {
  test.use({ allowedProblems: /Failed to load resource|ERR_/ });

  test("is told, and what was there stays", async ({ page }) => {
    await page.route("**/sets/*.json", (route) => route.abort("internetdisconnected"));
    await open(page, "preset=worked&lang=en");
    await list(page).selectOption("trec-2");
    const told = page.getByText("This starting point is a file of its own", { exact: false });
    await expect(told).toBeVisible();
    await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuenow", "90");
    await expect(list(page)).toHaveValue("worked");
    await page.unroute("**/sets/*.json");
    await list(page).selectOption("trec-2");
    await expect(page.getByText("500 test inputs with their right labels")).toBeVisible();
    await expect(told).toHaveCount(0);
  });

  test("is told where a link names it", async ({ page }) => {
    await page.route("**/sets/*.json", (route) => route.abort("internetdisconnected"));
    await open(page, "preset=trec-2&lang=en");
    await expect(page.getByText("This starting point is a file of its own", { exact: false })).toBeVisible();
  });
});
