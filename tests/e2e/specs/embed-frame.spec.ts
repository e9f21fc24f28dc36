// The page in an iframe of somebody else's page, which has another origin and a policy of its own.
import type { FrameLocator, Page } from "@playwright/test";
import { brotliCompressSync } from "node:zlib";
import { violations } from "../axe";
import { CRASH, expect, refuseToDraw, test } from "../fixtures";

// The page around is the stranger here; all else is a problem as ever.
test.use({ allowedProblems: /^request to another origin: http:\/\/docs\.localhost:/ });

interface Message {
  frame: number;
  origin: string;
  source: string;
  version: number;
  type: string;
  height?: number;
  link?: string;
  state?: { labels: string[]; contextFree: { probabilities: number[] }[] };
}

interface HostWindow extends Window {
  messages: Message[];
  changes: Message[];
  ticks: number;
  globals: string[];
  controls: { setState(state: object): void; destroy(): void }[];
}
declare const window: HostWindow;

interface Host {
  frames: string[];
  /** The mount of the test server. */
  at?: string;
  sandbox?: string;
  /** Whether the page around is sandboxed itself. */
  sandboxed?: boolean;
  helper?: "no" | "late";
}

/** Opens the page around with its frames, as `http://docs.localhost`. */
async function open(page: Page, baseURL: string | undefined, host: Host, wait = true): Promise<string> {
  const own = new URL(baseURL!);
  const query = new URLSearchParams(host.frames.map((frame) => ["frame", frame]));
  query.set("at", new URL(host.at ?? "/some/where/", own).href);
  if (host.sandbox !== undefined) query.set("sandbox", host.sandbox);
  if (host.helper) query.set("helper", host.helper);
  const origin = `http://docs.localhost:${own.port}`;
  await page.goto(`${origin}/hosts/${host.sandboxed ? "sandboxed/" : ""}?${query}`);
  for (let i = 0; wait && i < host.frames.length; i++) {
    await inside(page, i).locator("html[data-ready='true']").waitFor({ state: "attached" });
    // What changes before a frame has told that it is ready is told by that message, and by no other.
    if (!host.frames[i]!.includes("allow-origins=")) await expect.poll(() => messages(page, "ready", i)).not.toEqual([]);
  }
  return origin;
}

const inside = (page: Page, i = 0): FrameLocator => page.frameLocator(`iframe >> nth=${i}`);

const slider = (page: Page, name: string, i = 0) => inside(page, i).getByRole("slider", { name, exact: true });

const messages = (page: Page, type: string, frame = 0): Promise<Message[]> =>
  page.evaluate(([type, frame]) => window.messages.filter((one) => one.type === type && one.frame === frame), [type, frame] as const);

/** Posts to a frame as the page around, without the helper. */
const post = (page: Page, message: unknown): Promise<void> =>
  page.evaluate((message) => window.frames[0]!.postMessage(message, "*"), message);

const toFrame = { source: "calibration-explainer-host", version: 1 };

/**
 * How far each frame's content reaches beyond the frame, in CSS pixels. The height is the one that the page around gives: a
 * browser tells a frame that is out of view about it only when it comes near.
 */
async function overflow(page: Page): Promise<number[]> {
  const heights = await page.locator("iframe").evaluateAll((all) => all.map((iframe) => iframe.clientHeight));
  return Promise.all(
    page.frames().slice(1).map(async (frame, i) => {
      const [width, height] = await frame.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return [Math.max(scrollWidth, innerWidth) - clientWidth, Math.ceil(document.documentElement.getBoundingClientRect().height)] as const;
      });
      return Math.max(width, Math.abs(height - heights[i]!));
    }),
  );
}

/** What a reader would have to scroll inside a frame that is in view. */
const scrolls = (page: Page, i = 0): Promise<number> =>
  page.frames()[i + 1]!.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);

test("two frames are dragged by mouse and by keyboard, and do not influence each other", async ({ page, baseURL }) => {
  const origin = await open(page, baseURL, { frames: ["lang=en&view=prompts&cf=nothing:0.7,0.3", "lang=en&labels=A,B,C&cf=nothing:0.5,0.3,0.2"] });
  const before = { history: await page.evaluate(() => history.length), url: page.url(), frames: page.frames().map((frame) => frame.url()) };
  expect(await page.evaluate(() => window.globals)).toEqual(["calibrationEmbed"]);

  const bar = slider(page, "Positive, nothing");
  const box = (await bar.boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.7, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, y, { steps: 6 });
  await page.mouse.up();
  // A pixel is some thousandths.
  await expect(bar).toHaveAttribute("aria-valuetext", /^(39\.\d|40(\.\d)?) percent$/);
  const percent = await bar.getAttribute("aria-valuenow");
  const dragged = Number(percent) / 100;
  await expect(slider(page, "A, nothing", 1)).toHaveAttribute("aria-valuetext", "50 percent");

  await slider(page, "A, nothing", 1).press("PageUp");
  await expect(slider(page, "A, nothing", 1)).toHaveAttribute("aria-valuetext", "60 percent");
  await expect(bar).toHaveAttribute("aria-valuenow", percent!);

  const last = (frame: number) =>
    page.evaluate((frame) => window.changes.filter((change) => change.frame === frame).at(-1), frame);
  await expect.poll(async () => (await last(0))?.state?.contextFree[0]?.probabilities[0]).toBe(dragged);
  await expect.poll(async () => (await last(1))?.state?.contextFree[0]?.probabilities[0]).toBe(0.6);
  expect(await last(0)).toMatchObject({ source: "calibration-explainer", version: 1, type: "change" });
  expect((await last(0))!.link).toContain(`cf=nothing:${dragged},`);
  expect((await last(1))!.state!.labels).toEqual(["A", "B", "C"]);

  // Nobody's history has grown and nobody's address has changed, also once every timer that was set has run: the address of
  // the page itself follows after 300 ms.
  await page.frames()[1]!.evaluate(() => new Promise((resolve) => setTimeout(resolve, 350)));
  expect({ history: await page.evaluate(() => history.length), url: page.url(), frames: page.frames().map((frame) => frame.url()) }).toEqual(before);
  expect(new Set(await page.evaluate(() => window.messages.map((message) => message.origin)))).toEqual(new Set([new URL(baseURL!).origin]));
  expect(origin).not.toBe(new URL(baseURL!).origin);
});

test("the helper gives each frame its height, without a scroll bar, and follows it", async ({ page, baseURL }) => {
  await open(page, baseURL, { frames: ["lang=en", "lang=zh&labels=A,B,C,D,E,F&hide=presets"] });
  // With their charts: before, the content is as high as it says, but not for long.
  await expect(slider(page, "Positive, before")).toBeVisible();
  await expect(slider(page, "A，校准前", 1)).toBeVisible();
  await expect.poll(() => overflow(page)).toEqual([0, 0]);
  await expect.poll(() => scrolls(page)).toBe(0);
  const height = (i: number) => page.locator("iframe").nth(i).evaluate((iframe: HTMLIFrameElement) => iframe.clientHeight);
  const content = (i: number) => page.frames()[i + 1]!.evaluate(() => document.documentElement.getBoundingClientRect().height);
  const [small, other] = [await height(0), await height(1)];
  expect(small).toBe(Math.ceil(await content(0)));

  const add = inside(page).getByRole("button", { name: "prompt", exact: true });
  for (let i = 0; i < 3; i++) await add.click();
  await expect.poll(() => height(0)).toBeGreaterThan(small + 100);
  await expect.poll(() => overflow(page)).toEqual([0, 0]);
  for (let i = 0; i < 3; i++) await add.press("Control+z");
  await expect.poll(() => height(0)).toBe(small);
  await expect.poll(() => scrolls(page)).toBe(0);
  expect(await height(1)).toBe(other);

  await page.setViewportSize({ width: 400, height: 800 });
  await expect.poll(() => overflow(page)).toEqual([0, 0]);

  // Room around the content inside the iframe's own box is not taken from it.
  await page.locator("iframe").first().evaluate((iframe) => { iframe.style.padding = "9px 0 4px"; });
  await add.click();
  await expect(inside(page).getByRole("slider", { name: /^Positive, / })).toHaveCount(3);
  await expect.poll(() => scrolls(page)).toBe(0);
});

test("a frame far out of view has the right height before anybody scrolls there", async ({ page, baseURL }) => {
  await page.setViewportSize({ width: 1280, height: 500 });
  await open(page, baseURL, { frames: ["lang=en", "lang=en", "lang=en"] });
  await expect.poll(() => overflow(page)).toEqual([0, 0, 0]);
  // Also where something comes that is no change of the state, which no other message tells: a notice.
  await page.evaluate(() => window.controls[2]!.setState({ config: { labels: 5 } }));
  await expect(inside(page, 2).getByRole("list", { name: "Messages" })).toHaveCount(1);
  await expect.poll(() => overflow(page)).toEqual([0, 0, 0]);
  expect(await messages(page, "change", 2)).toEqual([]);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test("states that are set before the frame is ready all arrive, in their order", async ({ page, baseURL }) => {
  await open(page, baseURL, { frames: ["lang=en"] }, false);
  await page.waitForFunction(() => window.controls.length === 1);
  await page.evaluate(() => {
    window.controls[0]!.setState({ link: "cf=nothing:0.7,0.3&method=none" });
    window.controls[0]!.setState({ link: "theme=dark" });
  });
  await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "70 percent");
  await expect(inside(page).locator("html")).toHaveAttribute("data-theme", "dark");
});

test("a helper that comes late still learns the height", async ({ page, baseURL }) => {
  await open(page, baseURL, { frames: ["lang=en"], helper: "late" });
  await expect.poll(() => overflow(page)).toEqual([0]);
  expect((await messages(page, "ready")).length).toBe(2);
});

test("the page around sets the state by link, by address and by config", async ({ page, baseURL }) => {
  await open(page, baseURL, { frames: ["lang=en&theme=dark&hide=presets"] });
  const set = (state: object) => page.evaluate((state) => window.controls[0]!.setState(state), state);
  const bar = slider(page, "Positive, nothing");
  await set({ link: "cf=nothing:0.65,0.35" });
  await expect(bar).toHaveAttribute("aria-valuetext", "65 percent");
  await set({ link: "https://somewhere.example/page/#v=1&cf=nothing:0.25,0.75&lang=zh" });
  await expect(slider(page, "Positive，nothing")).toHaveAttribute("aria-valuetext", "百分之 25");
  await set({ link: "preset=topic&lang=en" });
  await expect(inside(page).getByRole("slider", { name: /^Business, / }).first()).toBeVisible();
  await set({ config: { labels: ["Cat", "Dog"], contextFree: [{ prompt: "nothing", probabilities: [0.8, 0.2] }] } });
  await expect(slider(page, "Cat, nothing")).toHaveAttribute("aria-valuetext", "80 percent");
  // What the link does not name stays, and each is one step of undo.
  await expect(inside(page).locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(inside(page).getByRole("combobox", { name: "All starting points" })).toHaveCount(0);
  await slider(page, "Cat, nothing").press("Control+z");
  await expect(inside(page).getByRole("slider", { name: /^Business, / }).first()).toBeVisible();

  // How the page looks can change alone, as when the page around has a switch for its colours.
  await set({ link: "theme=light" });
  await expect(inside(page).locator("html")).toHaveAttribute("data-theme", "light");
  await expect(inside(page).getByRole("slider", { name: /^Business, / }).first()).toBeVisible();

  // What is shown stays too, until a link names it; what is hidden and who may change it can be taken back.
  await set({ link: "view=chart&hide=&readonly=true" });
  const headings = inside(page).getByRole("heading", { level: 2 });
  await expect(headings).toHaveCount(0);
  for (const link of ["theme=dark", "preset=topic"]) {
    await set({ link });
    await expect(inside(page).locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(headings).toHaveCount(0);
  }
  await expect(inside(page).getByRole("slider").first()).toHaveAttribute("aria-readonly", "true");
  await set({ link: "view=workbench&readonly=false" });
  await expect(headings.first()).toBeVisible();
  await expect(inside(page).getByRole("combobox", { name: "All starting points" })).toHaveCount(1);
  await expect(inside(page).getByRole("slider").first()).not.toHaveAttribute("aria-readonly");

  // A config that is no state is named, and the state stays.
  await set({ config: { labels: ["Cat", "Dog"], contextFree: [{ probabilities: [0.8, "x"] }] } });
  await expect(inside(page).getByRole("list", { name: "Messages" })).toContainText("contextFree[0].probabilities[1]");
  await expect(inside(page).getByRole("slider", { name: /^Business, / }).first()).toBeVisible();
  // The page around hears of a state that it set, but not of one that was there already.
  const told = async (): Promise<string | undefined> => (await messages(page, "change")).at(-1)?.link;
  await set({ link: "cf=nothing:0.5,0.5&lang=en" });
  await expect.poll(told).toContain("cf=nothing:0.5,0.5");
  const count = (await messages(page, "change")).length;
  await set({ link: "cf=nothing:0.5,0.5&lang=zh" });
  await expect(inside(page).locator("html")).toHaveAttribute("lang", "zh-Hans");
  await set({ link: "cf=nothing:0.4,0.6" });
  await expect.poll(told).toContain("cf=nothing:0.4,0.6");
  expect((await messages(page, "change")).length).toBe(count + 1);
});

test("readonly: the geometry says so too, though it comes after the page", async ({ page, baseURL }) => {
  await open(page, baseURL, { frames: ["lang=en&readonly=true&view=geometry&preset=methods"] });
  const frame = inside(page);
  await expect(frame.getByRole("slider", { name: "It has its moments.", exact: true })).toHaveAttribute("aria-readonly", "true");
  await expect(frame.getByRole("textbox", { name: /^Probability of Positive/ })).toBeEditable({ editable: false });
  for (const radio of await frame.getByRole("radio").all()) await expect(radio).toBeDisabled();
});

test("many states at once make at most one message in an animation frame", async ({ page, baseURL }) => {
  await open(page, baseURL, { frames: ["lang=en"], helper: "no" });
  await expect.poll(async () => (await messages(page, "ready")).length).toBe(1);
  await post(page, { ...toFrame, type: "setState", link: "cf=nothing:0.1,0.9" });
  await expect.poll(async () => (await messages(page, "change")).length).toBe(1);
  // From here on nothing has to be loaded.
  await page.frames()[1]!.evaluate(() => {
    window.ticks = 0;
    const tick = () => {
      window.ticks += 1;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  // Ninety states in a row, before the next frame can be drawn:
  await page.evaluate((message) => {
    for (let i = 1; i <= 90; i++) {
      const p = 300 + i;
      window.frames[0]!.postMessage({ ...message, type: "setState", link: `cf=nothing:0.${p},0.${1000 - p}` }, "*");
    }
  }, toFrame);
  const changes = async () => (await messages(page, "change")).map((message) => message.state?.contextFree[0]?.probabilities[0]);
  await expect.poll(async () => (await changes()).at(-1)).toBe(0.39);
  // One more than what this page could count: the frame that had begun.
  expect((await changes()).length - 1).toBeLessThanOrEqual(1 + (await page.frames()[1]!.evaluate(() => window.ticks)));
  expect((await changes()).length).toBeLessThan(90);
});

test.describe("messages", () => {
  const malformed: [message: unknown, reason: string][] = [
    [{ ...toFrame, version: 2, type: "setState", link: "cf=nothing:0.1,0.9" }, "version 2 is not known here, only 1"],
    [{ ...toFrame, type: "shout" }, 'there is no type "shout"'],
    [{ ...toFrame, type: "setState" }, "setState takes either a link or a config"],
    [{ ...toFrame, type: "setState", link: "a", config: {} }, "setState takes either a link or a config"],
    [{ ...toFrame, type: "setState", link: 5 }, "link must be a text"],
    [{ ...toFrame, type: "setState", config: null }, "config must be an object or its JSON"],
  ];

  test("malformed ones are ignored, with a warning that names the reason; others' are none of its business", async ({ page, baseURL }) => {
    const warnings: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "warning" && message.text().includes("calibration")) warnings.push(message.text());
    });
    await open(page, baseURL, { frames: ["lang=en"], helper: "no" });
    for (const other of [null, 5, "text", [], { source: "react-devtools" }]) await post(page, other);
    for (const [message] of malformed) await post(page, message);
    await page.evaluate((message) => {
      const config: { itself?: object } = {};
      config.itself = config;
      window.frames[0]!.postMessage({ ...message, type: "setState", config }, "*");
    }, toFrame);
    await expect.poll(() => warnings).toEqual(
      [...malformed.map(([, reason]) => reason), "config cannot be written as JSON"].map((reason) => `calibration explainer: message ignored: ${reason}`));
    await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "90 percent");
    expect(await messages(page, "change")).toEqual([]);
  });

  test("those of another window are ignored", async ({ page, baseURL }) => {
    const warned = page.waitForEvent("console", (message) => message.type() === "warning");
    await open(page, baseURL, { frames: ["lang=en", "lang=en"] });
    await page.frames()[2]!.evaluate(
      (message) => window.parent.frames[0]!.postMessage({ ...message, type: "setState", link: "cf=nothing:0.1,0.9" }, "*"), toFrame);
    expect((await warned).text()).toContain("it does not come from the page around");
    await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "90 percent");
  });

  test("a page around that allow-origins does not name is not heard and hears nothing", async ({ page, baseURL }) => {
    const warned = page.waitForEvent("console", (message) => message.type() === "warning" && message.text().includes("ignored"));
    const origin = await open(page, baseURL, { frames: ["lang=en&allow-origins=https://a.example,https://b.example"] });
    await post(page, { ...toFrame, type: "setState", link: "cf=nothing:0.1,0.9" });
    expect((await warned).text()).toContain(`allow-origins does not name ${origin}`);
    await slider(page, "Positive, nothing").press("ArrowLeft");
    await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "89 percent");
    await expect(inside(page).getByRole("list", { name: "Messages" })).toHaveCount(0);
    expect(await page.evaluate(() => window.messages)).toEqual([]);
  });

  test("one that it names is, and what is no origin is said", async ({ page, baseURL }) => {
    const warned = page.waitForEvent("console", (message) => message.type() === "warning");
    const origin = `http://docs.localhost:${new URL(baseURL!).port}`;
    await open(page, baseURL, { frames: [`lang=en&allow-origins=nonsense,${origin}/any/page`] });
    expect((await warned).text()).toContain('allow-origins: "nonsense" is not an origin');
    await page.evaluate(() => window.controls[0]!.setState({ link: "cf=nothing:0.2,0.8" }));
    await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "20 percent");
    await expect.poll(async () => (await messages(page, "change")).length).toBe(1);
  });

  test("the helper does not listen to anybody else, and not after destroy", async ({ page, baseURL }) => {
    await open(page, baseURL, { frames: ["lang=en", "lang=en"] });
    await expect.poll(() => overflow(page)).toEqual([0, 0]);
    const height = () => page.locator("iframe").first().evaluate((iframe: HTMLIFrameElement) => iframe.style.height);
    const before = await height();
    const forged = { source: "calibration-explainer", version: 1, type: "change", height: 7 };
    await page.evaluate((message) => window.postMessage(message, "*"), forged);
    // The second frame speaks for itself only; what it says comes after what the page around said.
    await page.frames()[2]!.evaluate((message) => window.parent.postMessage(message, "*"), forged);
    await expect.poll(() => page.evaluate(() => window.changes.length)).toBe(1);
    expect(await page.evaluate(() => window.changes[0]!.frame)).toBe(1);
    expect(await height()).toBe(before);

    await page.evaluate(() => window.controls[0]!.destroy());
    await slider(page, "Positive, nothing").press("ArrowLeft");
    await expect.poll(async () => (await messages(page, "change")).length).toBe(1);
    expect(await page.evaluate(() => window.changes.length)).toBe(1);
  });
});

test.describe("the query", () => {
  const encode = (state: object) => Buffer.from(JSON.stringify(state), "utf8").toString("base64url");

  test("has the keys of a link: language, colours, what is hidden", async ({ page, baseURL }) => {
    await open(page, baseURL, { frames: ["labels=好,坏&cf=无:0.7,0.3&lang=zh&theme=dark&hide=presets,equation&view=workbench", "lang=en&theme=light"] });
    const html = inside(page).locator("html");
    await expect(html).toHaveAttribute("lang", "zh-Hans");
    await expect(html).toHaveAttribute("data-theme", "dark");
    await expect(inside(page).locator(".equation")).toHaveCount(0);
    await expect(inside(page, 1).locator(".equation")).toHaveCount(1);
    await expect(slider(page, "好，无")).toHaveAttribute("aria-valuetext", "百分之 70");
    for (const i of [0, 1]) {
      // No header and footer, whatever is hidden besides; the lesson does not open by itself.
      await expect(inside(page, i).locator(".site-head, .page > footer, .skip-link, .lesson")).toHaveCount(0);
      await expect(inside(page, i).locator(".panels")).toHaveCount(1);
    }
  });

  test("names what it cannot use", async ({ page, baseURL }) => {
    await open(page, baseURL, { frames: ["lang=en&colour=blue&method=sideways&readout=normalize"] });
    const list = inside(page).getByRole("list", { name: "Messages" });
    await expect(list).toContainText("a key “colour” that means nothing here");
    await expect(list).toContainText("method=sideways was left out: use one of: diagonal, identity, none.");
    await expect(inside(page).getByRole("radio", { name: "normalise" })).toBeChecked();
  });

  test("config is a whole state, and keys beside it replace parts", async ({ page, baseURL }) => {
    const config = encode({ labels: ["好", "坏"], contextFree: [{ prompt: "无", probabilities: [0.7, 0.3] }], method: "identity" });
    await open(page, baseURL, { frames: [`lang=en&config=${config}`, `lang=en&config=${config}&method=none&cf=N/A:0.6,0.4`] });
    await expect(slider(page, "好, 无")).toHaveAttribute("aria-valuetext", "70 percent");
    await expect(slider(page, "好, N/A", 1)).toHaveAttribute("aria-valuetext", "60 percent");
    for (const [i, method] of [[0, "identity"], [1, "none"]] as const) {
      await expect.poll(async () => (await messages(page, "ready", i))[0]?.link).toContain(`method=${method}`);
      await expect(inside(page, i).getByRole("list", { name: "Messages" })).toHaveCount(0);
    }
  });

  for (const [what, config, reason] of [
    ["no base64url", "!!", "config=!! was left out: this is not base64url of UTF-8 text."],
    ["no JSON", Buffer.from("{").toString("base64url"), "config=ew was left out: This is not valid JSON"],
    ["no state", encode({ labels: ["A", "B"], contextFree: [{ probabilities: [0.5, "x"] }] }), "was left out: at contextFree[0].probabilities[1], this must be a number."],
  ] as const) {
    test(`config that is ${what}: a notice names key and reason, the rest stands`, async ({ page, baseURL }) => {
      await open(page, baseURL, { frames: [`lang=en&config=${config}&readout=scores`] });
      await expect(inside(page).getByRole("list", { name: "Messages" })).toContainText(reason);
      await expect(inside(page).getByRole("radio", { name: "scores" })).toBeChecked();
      await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "90 percent");
    });
  }

  test.describe("a chapter of the lesson", () => {
    test.use({ allowedProblems: new RegExp(`docs\\.localhost|${CRASH.source}`) });
    test("can be shown; its figure's state is told, and kept over a crash", async ({ page, baseURL }) => {
      await open(page, baseURL, { frames: ["lang=en&learn=2"] });
      await expect(inside(page).locator(".lesson")).toHaveCount(1);
      // A frame does not take the focus away from the page around.
      expect(await page.evaluate(() => document.activeElement!.tagName)).toBe("BODY");
      const bar = inside(page).locator(".chapter-figure").getByRole("slider").first();
      const told = async (): Promise<Message | undefined> => (await messages(page, "change")).at(-1);
      const share = async (): Promise<number | undefined> => (await told())?.state?.contextFree[0]?.probabilities[0];
      // Measured numbers: they are there a moment after the chapter.
      await expect(bar).toHaveAttribute("aria-valuetext", "54.4 percent");
      await bar.press("ArrowLeft");
      await expect.poll(share).toBe(0.534);
      const shown = await told();
      expect(shown).toMatchObject({ link: expect.stringMatching(/^learn=2&/), state: { format: "calibration-explainer" } });
      // Loading again keeps the figure.
      const ready = (await messages(page, "ready")).length;
      await refuseToDraw(page.frames()[1]!);
      await inside(page).getByRole("button", { name: /^Next/ }).click();
      await inside(page).getByRole("button", { name: /^Load again/ }).click();
      await expect.poll(async () => (await messages(page, "ready")).length).toBeGreaterThan(ready);
      await expect(inside(page).locator(".lesson")).toHaveCount(1);
      await expect(bar).toHaveAttribute("aria-valuetext", "53.4 percent");
      await bar.press("ArrowLeft");
      await expect.poll(share).toBe(0.524);
      await bar.press("ArrowRight");
      await expect.poll(async () => (await told())?.state).toEqual(shown!.state);
      // A link to a chapter is one to this page.
      const link = inside(page).getByRole("link", { name: "A link for class" });
      const address = await link.evaluate((link: HTMLAnchorElement) => link.href);
      expect(address).toMatch(/embed\.html\?learn=2&lang=en&hide=header,controls$/);
      const [tab] = await Promise.all([page.waitForEvent("popup"), link.evaluate((link: HTMLAnchorElement) => link.click())]);
      await expect(tab.locator(".lesson")).toHaveCount(1);
      await expect(tab.getByRole("link", { name: "A link for class" })).toHaveCount(0);
    });
  });


  test("keys beside a chapter say what its figure shows", async ({ page, baseURL }) => {
    await open(page, baseURL, { frames: ["lang=en&learn=5&cf=a:0.7,0.3&cf=b:0.6,0.4&colour=red"] });
    await expect(inside(page).getByRole("list", { name: "Messages" })).toContainText("colour");
    await expect(slider(page, "Positive, b")).toHaveAttribute("aria-valuetext", "60 percent");
  });
});

test.describe("a sandbox with allow-scripts alone", () => {
  test("works where the server lets everybody read: drag, messages, states", async ({ page, baseURL }) => {
    await open(page, baseURL, { frames: ["lang=zh&preset=topic"], at: "/cors/", sandbox: "allow-scripts" });
    const frame = page.frames()[1]!;
    expect(await frame.evaluate(() => window.origin)).toBe("null");
    expect(await frame.evaluate(() => { try { return typeof localStorage; } catch { return "blocked"; } })).toBe("blocked");
    await expect.poll(() => overflow(page)).toEqual([0]);
    await page.evaluate(() => window.controls[0]!.setState({ link: "cf=nothing:0.7,0.3&lang=en" }));
    const bar = slider(page, "Positive, nothing");
    await expect(bar).toHaveAttribute("aria-valuetext", "70 percent");
    await bar.press("ArrowLeft");
    await expect.poll(() => page.evaluate(() => window.changes.at(-1)?.state?.contextFree[0]?.probabilities[0])).toBe(0.69);
  });

  test.describe("and a server that lets nobody", () => {
    test.use({ allowedProblems: /docs\.localhost|CORS policy|could not be started|net::ERR_FAILED/ });
    test("says what would help", async ({ page, baseURL }) => {
      await open(page, baseURL, { frames: ["lang=en"], sandbox: "allow-scripts" }, false);
      const alert = inside(page).getByRole("alert");
      await expect(alert).toContainText("its server must send Access-Control-Allow-Origin: *, or the frame must also have allow-same-origin");
      await expect(inside(page).getByText("Loading…")).toBeHidden();
    });
  });

  test("around the page that holds the frame, too", async ({ page, baseURL }) => {
    await open(page, baseURL, { frames: ["lang=en"], at: "/cors/", sandboxed: true });
    expect(await page.evaluate(() => window.origin)).toBe("null");
    await expect.poll(() => overflow(page)).toEqual([0]);
    await page.evaluate(() => window.controls[0]!.setState({ link: "cf=nothing:0.7,0.3" }));
    await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "70 percent");
  });

  test("with allow-same-origin no header is needed", async ({ page, baseURL }) => {
    await open(page, baseURL, { frames: ["lang=en"], sandbox: "allow-scripts allow-same-origin" });
    await expect.poll(() => overflow(page)).toEqual([0]);
    await page.evaluate(() => window.controls[0]!.setState({ link: "cf=nothing:0.7,0.3" }));
    await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "70 percent");
  });
});

for (const [where, sandbox] of [["a frame", undefined], ["a sandboxed frame", "allow-scripts"]] as const) {
  test.describe(`a crash in ${where}`, () => {
    test.use({ allowedProblems: new RegExp(`docs\\.localhost|${CRASH.source}`) });
    test("loading again keeps what the reader made, and the history of the page around", async ({ page, baseURL }) => {
      await open(page, baseURL, { frames: ["lang=en&hide=presets"], at: "/cors/", sandbox });
      const length = await page.evaluate(() => history.length);
      await slider(page, "Positive, nothing").press("PageDown");
      await expect.poll(() => page.evaluate(() => window.changes.length)).toBe(1);
      const ready = (await messages(page, "ready")).length;
      await refuseToDraw(page.frames()[1]!);
      await inside(page).getByRole("button", { name: "prompt", exact: true }).click();
      await inside(page).getByRole("button", { name: /^Load again/ }).click();
      await expect.poll(async () => (await messages(page, "ready")).length).toBeGreaterThan(ready);
      await expect(slider(page, "Positive, nothing")).toHaveAttribute("aria-valuetext", "80 percent");
      await expect(inside(page).getByRole("combobox", { name: "All starting points" })).toHaveCount(0);
      expect(await page.evaluate(() => history.length)).toBe(length);
    });
  });
}

for (const [fault, sentence] of [["no-wasm", "could not be loaded completely"], ["truncated", "could not be loaded completely"]] as const) {
  test.describe(`the server's fault ${fault}`, () => {
    test.use({ allowedProblems: /docs\.localhost|404|could not be started/ });
    test("is said in the frame and leaves the page around alone", async ({ page, baseURL }) => {
      await open(page, baseURL, { frames: ["lang=en"], at: `/faults/${fault}/` }, false);
      await expect(inside(page).getByRole("alert")).toContainText(sentence);
      await expect(page.locator("iframe")).toHaveCSS("height", "400px");
    });
  });
}

for (const lang of ["en", "zh"]) {
  for (const theme of ["light", "dark"]) {
    test(`no barriers inside the frame: ${lang}, ${theme}`, async ({ page, baseURL }) => {
      await open(page, baseURL, { frames: [`lang=${lang}&theme=${theme}`] });
      await expect.poll(() => overflow(page)).toEqual([0]);
      expect(await violations(page)).toEqual([]);
    });
  }
}

test("opened by itself, it is the page without header and footer", async ({ page }) => {
  const response = await page.goto("./embed.html?lang=en&cf=nothing:0.6,0.4");
  expect(response!.headers()["content-security-policy"]).toContain("default-src 'self'");
  const bar = page.getByRole("slider", { name: "Positive, nothing", exact: true });
  await bar.press("ArrowLeft");
  await expect(bar).toHaveAttribute("aria-valuetext", "59 percent");
  expect(page.url()).toMatch(/embed\.html\?lang=en&cf=nothing:0\.6,0\.4$/);
});

test("the helper weighs at most a kilobyte", async ({ request }) => {
  const helper = await (await request.get("./embed-host.js")).body();
  expect(brotliCompressSync(helper).length).toBeLessThanOrEqual(1024);
});

test("the snippet of the documentation works as it stands", async ({ page, baseURL }) => {
  await page.goto(`http://docs.localhost:${new URL(baseURL!).port}/hosts/snippet.html`);
  await inside(page).locator("html[data-ready='true']").waitFor({ state: "attached" });
  await expect.poll(() => overflow(page)).toEqual([0]);
  await expect(inside(page).getByRole("slider").first()).toBeVisible();
  await inside(page).getByRole("slider").first().press("ArrowLeft");
  await expect(page.locator("output")).toContainText("cf=");
});
