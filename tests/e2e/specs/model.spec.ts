// A language model in the page, with its real weights: what a reader does with it, and every way in which its download can break.
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { violations } from "../axe";
import { drawn, host, tag } from "../embed/host";
import { among, expect, open, test, type Locator, type Page } from "../fixtures";
import { button, fullValues, importDialog, REVIEWS, slider, takeTable } from "../reader";

const folder = fileURLToPath(new URL("../../../dist/model/", import.meta.url));
const NAME = "SmolLM2-135M-Instruct";

/** A prompt whose answers were computed in double precision, and two context-free texts in it. */
const REVIEW = `lang=en&labels=Negative,Positive&template=${encodeURIComponent("Review: {input}\nSentiment:")}`;
const OWN = `${REVIEW}&cf=N%2FA:0.5,0.5&cf=other:0.5,0.5&p=nothing:0.5,0.5`;

const box = (page: Page): Locator => page.getByRole("group", { name: "Who answers?" });
const answering = (page: Page): Locator => box(page).getByText("answers, in this page");
const load = (page: Page): Locator => box(page).getByRole("button", { name: /^Load [\d.]+ MB$/ });
const prompt = (page: Page, number: number): Locator => page.getByRole("listitem", { name: new RegExp(`^Context-free prompt ${number}:`) });
const text = (page: Page, number: number): Locator => page.getByRole("textbox", { name: `Text of context-free prompt ${number}`, exact: true });

/** The probability of a bar, as exactly as the page knows it. */
const value = async (bar: Locator): Promise<number> => (await fullValues(bar))[0]!;

async function choose(page: Page): Promise<void> {
  await button(page, "Ask a model").click();
  await expect(load(page)).toBeVisible();
}

async function ask(page: Page): Promise<void> {
  await choose(page);
  await load(page).click();
  await expect(answering(page)).toBeVisible({ timeout: 30_000 });
}

/** The parts of the weights that the page asks for from now on. */
function fetched(page: Page): string[] {
  const parts: string[] = [];
  page.on("request", (request) => {
    const name = /\/(\d\d\.bin)$/.exec(request.url())?.[1];
    if (name) parts.push(name);
  });
  return parts;
}

/** How many parts are in the browser's storage, whole: a part that has come is verified and written before it outlives the page. */
function partsInStorage(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("calibration-explainer-model");
    let whole = 0;
    for await (const handle of (folder as unknown as { values(): AsyncIterable<FileSystemFileHandle> }).values()) {
      if (handle.name.endsWith(".bin") && (await handle.getFile()).size > 0) whole += 1;
    }
    return whole;
  });
}

const PARTS = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".bin")).sort() : [];

test("the weights are there to be asked", () => {
  expect(PARTS.length, "cargo xtask model fetches them").toBeGreaterThan(5);
});

test("nothing of the model is loaded before a click that says how much", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => { if (request.url().includes("/model/")) asked.push(request.url().split("/").at(-1)!); });
  await open(page, OWN);
  await expect(button(page, "Ask a model")).toBeVisible();
  expect(asked).toEqual([]);
  await choose(page);
  expect(asked).toEqual(["manifest.json"]);
  await expect(load(page)).toHaveText("Load 98 MB");
  await expect(box(page)).toContainText("Apache-2.0");
  await button(page, "Close the model").click();
  await expect(box(page)).toHaveCount(0);
});

test.describe("with and without a network", () => {
  // Without one, the browser asks for the icon of the page in vain.
  test.use({ allowedProblems: /ERR_INTERNET_DISCONNECTED/ });

  test("a reader asks a model, edits, drags, asks again, undoes, and asks once more without the network", async ({ page, context }) => {
    test.setTimeout(120_000);
    await open(page, OWN);
    await ask(page);
    const [na, other] = ["Negative, N/A", "Negative, other"].map((name) => slider(page, name));
    // The figures of the double-precision computation: see facts/engine.md.
    await expect(prompt(page, 1)).toContainText(`measured by ${NAME}`);
    await expect.poll(() => value(na!)).toBeCloseTo(0.544, 2);
    await expect(prompt(page, 1)).toContainText(/\d\s% of all its answers/);
    // The address follows a moment later.
    await expect(page).toHaveURL(new RegExp(`source=${NAME}`));

    // A text is edited: after a pause, without Enter, its bars move. The other rows stay.
    const before = await value(other!);
    await text(page, 1).fill("[MASK]");
    await expect.poll(() => value(slider(page, "Negative, [MASK]"))).toBeCloseTo(0.3917, 2);
    expect(await value(other!)).toBe(before);
    // Edit and answer are one step.
    await text(page, 1).press("Enter");
    await button(page, "Undo").click();
    await expect(text(page, 1)).toHaveValue("N/A");
    await expect.poll(() => value(na!)).toBeCloseTo(0.544, 2);

    // A row that was dragged stays, whatever is asked about the others.
    await other!.press("Home");
    await expect(prompt(page, 2)).toContainText("by hand");
    const dragged = await value(other!);
    await page.getByText("The whole prompt").click();
    await page.getByRole("textbox", { name: "Template of the prompt" }).fill("Text: {input}\nMood:");
    await expect.poll(() => value(na!)).not.toBeCloseTo(0.544, 3);
    await expect(prompt(page, 1)).toContainText("measured by");
    expect(await value(other!)).toBe(dragged);
    await prompt(page, 2).getByRole("button", { name: "ask again" }).click();
    await expect(prompt(page, 2)).toContainText("measured by");
    expect(await value(other!)).not.toBe(dragged);

    // A new input is answered as it is typed.
    await page.getByRole("textbox", { name: "Text of the test input" }).fill("I loved every minute of it.");
    await expect.poll(async () => Number(await slider(page, "Positive, before").getAttribute("aria-valuenow"))).toBeGreaterThan(50);
    // The address follows the page a moment later.
    await expect(page).toHaveURL(/&p=I(%20|\+)loved(%20|\+)every(%20|\+)minute(%20|\+)of(%20|\+)it\.:0\.[0-4]/);
    const link = page.url();

    // Once more, from the browser's storage alone.
    await page.reload();
    expect(page.url()).toBe(link);
    const parts = fetched(page);
    await expect(prompt(page, 1)).toContainText(`measured by ${NAME}`);
    await context.setOffline(true);
    await ask(page);
    await text(page, 1).fill("nothing at all");
    await expect(prompt(page, 1)).toContainText("% of all its answers");
    expect(parts).toEqual([]);
  });
});

test("ten reviews without numbers are answered, and panel 4 says what calibrating does to them", async ({ page }) => {
  await open(page, OWN);
  await ask(page);
  const table = ["text,label", ...REVIEWS.map(([text, label]) => `"${text}",${label}`)].join("\n");
  await page.getByText("Bring your own inputs").click();
  await page.getByRole("textbox", { name: "Or paste a table:" }).fill(table);
  await button(page, "Load the table").click();
  await expect(importDialog(page)).toContainText("no numbers");
  await takeTable(page);
  const panel = page.getByRole("region", { name: "Check it" });
  await expect(panel).toContainText("10 test inputs with their right labels");
  const inputs = () => new URLSearchParams(new URL(page.url()).hash.slice(1));
  // The address follows the page a moment later: until then it has the one input that was there before the table.
  await expect.poll(() => [inputs().getAll("p").length, inputs().get("source"), inputs().get("unasked")]).toEqual([10, NAME, null]);
  const answers = inputs().getAll("p").map((row) => Number(/:([\d.]+),/.exec(row)![1]));
  expect(answers).toHaveLength(10);
  // Even ones would be nobody's answers.
  expect(answers.filter((p) => p === 0.5)).toEqual([]);
  expect(new Set(answers).size).toBe(10);
  await expect(panel).toContainText(/\d+ of 10/);
  // The context-free prompts are answered as before: without them nothing would be calibrated.
  await expect.poll(() => inputs().getAll("cf").map((row) => Number(/:([\d.]+),/.exec(row)![1]))).toEqual([expect.closeTo(0.544, 2), expect.not.closeTo(0.5, 6)]);
  expect(await violations(page)).toEqual([]);
});

test("examples change every answer: added, moved by keys, by pointer, shuffled, removed", async ({ page }) => {
  await open(page, OWN);
  await ask(page);
  const bar = slider(page, "Negative, N/A");
  await expect.poll(() => value(bar)).toBeCloseTo(0.544, 2);
  const changes = async (act: () => Promise<void>): Promise<void> => {
    const before = await value(bar);
    await act();
    await expect.poll(() => value(bar)).not.toBe(before);
    await expect(prompt(page, 1)).toContainText("measured by");
  };
  await changes(() => button(page, "example").click());
  await changes(() => page.getByRole("textbox", { name: "Text of example 1" }).fill("A joy from start to end."));
  await changes(() => button(page, "example").click());
  await changes(() => page.getByRole("textbox", { name: "Text of example 2" }).fill("I left after ten minutes."));
  const texts = () => page.getByRole("textbox", { name: /^Text of example/ }).evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  await changes(() => page.getByRole("slider", { name: "Place of example 1" }).press("ArrowDown"));
  expect(await texts()).toEqual(["I left after ten minutes.", "A joy from start to end."]);
  await expect(page.getByRole("slider", { name: "Place of example 2" })).toBeFocused();
  // By pointer, from the second place to the first.
  await changes(async () => {
    await page.getByRole("slider", { name: "Place of example 2" }).hover();
    await page.mouse.down();
    await page.getByRole("slider", { name: "Place of example 1" }).hover();
    await page.mouse.up();
  });
  expect(await texts()).toEqual(["A joy from start to end.", "I left after ten minutes."]);
  await changes(async () => { await page.getByRole("combobox", { name: "Label of example 1" }).selectOption("Positive"); });
  await expect(page.getByLabel("What is sent")).toContainText("Review: A joy from start to end.\nSentiment: Positive");
  await changes(() => button(page, "Shuffle").click());
  await changes(() => button(page, "Remove example 1").click());
  await expect(page).toHaveURL(/shot=/);
});

test("context-free prompts are drawn from the words of the inputs", async ({ page }) => {
  await open(page, `${REVIEW}&cf=N%2FA:0.5,0.5&p=a%20quiet%20and%20clever%20film:0.5,0.5`);
  await ask(page);
  await page.getByText("Context-free prompts from your inputs").click();
  await page.getByRole("button", { name: "prompts of random words" }).click();
  await expect(page.getByRole("listitem", { name: /^Context-free prompt/ })).toHaveCount(4);
  await expect(prompt(page, 4)).toContainText("measured by");
  for (const word of (await text(page, 2).inputValue()).split(" ")) expect(["a", "quiet", "and", "clever", "film"]).toContain(word);
  await page.getByRole("button", { name: "premise alone" }).click();
  await expect(text(page, 5)).toHaveValue("");
  await expect(prompt(page, 5)).toContainText("measured by");
});

test("a list is stopped and goes on", async ({ page }) => {
  await open(page, OWN);
  await ask(page);
  await page.getByText("Bring your own inputs").click();
  const list = Array.from({ length: 60 }, (_, i) => `Number ${i} of many reviews, each of which says a little more than the one before it did.`);
  await page.getByRole("textbox", { name: "Or paste a table:" }).fill(list.join("\n"));
  await button(page, "Load the table").click();
  await takeTable(page);
  const progress = box(page).getByRole("progressbar", { name: "Rows answered" });
  await expect(progress).toBeVisible();
  const began = Date.now();
  await button(page, "Stop asking").click();
  await expect(button(page, "Go on asking")).toBeVisible();
  const stopped = await progress.getAttribute("value");
  // The page answers at once while the model computes.
  expect(Date.now() - began).toBeLessThan(5_000);
  await page.getByRole("textbox", { name: "Text of the test input" }).click();
  expect(await progress.getAttribute("value")).toBe(stopped);
  await button(page, "Go on asking").click();
  await expect(progress).toHaveCount(0, { timeout: 50_000 });
  await expect(page.getByText("not asked yet")).toHaveCount(0);
});

test.describe("a broken download", () => {
  test.use({ allowedProblems: /model\/|Failed to load resource|ERR_/ });

  test("is cancelled, and goes on from there", async ({ page }) => {
    let held = true;
    await page.route("**/model/05.bin", async (route) => {
      if (held) await new Promise((resolve) => setTimeout(resolve, 60_000)).catch(() => {});
      else await route.continue();
    });
    await open(page, OWN);
    await choose(page);
    await load(page).click();
    const bar = box(page).getByRole("progressbar", { name: "Loading the model" });
    await expect(box(page)).toContainText("88 MB of 98 MB");
    await expect(bar).toBeVisible();
    await expect.poll(() => partsInStorage(page)).toBe(PARTS.length - 1);
    await button(page, "Cancel").click();
    await expect(load(page)).toBeVisible();
    held = false;
    const parts = fetched(page);
    await load(page).click();
    await expect(answering(page)).toBeVisible({ timeout: 30_000 });
    expect(parts).toEqual(["05.bin"]);
  });

  test("a part that arrives damaged is asked for again", async ({ page }) => {
    let damaged = 0;
    await page.route("**/model/03.bin", async (route) => {
      damaged += 1;
      if (damaged > 1) return route.continue();
      const bytes = readFileSync(join(folder, "03.bin"));
      bytes[5_000_000]! ^= 1;
      return route.fulfill({ body: bytes });
    });
    await open(page, OWN);
    await ask(page);
    await expect(prompt(page, 1)).toContainText("measured by");
    expect(damaged).toBe(2);
  });

  test("a part that does not come says so; what has come stays", async ({ page }) => {
    await page.route("**/model/07.bin", (route) => route.abort("internetdisconnected"));
    await open(page, OWN);
    await choose(page);
    await load(page).click();
    await expect(box(page).getByRole("alert")).toContainText("The connection broke", { timeout: 30_000 });
    await page.unroute("**/model/07.bin");
    const parts = fetched(page);
    await button(page, "Try again").click();
    await load(page).click();
    await expect(answering(page)).toBeVisible({ timeout: 30_000 });
    expect(parts).toEqual(["07.bin"]);
  });

  test("the page was closed in the middle of it", async ({ page, context }) => {
    await page.route("**/model/08.bin", () => {});
    await open(page, OWN);
    await choose(page);
    await load(page).click();
    await expect(box(page)).toContainText("88 MB of 98 MB");
    await expect.poll(() => partsInStorage(page)).toBe(PARTS.length - 1);
    await page.close();
    const again = await context.newPage();
    const parts = fetched(again);
    await open(again, OWN);
    await ask(again);
    expect(parts).toEqual(["08.bin"]);
  });

  test("what is stored was damaged", async ({ page }) => {
    await open(page, OWN);
    await ask(page);
    await button(page, "Close the model").click();
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle("calibration-explainer-model");
      for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
        if (!name.endsWith("02.bin")) continue;
        const stream = await handle.createWritable();
        await stream.write("half of a file");
        await stream.close();
      }
    });
    const parts = fetched(page);
    await ask(page);
    expect(parts).toEqual(["02.bin"]);
  });

  test("the storage is full", async ({ page }) => {
    await open(page, OWN);
    const session = await page.context().newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url()).origin, quotaSize: 30_000_000 });
    await ask(page);
    await expect(box(page)).toContainText("storage is full");
    await expect(prompt(page, 1)).toContainText("measured by");
  });

  for (const [without, told] of [
    ["navigator.storage.getDirectory = undefined;", "kept in this browser"],
    ["navigator.storage.getDirectory = undefined; Object.defineProperty(self, 'caches', { value: undefined });", "keeps nothing"],
  ] as const) {
    test(`a window without ${without.includes("caches") ? "any storage" : "a file system"}`, async ({ page }) => {
      await page.route("**/model/worker.js", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${without}\n${await response.text()}` });
      });
      await open(page, OWN);
      await ask(page);
      await expect(box(page)).toContainText(told);
      await expect(prompt(page, 1)).toContainText("measured by");
    });
  }

  test("this site has no model", async ({ page }) => {
    await page.route("**/model/manifest.json", (route) => route.fulfill({ status: 404 }));
    await open(page, OWN);
    await button(page, "Ask a model").click();
    await expect(box(page)).toContainText("This site has no model to offer");
    await expect(box(page).getByLabel("Model file (GGUF)")).toBeVisible();
  });
});

test("a model file of the reader's own", async ({ page }) => {
  const file = join(mkdtempSync(join(tmpdir(), "model-")), "own.gguf");
  const whole = Buffer.concat(PARTS.map((name) => readFileSync(join(folder, name))));
  writeFileSync(file, whole);
  // The same file, of another architecture.
  const other = join(dirname(file), "other.gguf");
  const named = Buffer.from(whole.subarray(0, 4096).toString("latin1").replace("\u0005\0\0\0\0\0\0\0llama", "\u0005\0\0\0\0\0\0\0mamba"), "latin1");
  writeFileSync(other, Buffer.concat([named, whole.subarray(4096)]));
  await open(page, OWN);
  await choose(page);
  const field = box(page).getByLabel("Model file (GGUF)");
  // What cannot be read says why, and the next choice works.
  const bytes = readFileSync(join(folder, "00.bin"));
  for (const [name, content, why] of [
    ["photo.gguf", Buffer.from("not a model"), "not a GGUF file"],
    ["half.gguf", bytes, "cut off"],
    ["other.gguf", other, "“mamba”"],
  ] as const) {
    await field.setInputFiles(typeof content === "string" ? content : { name, mimeType: "application/octet-stream", buffer: content });
    await expect(box(page).getByRole("alert")).toContainText(why);
    await button(page, "Try again").click();
  }
  await field.setInputFiles(file);
  await expect(answering(page)).toBeVisible({ timeout: 30_000 });
  await expect(prompt(page, 1)).toContainText("measured by own");
  await expect.poll(() => value(slider(page, "Negative, N/A"))).toBeCloseTo(0.544, 2);
});

test("memory is flat over twenty models", among(false), async ({ page }) => {
  test.setTimeout(300_000);
  await open(page, OWN);
  const session = await page.context().browser()!.newBrowserCDPSession();
  const memory = async (): Promise<number> => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const pages = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    return pages.reduce((sum, id) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0), 0) / 1000;
  };
  const seen: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    await ask(page);
    await button(page, "Close the model").click();
    seen.push(await memory());
  }
  const [early, late] = [seen.slice(3, 8), seen.slice(15)].map((some) => Math.min(...some)) as [number, number];
  expect(late - early, seen.map((megabytes) => megabytes.toFixed(0)).join(" ")).toBeLessThan(50);
});

test("an element offers a model where its page wants it", async ({ page }) => {
  const attributes = `lang="en" labels="Negative,Positive" template="Review: {input}&#10;Sentiment:" cf="N%2FA:0.5,0.5" view="ask"`;
  await host(page, { body: tag(attributes) + tag(`${attributes} model="page"`) });
  const [without, element] = [await drawn(page), await drawn(page, 1)];
  await expect(without.getByRole("button", { name: "Ask a model" })).toHaveCount(0);
  await element.getByRole("button", { name: /^Load \d/ }).click();
  await expect(element.getByText(`measured by ${NAME}`).first()).toBeVisible({ timeout: 30_000 });
  const own = await element.evaluate((explainer) => (explainer as HTMLElement & { getState(): { source?: string; contextFree: { probabilities: number[] }[] } }).getState());
  expect(own.source).toBe(NAME);
  expect(own.contextFree[0]!.probabilities[0]).toBeCloseTo(0.544, 2);
  // Who changes an attribute changes what is asked, too.
  await element.evaluate((explainer) => explainer.setAttribute("cf", "nothing:0.5,0.5"));
  await expect(without.getByText("measured by")).toHaveCount(0);
});

test("readonly and embedded pages offer no model unless the author wants it", async ({ page }) => {
  await open(page, `${OWN}&readonly=true`);
  await expect(slider(page, "Negative, N/A")).toBeVisible();
  await expect(button(page, "Ask a model")).toHaveCount(0);
  for (const [query, offered] of [["", 0], ["&model=page", 1], ["&model=server", 1]] as const) {
    await page.goto(`embed.html?${OWN}${query}`);
    await expect(slider(page, "Negative, N/A")).toBeVisible();
    await expect(button(page, "Ask a model")).toHaveCount(offered);
  }
  // Panel 1 alone, with the choice open.
  await page.goto(`embed.html?${OWN}&view=ask&model=page`);
  await expect(load(page)).toBeVisible();
  await expect(page.getByRole("region")).toHaveCount(1);
});
