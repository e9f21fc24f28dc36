// A page of somebody else's with elements in it: served from the test server's own origin, under the strict policy.
import type { Locator, Page } from "@playwright/test";

export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

export interface Host {
  body: string;
  /** The page's own styles. */
  css?: string;
  /** What else is in its head. */
  head?: string;
  /** Attributes of `<html>`. */
  html?: string;
  policy?: string;
  /** The mount of the test server. */
  at?: string;
  /** The script that registers the element; none if empty. */
  script?: string;
}

/** Opens the page and does not wait for any element. */
export async function host(page: Page, { body, css = "", head = "", html = 'lang="en"', policy = POLICY, at = "/some/where/", script = "embed/auto.js" }: Host): Promise<void> {
  const module = script && `<script type="module" blocking="render" src="${script}"></script>`;
  await page.route("**/host.html", (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: { "content-security-policy": `${policy}; img-src data: 'self'` },
      body: `<!doctype html><html ${html}><head><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Documentation</title><link rel="stylesheet" href="host.css">${head}${module}</head><body><h1>Documentation</h1>${body}</body></html>`,
    }),
  );
  await page.route("**/host.css", (route) => route.fulfill({ contentType: "text/css", body: css }));
  await page.goto(`${at}host.html`);
}

/**
 * An element that is there: the first on the page, or the one at that place. It is drawn out of sight before it is; what it draws may
 * still be nowhere to be seen, inside something closed.
 */
export async function drawn(page: Page, i = 0): Promise<Locator> {
  const element = page.locator("calibration-explainer").nth(i);
  await element.locator(".explainer[data-ready='true']:not([hidden], [style*='visibility'])").waitFor({ state: "attached" });
  return element;
}

export const tag = (attributes = "", inside = "See the page.") => `<calibration-explainer ${attributes}>${inside}</calibration-explainer>`;

/** Draws in the next animation frame have happened. */
export const frames = (page: Page, count = 2): Promise<void> =>
  page.evaluate(async (count) => {
    for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);
