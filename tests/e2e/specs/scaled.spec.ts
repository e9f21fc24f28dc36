// Pages that are scaled from outside: slides, zoomed pages. What is dragged stays under the pointer.
import { host, drawn, tag } from "../embed/host";
import { expect, test, type Locator, type Page } from "../fixtures";

const TWO = 'labels="Positive,Negative" cf="nothing:0.9,0.1" p="Great film:0.5,0.5"';
const FIVE = 'labels="A,B,C,D,E" cf="nothing:0.3,0.25,0.2,0.15,0.1" p="Great film:0.2,0.2,0.2,0.2,0.2"';

const SCALES = {
  "transform: scale(.6)": "transform: scale(.6); transform-origin: 0 0",
  "transform: scale(1.5)": "transform: scale(1.5); transform-origin: 0 0",
  "zoom: .75": "zoom: .75",
  "zoom: 1.25 within scale(.8)": "zoom: 1.25; transform: scale(.8); transform-origin: 0 0",
};

/** Drags a slider along its own box, from where its value is to another. */
async function drag(page: Page, slider: Locator, from: number, to: number, vertical: boolean): Promise<void> {
  await slider.scrollIntoViewIfNeeded();
  const box = (await slider.boundingBox())!;
  const at = (share: number): [number, number] => vertical
    ? [box.x + box.width / 2, box.y + box.height * (1 - share)]
    : [box.x + box.width * share, box.y + box.height / 2];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at((from + to) / 2));
  await page.mouse.move(...at(to));
  await page.mouse.up();
}

const value = async (slider: Locator): Promise<number> => Number(await slider.getAttribute("aria-valuenow")) / 100;

for (const [name, scale] of Object.entries(SCALES)) {
  test.describe(name, () => {
    const css = `.slide { width: 960px; ${scale} }`;
    const slide = (content: string) => `<div class="slide">${content}</div>`;

    // Five labels in a narrow column stand as rows.
    for (const [k, attributes, label, width] of [[2, TWO, "Positive", 960], [5, FIVE, "C", 400]] as const) {
      test(`a chart's bar, K = ${String(k)}`, async ({ page }) => {
        await host(page, { body: slide(tag(`view="chart" lang="en" ${attributes}`)), css: css.replace("960", String(width)) });
        const element = await drawn(page);
        const handle = element.getByRole("slider", { name: `${label}, before` });
        const vertical = k === 2;
        await expect(handle).toHaveAttribute("aria-orientation", vertical ? "vertical" : "horizontal");
        // The handle's track is what the mouse is measured by; its own box also holds a pad.
        const track = handle.locator(".chart-track");
        const box = (await track.boundingBox())!;
        const before = await value(handle);
        const at = (share: number): [number, number] => vertical
          ? [box.x + box.width / 2, box.y + box.height * (1 - share)]
          : [box.x + box.width * share, box.y + box.height / 2];
        await page.mouse.move(...at(before));
        await page.mouse.down();
        // One pixel must not make it jump.
        await page.mouse.move(at(before)[0] + (vertical ? 0 : 1), at(before)[1] - (vertical ? 1 : 0));
        await expect.poll(async () => Math.abs((await value(handle)) - before)).toBeLessThan(0.02);
        await page.mouse.move(...at(0.8));
        await page.mouse.up();
        await expect.poll(async () => Math.abs((await value(handle)) - 0.8)).toBeLessThan(0.01);
      });
    }

    test("a bar of a prompt, the line, and the ghost bars", async ({ page }) => {
      await host(page, { body: slide(tag(`view="prompts" lang="en" ${TWO}`) + tag(`view="geometry" lang="en" ${TWO}`) + tag('learn="1" lang="en"')), css });
      const bar = (await drawn(page, 0)).getByRole("slider", { name: "Positive, nothing" });
      await drag(page, bar, 0.9, 0.4, false);
      await expect.poll(async () => Math.abs((await value(bar)) - 0.4)).toBeLessThan(0.01);

      const geometry = await drawn(page, 1);
      const point = geometry.getByRole("slider", { name: "Great film" });
      await point.scrollIntoViewIfNeeded();
      const [from, plane] = [(await point.boundingBox())!, (await geometry.locator(".geo-plane").first().boundingBox())!];
      await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
      await page.mouse.down();
      await page.mouse.move(from.x + from.width / 2 + plane.width / 4, from.y + from.height / 2, { steps: 3 });
      await page.mouse.up();
      await expect.poll(async () => Math.abs(Number(await point.getAttribute("aria-valuenow")) - 0.75)).toBeLessThan(0.01);

      const ghost = (await drawn(page, 2)).getByRole("slider", { name: /Positive/ }).first();
      await drag(page, ghost, 0.9, 0.3, true);
      await expect(ghost).toHaveAttribute("aria-valuenow", /^0\.(29|3|31)$/);
    });
  });
}
