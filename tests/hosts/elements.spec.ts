// The element in every documentation tool: two of them on a page, one from the embed dialog's snippet.
import { violations } from "../e2e/axe";
import { among, expect, test, type Page } from "../e2e/fixtures";
import { place, shown } from "../e2e/pictures";
import { differences, looks, ofOurs, shifts, watchShifts, without } from "./host-page";
import { bar, brightness, drag, drawn, elements, handle, open, SITES, type Site } from "./sites";

const LABEL = { en: "Positive", zh: "正面" };
const PERCENT = { en: (n: number) => `${String(n)} percent`, zh: (n: number) => `百分之 ${String(n)}` };
const HEADING = { en: "Use it", zh: "用起来" };

/** The first probability in an element's state. */
const state = (page: Page, place: number): Promise<number> =>
  page.evaluate((place) => {
    const all = document.querySelectorAll<HTMLElement & { getState(): { contextFree: { probabilities: number[] }[] } }>("calibration-explainer");
    return all[place]!.getState().contextFree[0]!.probabilities[0]!;
  }, place);

for (const site of SITES) {
  test.describe(site.name, among(site.usual), () => {
    const { language } = site;
    const heading = (page: Page, place: number, name: string) => elements(page).nth(place).getByRole("heading", { name, exact: true });

    test("bars are dragged by mouse and by keyboard; two explainers do not influence each other", async ({ page }) => {
      await open(page, site.path);
      const [first, second] = [bar(elements(page).nth(0), "正面", "无"), handle(elements(page).nth(1), LABEL[language])];
      await expect(first).toHaveAttribute("aria-valuetext", "百分之 90");
      await expect(second).toHaveAttribute("aria-valuetext", PERCENT[language](72));

      await drag(page, first, 0.9, 0.4);
      // A pixel is some thousandths.
      await expect(first).toHaveAttribute("aria-valuetext", /^百分之 (39\.\d+|40(\.\d+)?)$/);
      expect(await state(page, 0)).toBeCloseTo(Number(await first.getAttribute("aria-valuenow")) / 100, 9);
      expect(await state(page, 1)).toBe(0.9);
      await expect(second).toHaveAttribute("aria-valuetext", PERCENT[language](72));

      // The border lies at 0.667: ten hundredths to the left of 0.72, the label turns round.
      const verdict = elements(page).nth(1).getByText(language === "en" ? /^The label flips/ : /^标签翻转/);
      await expect(verdict).toHaveCount(0);
      const dragged = await first.getAttribute("aria-valuenow");
      await second.press("PageDown");
      await expect(second).toHaveAttribute("aria-valuetext", PERCENT[language](62));
      await expect(verdict.first()).toBeVisible();
      await expect(first).toHaveAttribute("aria-valuenow", dragged!);
      await first.press("ArrowRight");
      await expect.poll(() => state(page, 0)).toBeCloseTo(Number(dragged) / 100 + 0.01, 9);
      await expect(second).toHaveAttribute("aria-valuetext", PERCENT[language](62));
    });

    test("the page around keeps its styles and its names", async ({ page }) => {
      // Thousands of values of hundreds of nodes: seconds, on a busy machine.
      test.setTimeout(120_000);
      // Side by side, the page as it would be without us: scripts of the site go on changing it for a while.
      const alone = await page.context().newPage();
      await without(alone);
      // High enough for all of it: a page that was scrolled may look otherwise.
      for (const each of [alone, page]) await each.setViewportSize({ width: 1280, height: 7000 });
      await alone.goto(site.path);
      await expect(elements(alone).nth(0).getByRole("link")).toBeVisible();
      expect(Object.keys((await looks(alone)).styles).length).toBeGreaterThan(10);
      await open(page, site.path);
      for (const each of [alone, page]) await expect(each.locator(site.started ?? "html")).toBeAttached();
      const compared = async () => differences(await looks(alone), await looks(page));
      await expect.poll(compared, { timeout: 60_000 }).toEqual([]);
    });

    for (const [width, height] of [[1280, 900], [390, 800]] as const) {
      test(`nothing moves by itself, ${String(width)} pixels`, async ({ page, browser, baseURL }) => {
        await page.setViewportSize({ width, height });
        await watchShifts(page);
        // Some pages move by themselves before they have settled. In a context of its own: who watches requests keeps nothing.
        const other = await browser.newContext({ viewport: { width, height } });
        const alone = await other.newPage();
        await watchShifts(alone);
        await without(alone);
        await alone.goto(new URL(site.path, baseURL).href);
        await expect(elements(alone).nth(0).getByRole("link")).toBeVisible();
        const before = await shifts(alone);
        await other.close();
        await open(page, site.path);
        const found = ofOurs(await shifts(page), before);
        console.log(`${site.name}, ${String(width)} pixels: layout shift ${found.shifted.toFixed(4)}`);
        expect(found).toEqual({ shifted: 0, moves: [] });
      });
    }

    test("the language is the nearest one", async ({ page }) => {
      await open(page, site.path);
      const [own, other] = language === "en" ? ["en", "zh"] as const : ["zh", "en"] as const;
      await expect(heading(page, 1, HEADING[own])).toBeVisible();
      await page.evaluate((tag) => { document.documentElement.lang = tag; }, other === "zh" ? "zh-CN" : "en-US");
      await expect(heading(page, 1, HEADING[other])).toBeVisible();
      await elements(page).nth(1).evaluate((element, tag) => { element.setAttribute("lang", tag); }, own);
      await expect(heading(page, 1, HEADING[own])).toBeVisible();
      // The first has said its own from the beginning. Its characters have the forms of that language, too.
      await expect(heading(page, 0, HEADING.zh)).toBeVisible();
      expect(await heading(page, 0, HEADING.zh).evaluate((node) => getComputedStyle(node).getPropertyValue("-webkit-locale"))).toBe('"zh-Hans"');
    });

    const dark = async (page: Page) => {
      if (site.turn) {
        await open(page, site.path);
        await site.turn(page, "dark");
      } else {
        await open(page, site.path.replace(/\/$/, "/dark.html"));
      }
    };

    test("the colours are those of the page", async ({ page }) => {
      await open(page, site.path);
      for (const place of [0, 1]) expect(await brightness(heading(page, place, place === 0 ? HEADING.zh : HEADING[language]))).toBeLessThan(0.4);
      await dark(page);
      for (const place of [0, 1]) {
        await expect.poll(() => brightness(heading(page, place, place === 0 ? HEADING.zh : HEADING[language]))).toBeGreaterThan(0.6);
      }
      if (!site.turn) return;
      await site.turn(page, "light");
      await expect.poll(() => brightness(heading(page, 1, HEADING[language]))).toBeLessThan(0.4);
    });

    for (const scheme of ["light", "dark"] as const) {
      const show = (page: Page) => (scheme === "dark" ? dark(page) : open(page, site.path));

      test(`no barriers inside, and none that the page did not have: ${scheme}`, async ({ page }) => {
        await show(page);
        expect(await violations(page, "calibration-explainer")).toEqual([]);
        // The page's colours are its own (the test of its styles says so), and which of its links stands out depends on where it was scrolled.
        const found = (await violations(page)).filter((one) => !one.startsWith("color-contrast "));
        // Nearly always there is nothing left; what a page had before us is its own.
        if (found.length === 0) return;
        await without(page);
        await page.reload();
        const before = await violations(page);
        expect(found.filter((one) => !before.includes(one))).toEqual([]);
      });

      const name = `hosts/${site.name}-${scheme}.png`;
      test(`picture: ${scheme}`, among(shown.has(name)), async ({ page }) => {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.emulateMedia({ reducedMotion: "reduce" });
        await show(page);
        await page.mouse.move(0, 0);
        await page.evaluate(() => {
          (document.activeElement as HTMLElement).blur();
          scrollTo({ top: 0, behavior: "instant" });
        });
        expect((await page.screenshot({ path: place(name) })).length).toBeGreaterThan(20_000);
      });
    }
  });
}

// Two of the tools load a page of the same site without leaving the one that is there.
const TRAVELS: [Site, string, string][] = [
  [SITES.find((site) => site.name === "docusaurus")!, "docusaurus/", "先去皮，再称重"],
  [SITES.find((site) => site.name === "mkdocs")!, "mkdocs/", "下一页"],
];
for (const [site, start, link] of TRAVELS) {
  test(`${site.name}: there and back and there again without loading the page anew`, among(site.usual), async ({ page }) => {
    // Material has read its site map by then.
    await page.goto(start, { waitUntil: "networkidle" });
    await page.evaluate(() => { Object.assign(window, { still: "here" }); });
    await page.getByRole("article").getByRole("link", { name: link }).click();
    for (let round = 0; round < 3; round++) {
      await expect(elements(page)).toHaveCount(2);
      await drawn(page);
      const one = bar(elements(page).nth(0), "正面", "无");
      await expect(one).toHaveAttribute("aria-valuetext", "百分之 90");
      await one.press("PageDown");
      await expect(one).toHaveAttribute("aria-valuetext", "百分之 80");
      await page.goBack();
      await expect(page.getByRole("article").getByRole("link", { name: link })).toBeVisible();
      await expect(elements(page)).toHaveCount(0);
      await page.goForward();
    }
    await drawn(page);
    await drag(page, bar(elements(page).nth(0), "正面", "无"), 0.9, 0.5);
    await expect(bar(elements(page).nth(0), "正面", "无")).toHaveAttribute("aria-valuetext", /^百分之 (49\.\d+|50(\.\d+)?)$/);
    expect(await page.evaluate(() => (window as unknown as { still: string }).still)).toBe("here");
  });
}
