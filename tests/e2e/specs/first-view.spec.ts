// The code comes in two parts: what the first view calls, and the rest (xtask/split). The first must do without the second; who is
// faster than the second gets it at once.
import type { Page } from "@playwright/test";
import { expect, ready, test } from "../fixtures";
import { slider } from "../reader";

const LATER = /\/later\/.*\.wasm/;
const LINK = "v=1&labels=A,B,C&cf=nothing:0.5,0.3,0.2&cf=N%2FA:0.4,0.3,0.3&p=one:0.2,0.2,0.6&p=two:0.6,0.2,0.2";

/** How often the page asked for the second part while everything else waited. */
function hurries(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "xhr") asked.push(request.url());
  });
  return asked;
}

test.describe("without the rest", () => {
  // The program ends where it is, which is what the browser calls "unreachable".
  test.use({ allowedProblems: /ERR_FAILED|unreachable/ });

  // If one of these fails: the first view calls something new. `cargo xtask profile` finds out what.
  for (const [name, address] of [
    ["the lesson", "./"],
    ["its first chapter in Chinese", "./#learn=1&lang=zh"],
    ["the workbench", "./#view=workbench"],
    ["the workbench in Chinese, dark", "./#view=workbench&lang=zh&theme=dark"],
    ["a link", `./#${LINK}`],
    ["a link with other choices", `./#${LINK}&method=identity&averaging=probabilities&readout=normalize`],
    ["fourteen labels", "./#preset=fourteen"],
    ["a measured preset", "./#preset=question"],
    ["a frame", `./embed.html?${LINK}`],
    ["a frame with a preset", "./embed.html?preset=fourteen"],
    ["a frame with one chart", `./embed.html?${LINK}&view=chart`],
    ["a frame with the equation", `./embed.html?${LINK}&view=equation&readonly=true`],
  ] as const) {
    for (const width of [1280, 360]) {
      test(`${name} stands, ${width} pixels`, async ({ page }) => {
        await page.setViewportSize({ width, height: 800 });
        const asked = hurries(page);
        await page.route(/\/later\//, (route) => route.abort());
        await page.goto(address);
        await ready(page);
        await expect(page.locator("canvas, math, [role=slider]").first()).toBeVisible();
        await expect(page.locator("#load-failed")).toBeHidden();
        // All that is drawn in frames and idle moments.
        await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestIdleCallback(() => requestAnimationFrame(() => done()), { timeout: 5_000 }))));
        expect(asked).toEqual([]);
      });
    }
  }

  test("a gesture says that the rest is missing, and a new try keeps the numbers", async ({ page }) => {
    await page.route(/\/later\//, (route) => route.abort());
    await page.goto(`./#${LINK}`);
    await ready(page);
    await page.getByRole("button", { name: "Share" }).click();
    // Only that: nothing has gone wrong in the page itself.
    await expect(page.getByRole("alert")).toContainText("could not be loaded completely");
    await page.unroute(/\/later\//);
    await page.getByRole("button", { name: /Try again/ }).click();
    await ready(page);
    await expect(slider(page, "A, nothing")).toHaveAttribute("aria-valuetext", "50 percent");
  });
});

for (const [name, address, bar] of [
  ["the lesson", "./", "Your guess for Positive"],
  ["the workbench", `./#${LINK}`, "A, nothing"],
] as const) {
  test(`who is faster than the rest gets it at once: ${name}`, async ({ page }) => {
    const asked = hurries(page);
    let release = (): void => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    await page.route(LATER, async (route) => {
      if (route.request().resourceType() === "fetch") await held;
      await route.continue();
    });
    await page.goto(address);
    await ready(page);
    const value = async (): Promise<string> => (await slider(page, bar).getAttribute("aria-valuetext"))!;
    const before = await value();
    await slider(page, bar).press("ArrowUp");
    await expect.poll(value).not.toBe(before);
    const after = await value();
    await page.getByRole("button", { name: "Share" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    expect(asked).toHaveLength(1);

    // Then the rest comes as it always does. It changes nothing: what it brings is here.
    const arrived = page.waitForResponse(LATER);
    release();
    await (await arrived).finished();
    await slider(page, bar).press("ArrowUp");
    await expect.poll(value).not.toBe(after);
    expect(asked).toHaveLength(1);
  });
}
