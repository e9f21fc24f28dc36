// The sites, and what a test does on each of them the way a reader does: by roles, names and numbers.
import { expect, type Locator, type Page } from "../e2e/fixtures";

export interface Site {
  name: string;
  /** True if it is tested after every change, as in xtask/src/hosts.rs; the others are in `cargo xtask test --all`. */
  usual: boolean;
  /** The page with two elements: one from the snippet, in Chinese, and one by hand, in the language of the page. */
  path: string;
  /** The page's own language. */
  language: "en" | "zh";
  /** What is there once the site's own scripts have run, where they change the page that the server sent. */
  started?: string;
  /** Turns the site's switch to the dark or the light scheme. Missing where a page has none. */
  turn?: (page: Page, scheme: "dark" | "light") => Promise<void>;
}

export const SITES: Site[] = [
  {
    name: "docusaurus",
    usual: true,
    path: "docusaurus/calibrating/",
    language: "zh",
    started: "html[data-has-hydrated='true']",
    turn: async (page, scheme) => {
      // Its button goes round: system, light, dark.
      const html = page.locator("html");
      const button = page.getByRole("button", { name: /浅色|暗黑|系统/ });
      for (let i = 0; i < 3 && (await html.getAttribute("data-theme-choice")) !== scheme; i++) {
        const before = await html.getAttribute("data-theme-choice");
        await button.click();
        await expect(html).not.toHaveAttribute("data-theme-choice", before ?? "");
      }
      await expect(html).toHaveAttribute("data-theme", scheme);
    },
  },
  {
    name: "mdbook",
    usual: false,
    path: "mdbook/calibrating.html",
    language: "en",
    turn: async (page, scheme) => {
      await page.getByRole("button", { name: "Change theme" }).click();
      await page.getByRole("menuitem", { name: scheme === "dark" ? "Coal" : "Rust" }).click();
      await page.keyboard.press("Escape");
    },
  },
  {
    name: "mkdocs",
    usual: false,
    path: "mkdocs/calibrating/",
    language: "zh",
    turn: (page, scheme) => page.getByTitle(`切换到${scheme === "dark" ? "深" : "浅"}色`).click(),
  },
  {
    name: "sphinx",
    usual: false,
    path: "sphinx/calibrating.html",
    language: "en",
    turn: async (page, scheme) => {
      const body = page.locator("body");
      const button = page.getByRole("button", { name: "Toggle Light / Dark / Auto color theme" }).locator("visible=true").first();
      for (let i = 0; i < 3 && (await body.getAttribute("data-theme")) !== scheme; i++) await button.click();
      await expect(body).toHaveAttribute("data-theme", scheme);
    },
  },
  {
    name: "plain",
    usual: true,
    path: "plain/",
    language: "en",
    turn: (page) => page.getByRole("button", { name: "Colours" }).click(),
  },
  { name: "jupyter", usual: false, path: "jupyter/", language: "en" },
];

export const elements = (page: Page): Locator => page.locator("calibration-explainer");

/** The bar of a label: in panel 1, about a context-free prompt. */
export const bar = (where: Locator | { getByRole: Page["getByRole"] }, label: string, about: string): Locator =>
  where.getByRole("slider", { name: new RegExp(`^${label}(, |，)${about}$`) });

/** A handle of panel 3: a label's bar before calibration, on the chart of the test input. */
export const handle = (where: Locator, label: string): Locator => where.getByRole("slider", { name: new RegExp(`^${label}(, before|，校准前)`) });

/** Opens a page and waits for what stands in it. Elements start when they come near, so each is shown once. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await drawn(page);
}

export async function drawn(page: Page): Promise<void> {
  const count = await elements(page).count();
  for (let i = 0; i < count; i++) {
    const element = elements(page).nth(i);
    await element.scrollIntoViewIfNeeded();
    await expect(element.getByRole("link")).toBeHidden();
    await expect(element.getByRole("main").or(element.getByRole("slider").first()).first()).toBeVisible();
  }
  await page.evaluate(() => { scrollTo(0, 0); });
}

/** Drags a bar's end from one share of its length to another, by mouse. */
export async function drag(page: Page, slider: Locator, from: number, to: number): Promise<void> {
  await slider.scrollIntoViewIfNeeded();
  const box = (await slider.boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 6 });
  await page.mouse.up();
}

/** How bright the text of an element is, from 0 (black) to 1 (white), whatever notation its colour has. */
export const brightness = (locator: Locator): Promise<number> =>
  locator.evaluate((node) => {
    const context = document.createElement("canvas").getContext("2d")!;
    context.fillStyle = getComputedStyle(node).color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
    return (0.299 * r! + 0.587 * g! + 0.114 * b!) / 255;
  });
