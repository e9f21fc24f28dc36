// Whatever is missing, blocked or hostile: the reader gets a sentence that helps, and the page does no harm.
import type { Page } from "@playwright/test";
import { choose, CRASH, expect, open, ready, refuseToBegin, refuseToDraw, test } from "../fixtures";

const slider = (page: Page, name: string) => page.getByRole("slider", { name, exact: true });

/** How far the page reaches beyond the window, in CSS pixels. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Unfolds every table of numbers. An unfolded one has another name, so the last comes first. */
async function showNumbers(page: Page): Promise<void> {
  const buttons = await page.getByRole("button", { name: "Show the numbers" }).all();
  for (const button of buttons.reverse()) await button.click();
}

for (const fault of ["no-wasm", "no-js", "truncated"]) {
  test.describe(`the server's fault ${fault}`, () => {
    test.use({ allowedProblems: /404|could not be started/ });
    test("is said in a sentence, with a button that tries again and keeps the link", async ({ page, baseURL }) => {
      const link = new URL(`/faults/${fault}/#cf=nothing:0.7,0.3`, baseURL).href;
      await page.goto(link);
      await expect(page.getByRole("alert")).toContainText("The page could not be loaded completely");
      await expect(page.getByText("Loading…")).toBeHidden();
      const loaded = page.waitForEvent("load");
      await page.getByRole("button", { name: "Try again" }).click();
      await loaded;
      await expect(page.getByRole("alert")).toContainText("The page could not be loaded completely");
      expect(page.url()).toBe(link);
    });
  });
}

test("a link in the query of the page is read, and what others have added to it does not matter", async ({ page }) => {
  const messages = page.getByRole("list", { name: "Messages" });
  await page.goto("./?lang=en&amp;cf=nothing:0.7,0.3&utm_source=mail&fbclid=x");
  await ready(page);
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "70 percent");
  await expect(messages).toHaveCount(0);
  // From the first change on the address has it.
  await slider(page, "Positive, nothing").press("PageDown");
  await expect(page).toHaveURL(/#.*cf=nothing:0\.6,0\.4/);
  await page.reload();
  await ready(page);
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "60 percent");
  // A query that is not ours is none.
  await page.goto("./?v=7&ref=mail");
  await ready(page);
  await expect(messages).toHaveCount(0);
  await open(page, "lang=en&preset=sentiment2");
  await expect(messages).toContainText("did you mean sentiment-2?");
});

test("a server that sends WebAssembly as plain text does no harm", async ({ page, baseURL }) => {
  await page.goto(new URL("/faults/bad-mime/#lang=en", baseURL).href);
  await ready(page);
  await expect(slider(page, "Positive, nothing")).toBeVisible();
});

test("while the WebAssembly is still on its way, the page says that it is loading", async ({ page, baseURL }) => {
  await page.goto(new URL("/faults/stalled/", baseURL).href, { waitUntil: "domcontentloaded" });
  await expect(page.getByText("Loading…")).toBeVisible();
  await expect(page.locator("#load-failed")).toBeHidden();
});

test.describe("a crash", () => {
  test.use({ allowedProblems: CRASH });
  test("is said, leaves what is there readable, and loading again keeps the numbers", async ({ page }) => {
    // Developers find the words of the panic, and where it was, in the console.
    const panic = page.waitForEvent("console", (message) => /panicked at .*\.rs:\d+/.test(message.text()));
    await open(page, "lang=en&cf=nothing:0.9,0.1");
    await slider(page, "Positive, nothing").press("PageDown");
    await expect(page).toHaveURL(/0\.8/);
    await refuseToDraw(page);
    await page.getByRole("button", { name: "prompt", exact: true }).click();
    await panic;
    await expect(page.getByRole("alert")).toContainText("Your numbers are kept");
    await expect(page.locator("#app")).toHaveAttribute("inert");
    await page.getByRole("button", { name: "Load again" }).click();
    await expect(page.getByRole("alert")).toHaveCount(0);
    await ready(page);
    await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "80 percent");
    await slider(page, "Positive, nothing").press("ArrowLeft");
    await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "79 percent");
  });

  for (const hash of ["learn=1", "view=workbench"]) {
    test(`before anything is there is said instead of “Loading…”: ${hash}`, async ({ page }) => {
      await refuseToBegin(page);
      await page.goto(`./#${hash}`);
      await expect(page.getByRole("alert")).toHaveText(/Something went wrong|could not be loaded completely/);
      await expect(page.getByText("Loading…")).toBeHidden();
    });
  }
});

test("without WebAssembly the page says so", async ({ page }) => {
  await page.addInitScript("delete globalThis.WebAssembly");
  await page.goto("./");
  await expect(page.getByRole("alert")).toContainText("WebAssembly, which is not available here");
  await expect(page.getByText("Loading…")).toBeHidden();
});

test.describe("JavaScript off", () => {
  test.use({ javaScriptEnabled: false });
  test("the page says what it needs it for", async ({ page }) => {
    await page.goto("./");
    // Playwright looks for no text inside <noscript>.
    const sentence = page.locator("noscript p").first();
    await expect(sentence).toBeVisible();
    await expect(sentence).toContainText("This page needs JavaScript");
    await expect(page.locator("#loading")).toBeHidden();
  });
});

test("with storage blocked everything works for the visit", async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException("storage is blocked", "SecurityError");
        },
      });
    }
  });
  await open(page, "cf=nothing:0.7,0.3");
  // The page does see the block.
  expect(await page.evaluate(() => { try { return typeof localStorage; } catch { return "blocked"; } })).toBe("blocked");
  await choose(page.getByRole("radio", { name: "中文" }));
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await choose(page.getByRole("radio", { name: "EN" }));
  await page.getByRole("button", { name: /^Colours:/ }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await slider(page, "Positive, nothing").press("ArrowLeft");
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "69 percent");
});

test.describe("the clipboard", () => {
  const blockers: Record<string, () => void> = {
    "that refuses": () => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    },
    "that is not there": () => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    },
  };
  for (const [how, block] of Object.entries(blockers)) {
    test(`${how}: Share says so and lets the link be selected`, async ({ page }) => {
      await page.addInitScript(block);
      await open(page, "lang=en");
      await page.getByRole("button", { name: "Share" }).click();
      const dialog = page.getByRole("dialog", { name: "Share and export" });
      await dialog.getByRole("button", { name: "Copy" }).first().click();
      await expect(dialog.getByRole("alert")).toContainText("does not let this page use the clipboard");
      const link = dialog.getByRole("textbox", { name: "Link" });
      await link.focus();
      const selected = await link.evaluate((input: HTMLInputElement) => input.value.slice(input.selectionStart!, input.selectionEnd!));
      expect(selected).toMatch(/^http.*#/);
    });
  }
});

test.describe("texts from a link", () => {
  const attack = "<img src=x onerror=\"window.attacked=1\"><script>window.attacked=1</script>";
  const texts: Record<string, string> = {
    "markup": attack,
    "a way out of an attribute": "\"'><svg onload=window.attacked=1>",
    "a script address": "javascript:window.attacked=1",
    "right to left": "إيجابي \u202Eمعكوس (1)",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈😀",
    "a long word": "W".repeat(200),
    "control characters": "a\u0000b\u0007c\u001b[31m",
    "code of our snippets": "'''\"\"\"`${window.attacked=1}` {input} %s \\n",
    "characters of the link": "#&=%:,@+?",
  };
  for (const [kind, text] of Object.entries(texts)) {
    test(`${kind} stays text everywhere`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      const e = encodeURIComponent(text);
      await open(page, `lang=en&labels=${e},Negative&cf=${e}:0.7,0.3&cf=N%2FA:0.6,0.4&p=${e}:0.4,0.6@${e}&p=0.5,0.5`);
      await expect(page.getByRole("textbox", { name: "Text of context-free prompt 1" })).toHaveValue(text.replace(/[\r\n]/g, ""));
      await expect(page.getByRole("list", { name: "Messages" })).toHaveCount(0);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      // Where it is repeated in other words: the label list, the tooltip, the numbers, the snippets.
      await page.getByText("Labels: rename, lock, reorder").click();
      await page.getByText("The whole prompt").click();
      await showNumbers(page);
      await page.getByRole("slider").first().hover();
      await page.getByRole("button", { name: "Share" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      for (const language of ["NumPy", "Rust", "JavaScript"]) await choose(page.getByRole("radio", { name: language }));
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.keyboard.press("Escape");
      // The chart's own file holds it as text too.
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: /^SVG:/ }).first().click();
      const chunks: Buffer[] = [];
      for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
      const problems = await page.evaluate((svg) => {
        const document = new DOMParser().parseFromString(svg, "image/svg+xml");
        return {
          broken: document.querySelector("parsererror")?.textContent ?? null,
          active: document.querySelectorAll("script, img, foreignObject, [onload], [onerror]").length,
        };
      }, Buffer.concat(chunks).toString("utf8"));
      expect(problems).toEqual({ broken: null, active: 0 });
      expect(await page.evaluate(() => ({ ran: "attacked" in window, images: document.images.length }))).toEqual({ ran: false, images: 0 });
      expect(await page.locator("#app script, #app [onload], #app [onerror]").count()).toBe(0);
    });
  }

  test("a prompt of 10 000 characters fits, with and without spaces", async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page, `lang=en&cf=${"x".repeat(10_000)}:0.9,0.1&cf=${"many%20words%20".repeat(500)}:0.6,0.4&p=${"y".repeat(10_000)}:0.8,0.2`);
    await expect(page.getByRole("textbox", { name: "Text of context-free prompt 1" })).toHaveValue("x".repeat(10_000));
    await expect(page.getByRole("list", { name: "Messages" })).toHaveCount(0);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.getByRole("slider").first().press("ArrowLeft");
    await expect(page.getByRole("slider").first()).toHaveAttribute("aria-valuetext", "89 percent");
    await page.getByRole("button", { name: "Share" }).click();
    await expect(page.getByRole("dialog")).toContainText("too long for a link");
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
});

test.describe("a bad link", () => {
  const cases: [hash: string, notice: string][] = [
    ["method=sideways", "In the link, method=sideways was left out: use one of: diagonal, identity, none."],
    ["cf=nothing:0.9,0.05,0.05", "In the link, cf[1]=nothing:0.9,0.05,0.05 was left out: 3 values for 2 labels"],
    ["cf=nothing:0.9,x", "In the link, cf[1]=nothing:0.9,x was left out:"],
    ["p=1e999,1", "In the link, p[1]=1e999,1 was left out:"],
    ["labels=Same,Same", "In the link, labels=Same,Same was left out:"],
    ["b=1,2,3", "In the link, b=1,2,3 was left out: 2 numbers are needed"],
    ["preset=unheard-of", "In the link, preset=unheard-of was left out:"],
    ["colour=blue", "The link has a key “colour” that means nothing here."],
    ["template=nothing", "In the link, template=nothing was left out: Keep {input} in the template"],
    ["v=99", "In the link, v=99 was left out: it was made by a newer version of this page."],
    ["method=none&method=identity", "In the link, method=identity was left out: it is there twice."],
  ];
  for (const [hash, notice] of cases) {
    test(`${hash}: the notice names the key, the rest stands`, async ({ page }) => {
      await open(page, `lang=en&readout=normalize&${hash}`);
      await expect(page.getByRole("list", { name: "Messages" })).toContainText(notice);
      await expect(page.getByRole("radio", { name: "normalise" })).toBeChecked();
      await page.getByRole("button", { name: "Dismiss" }).click();
      await expect(page.getByRole("list", { name: "Messages" })).toHaveCount(0);
    });
  }
});

test("a link that cannot even be decoded opens the page", async ({ page }) => {
  await open(page, "%E0%A4%A&%%%&=&==&cf=%FF:0.5,0.5&lang=en");
  await expect(page.getByRole("list", { name: "Messages" })).toBeVisible();
  await expect(page.getByRole("slider").first()).toBeVisible();
});

test("the strict policy is on, and the page asks nobody else for anything", async ({ page }) => {
  const response = await page.goto("./#preset=fourteen");
  await ready(page);
  expect(response!.headers()["content-security-policy"]).toContain("default-src 'self'");
  const origins = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).origin));
  expect(origins.length).toBeGreaterThan(0);
  expect(new Set(origins)).toEqual(new Set([new URL(page.url()).origin]));
});
