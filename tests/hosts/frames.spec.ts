// The iframe in documentation tools, from the embed dialog's snippets.
import { violations } from "../e2e/axe";
import { among, expect, test, type FrameLocator, type Page } from "../e2e/fixtures";
import { place } from "../e2e/pictures";
import { shifts, watchShifts } from "./host-page";
import { bar, drag } from "./sites";

const frame = (page: Page): FrameLocator => page.frameLocator("iframe");

/** A frame is loaded when it comes near. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator("iframe").scrollIntoViewIfNeeded();
  await frame(page).locator("html[data-ready='true']").waitFor({ state: "attached" });
}

for (const [name, path] of [["docusaurus", "docusaurus/calibrating/"], ["jupyter", "jupyter/"], ["plain", "plain/iframe.html"]] as const) {
  const details = among(name !== "jupyter");
  test(`${name}: bars in the frame are dragged by mouse and by keyboard, and nobody else's`, details, async ({ page }) => {
    await open(page, path);
    const one = bar(frame(page), "正面", "无");
    await expect(one).toHaveAttribute("aria-valuetext", "百分之 90");
    await drag(page, one, 0.9, 0.4);
    await expect(one).toHaveAttribute("aria-valuetext", /^百分之 (39\.\d+|40(\.\d+)?)$/);
    const dragged = Number(await one.getAttribute("aria-valuenow"));
    await one.press("ArrowLeft");
    await expect.poll(async () => Number(await one.getAttribute("aria-valuenow"))).toBeCloseTo(dragged - 1, 6);
    if (name === "plain") return;
    const element = page.locator("calibration-explainer").nth(0);
    await element.scrollIntoViewIfNeeded();
    await expect(bar(element, "正面", "无")).toHaveAttribute("aria-valuetext", "百分之 90");
  });

  test(`${name}: the frame has a name, no barriers, and all of its content`, details, async ({ page }) => {
    await open(page, path);
    await expect(page.locator("iframe")).toHaveAttribute("title", "校准演示");
    expect(await violations(page, "iframe")).toEqual([]);
    // Where the helper is not in the snippet, its height is a guess, and the frame may scroll a little inside.
    if (name === "docusaurus") return;
    const hidden = () => page.frames()[1]!.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    await expect.poll(hidden).toBe(0);
  });
}

test("a page that is only a frame, in a picture, and nothing moves", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await watchShifts(page);
  await open(page, "plain/iframe.html");
  expect((await page.screenshot({ path: place("hosts/iframe.png") })).length).toBeGreaterThan(20_000);
  expect(await shifts(page)).toEqual([]);
});
