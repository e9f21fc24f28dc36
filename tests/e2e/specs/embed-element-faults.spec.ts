// What happens to the element when something goes wrong, and in every way that it can get into a page.
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { drawn, frames, host, tag } from "../embed/host";
import { expect, test } from "../fixtures";

const bar = (page: Page, i = 0, name = "Positive, nothing") => page.locator("calibration-explainer").nth(i).getByRole("slider", { name, exact: true });

/** Writes down the errors that the elements tell of. */
const errors = (page: Page) =>
  page.addInitScript(() => {
    (window as any).failures = [];
    document.addEventListener("calibration-error", (event) => (window as any).failures.push((event as CustomEvent).detail.code));
  });
const failures = (page: Page): Promise<string[]> => page.evaluate(() => (window as any).failures);

for (const [fault, what] of [["no-wasm", "is missing"], ["truncated", "is cut in half"]] as const) {
  test.describe(`WebAssembly that ${what}`, () => {
    test.use({ allowedProblems: /404|calibration explainer:/ });
    test("leaves the fallback, says so in the reader's language, and can be tried again", async ({ page }) => {
      await errors(page);
      await host(page, { at: `/faults/${fault}/`, html: 'lang="zh-CN"', body: tag("", '<a href="./">说明</a>') + tag(`lang="en"`, "<p>See the page.</p>") });
      const alerts = page.getByRole("alert");
      await expect(alerts.filter({ hasText: "演示没有完整载入" })).toBeVisible();
      await expect(alerts.filter({ hasText: "The explainer could not be loaded completely" })).toBeVisible();
      await expect(page.getByRole("link", { name: "说明" })).toBeVisible();
      await expect(page.getByText("See the page.")).toBeVisible();
      expect(await failures(page)).toEqual(["load-failed", "load-failed"]);
      // The server has recovered.
      await page.route("**/explainer.wasm", (route) =>
        route.fulfill({ contentType: "application/wasm", body: readFileSync(new URL("../../../dist/embed/explainer.wasm", import.meta.url)) }));
      await page.getByRole("button", { name: "Try again" }).click();
      const element = await drawn(page, 1);
      await expect(element.getByRole("main")).toBeFocused();
      await expect(page.getByText("See the page.")).toBeHidden();
      await expect(bar(page, 1)).toHaveAttribute("aria-valuetext", "90 percent");
    });
  });
}

test("WebAssembly that is called plain text does no harm", async ({ page }) => {
  await host(page, { at: "/faults/bad-mime/", body: tag(`lang="en"`) });
  await drawn(page);
  await bar(page).press("ArrowLeft");
  await expect(bar(page)).toHaveAttribute("aria-valuetext", "89 percent");
});

test.describe("a policy that forbids WebAssembly", () => {
  test.use({ allowedProblems: /Content Security Policy|calibration explainer:/ });
  test("is named, and the fallback stays", async ({ page }) => {
    await errors(page);
    await host(page, { policy: "default-src 'self'", body: tag(`lang="en"`) });
    await expect(page.getByRole("alert")).toContainText("WebAssembly, which this page or this browser does not allow");
    await expect(page.getByText("See the page.")).toBeVisible();
    await expect(page.getByRole("button")).toHaveCount(0);
    expect(await failures(page)).toEqual(["no-webassembly"]);
  });
});

test.describe("the script", () => {
  const warnings = (page: Page): string[] => {
    const found: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "warning") found.push(message.text());
    });
    return found;
  };

  test("may be loaded twice", async ({ page }) => {
    const found = warnings(page);
    await host(page, { head: `<script type="module" src="embed/auto.js?again"></script><script type="module" src="/cors/embed/auto.js"></script>`, body: tag(`lang="en"`) });
    await drawn(page);
    await bar(page).press("ArrowLeft");
    await expect(bar(page)).toHaveAttribute("aria-valuetext", "89 percent");
    expect(found).toEqual([]);
  });

  test("of another version is not used, with one warning", async ({ page }) => {
    const found = warnings(page);
    await page.route("**/cors/embed/contents.js", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/version = "[^"]+"/, 'version = "9.9.9"') });
    });
    await host(page, { head: `<script type="module" src="embed/auto.js"></script>`, script: "/cors/embed/auto.js", body: tag(`lang="en"`) });
    await drawn(page);
    await expect.poll(() => found).toEqual([expect.stringMatching(/version 0\.\d+\.\d+ is registered on this page already, so version 9\.9\.9 is not used/)]);
  });

  test("does nothing when it is imported but for `auto`", async ({ page }) => {
    await host(page, { script: "", body: tag() });
    const names = () => page.evaluate(() => Object.getOwnPropertyNames(window).length);
    const before = await names();
    await page.evaluate((address) => import(address), new URL("embed/index.js", page.url()).href);
    expect(await names()).toBe(before);
    expect(await page.evaluate(() => [customElements.get("calibration-explainer"), document.adoptedStyleSheets.length])).toEqual([undefined, 0]);
  });
});

test.describe("an element that is made", () => {
  test("by innerHTML, by createElement before its definition, and in a shadow root", async ({ page }) => {
    await host(page, { script: "", body: `<div id="a"></div><div id="b"></div><div id="c"></div>` });
    await page.evaluate((html) => {
      const by = (id: string) => document.getElementById(id)!;
      by("a").innerHTML = html;
      const made = document.createElement("calibration-explainer");
      made.setAttribute("lang", "en");
      made.setAttribute("cf", "x:0.7,0.3");
      by("b").append(made);
      by("c").attachShadow({ mode: "open" }).innerHTML = html;
    }, tag(`lang="en" cf="x:0.6,0.4"`));
    await expect(page.getByText("See the page.").first()).toBeVisible();
    await page.evaluate((address) => import(address), new URL("embed/auto.js", page.url()).href);
    for (const [i, percent] of [60, 70, 60].entries()) {
      await page.locator("calibration-explainer").nth(i).scrollIntoViewIfNeeded();
      await drawn(page, i);
      await expect(bar(page, i, "Positive, x")).toHaveAttribute("aria-valuetext", `${percent} percent`);
      await bar(page, i, "Positive, x").press("ArrowLeft");
      await expect(bar(page, i, "Positive, x")).toHaveAttribute("aria-valuetext", `${percent - 1} percent`);
    }
  });

  for (const [where, open, close] of [
    ["inside <details>", "<details><summary>More</summary>", "</details>"],
    ["where nothing is displayed", `<div id="not" hidden>`, `</div>`],
  ] as const) {
    test(`${where} starts when it is shown`, async ({ page }) => {
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      await host(page, { body: open + tag(`lang="en"`) + close });
      await page.evaluate(() => customElements.whenDefined("calibration-explainer"));
      await frames(page, 4);
      expect(requests.filter((url) => url.endsWith(".wasm"))).toEqual([]);
      await page.evaluate(() => {
        document.querySelector("details")?.setAttribute("open", "");
        document.getElementById("not")?.removeAttribute("hidden");
      });
      const element = await drawn(page);
      // Charts have the width that there is now.
      const [chart, panel] = await Promise.all([element.locator("canvas").first().boundingBox(), element.getByRole("region", { name: "Use it" }).boundingBox()]);
      expect(chart!.width).toBeGreaterThan(panel!.width / 2);
      // Hidden again, it goes on as it was.
      await bar(page).press("ArrowLeft");
      await page.evaluate(() => document.querySelector("details, #not")!.toggleAttribute("hidden", true));
      await page.evaluate(() => document.querySelector("details, #not")!.toggleAttribute("hidden", false));
      await expect(bar(page)).toHaveAttribute("aria-valuetext", "89 percent");
    });
  }

  test("is printed with the page: what is drawn as it is, what is not by its fallback", async ({ page }) => {
    await host(page, { css: "div { height: 4000px }", body: `${tag(`lang="en" view="prompts"`)}<div></div>${tag(`lang="en"`, "Not there yet.")}` });
    const element = await drawn(page);
    await page.emulateMedia({ media: "print" });
    await expect(element.getByRole("heading", { name: "Ask about nothing" })).toBeVisible();
    await expect(element.getByRole("button", { name: "prompt", exact: true })).toBeHidden();
    await expect(page.getByText("Not there yet.")).toBeVisible();
    expect((await page.pdf()).length).toBeGreaterThan(5000);
  });

  test("lives on when the reader goes on and comes back", async ({ page }) => {
    await host(page, { body: tag(`lang="en"`) });
    await drawn(page);
    await bar(page).press("PageDown");
    await expect(bar(page)).toHaveAttribute("aria-valuetext", "80 percent");
    const restored = page.evaluate(() => new Promise<boolean>((resolve) => addEventListener("pageshow", (event) => resolve(event.persisted)))).catch(() => false);
    await page.goto("./embed.html?lang=en");
    // A page that is left while it loads says that it could not.
    await page.locator("html[data-ready='true']").waitFor({ state: "attached" });
    await page.goBack();
    await drawn(page);
    // From the browser's cache as it was; loaded anew (as some browsers do) from its attributes.
    await expect(bar(page)).toHaveAttribute("aria-valuetext", (await restored) ? "80 percent" : "90 percent");
    await bar(page).press("ArrowLeft");
    await expect(bar(page)).toHaveAttribute("aria-valuetext", /^(79|89) percent$/);
  });
});

test.describe("a crash", () => {
  test.use({ allowedProblems: /panicked|calibration explainer:|unreachable|failed to append child/i });
  test("takes down one element, and starting it again keeps what the reader made", async ({ page }) => {
    await errors(page);
    await host(page, { body: tag(`lang="en" view="prompts"`) + tag(`lang="en" view="prompts"`) });
    const first = await drawn(page);
    await drawn(page, 1);
    await bar(page).press("PageDown");
    await bar(page).press("ArrowLeft");
    await expect(bar(page)).toHaveAttribute("aria-valuetext", "79 percent");
    // The browser refuses something that Yew relies on: it panics.
    await page.evaluate(() => {
      const list = document.querySelector("calibration-explainer")!.shadowRoot!.querySelector(".prompts")!;
      for (const name of ["insertBefore", "appendChild"]) Object.defineProperty(list, name, { value: () => { throw new Error("refused"); } });
    });
    await first.getByRole("button", { name: "prompt", exact: true }).click();
    const alert = first.getByRole("alert");
    await expect(alert).toContainText("Your numbers are kept");
    await expect(page.getByText("See the page.").first()).toBeVisible();
    await expect(first.getByRole("slider")).toHaveCount(0);
    expect(await failures(page)).toEqual(["crashed"]);
    expect(await first.evaluate((explainer: any) => explainer.getState())).toBeUndefined();
    // What the page around tells its elements reaches nobody there.
    await page.evaluate(() => { dispatchEvent(new Event("resize")); document.documentElement.lang = "zh"; });
    await frames(page);

    await page.evaluate(() => { document.documentElement.lang = "en"; });
    await bar(page, 1).press("ArrowLeft");
    await expect(bar(page, 1)).toHaveAttribute("aria-valuetext", "89 percent");
    await alert.getByRole("button", { name: "Start again" }).click();
    await drawn(page);
    await expect(bar(page)).toHaveAttribute("aria-valuetext", "79 percent");
    await expect(first.getByRole("alert")).toBeEmpty();
    await expect(first.getByRole("main")).toBeFocused();
    await first.getByRole("button", { name: "prompt", exact: true }).click();
    await expect(first.getByRole("slider")).toHaveCount(4);
  });
});
