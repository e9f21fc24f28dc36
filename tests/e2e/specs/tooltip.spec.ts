// The tooltip with the full value of what is pointed at or focused: it tells what is there now, and is never in the way of typing.
import { frames } from "../embed/host";
import { expect, open, test, type Locator } from "../fixtures";
import { slider } from "../reader";

test("a tooltip follows the number that it tells about, and leaves with it", async ({ page }) => {
  await open(page, "lang=en&cf=nothing:0.9,0.1&cf=N%2FA:0.6,0.4");
  const tooltip = page.getByRole("tooltip");
  const bar = slider(page, "Positive, nothing");
  await bar.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(tooltip).toHaveText("Positive 0.89");
  await page.keyboard.press("Control+z");
  await expect(bar).toHaveAttribute("aria-valuetext", "90 percent");
  await expect(tooltip).toHaveText("Positive 0.9");
  await slider(page, "Positive, N/A").hover();
  await expect(tooltip).toHaveText("Positive 0.6");
  // The whole prompt goes while the pointer rests on its bar.
  await page.evaluate(() => { location.hash = "v=1&labels=Positive,Negative&cf=nothing:0.9,0.1&p=0.72,0.28"; });
  await expect(slider(page, "Positive, N/A")).toHaveCount(0);
  await expect(tooltip).toBeHidden();
});

test("while a number is typed nothing stands over it", async ({ page }) => {
  await open(page, "lang=en&labels=A,B,C,D&cf=nothing:0.4,0.3,0.2,0.1");
  const [field, below] = ["A", "B"].map((label) => page.getByRole("textbox", { name: `Probability of ${label}, nothing`, exact: true })) as [Locator, Locator];
  const covers = async () => {
    const tip = await page.getByRole("tooltip", { includeHidden: true }).boundingBox();
    const own = (await field.boundingBox())!;
    return tip !== null && tip.x < own.x + own.width && own.x < tip.x + tip.width && tip.y < own.y + own.height && own.y < tip.y + tip.height;
  };
  // The tooltip of the field below stands over it.
  await below.hover();
  expect(await covers()).toBe(true);
  await field.click();
  await field.pressSequentially("0.2");
  await expect(page.getByRole("tooltip")).toBeHidden();
  await below.hover();
  await expect(field).toBeFocused();
  expect(await covers()).toBe(false);
});

test("a tooltip leaves with the scroll that takes its place away, not with the one that brought it there", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 500 });
  await open(page, "lang=en&cf=nothing:0.9,0.1&cf=N%2FA:0.6,0.4");
  const tooltip = page.getByRole("tooltip");
  // Both bars are out of view at the top of the page: the focus scrolls to them, which the page is told a frame later.
  for (const name of ["Positive, N/A", "Positive, nothing"]) {
    await page.evaluate(() => { scrollTo(0, 0); });
    await expect(slider(page, name)).not.toBeInViewport();
    await page.keyboard.press("Tab");
    await slider(page, name).focus();
    await frames(page);
    await expect(tooltip).toHaveText(/^Positive/);
    await page.mouse.wheel(0, 60);
    await expect(tooltip).toBeHidden();
  }
});
