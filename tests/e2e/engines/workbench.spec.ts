// What a reader does at the workbench. Every number is computed here again.
import { expect, type Page, test } from "./fixtures";
import { right } from "./numbers";

const percent = (place: { attribute(name: string): Promise<string | null | undefined> }) => place.attribute("aria-valuenow").then(Number);

/** A link with so many labels: of the first prompt the first label has 0.3, and the others share the rest unevenly. */
function link(k: number): { hash: string; row: number[] } {
  const weights = Array.from({ length: k - 1 }, (_, i) => i + 1);
  const row = [0.3, ...weights.map((weight) => (0.7 * weight) / weights.reduce((sum, weight) => sum + weight))];
  const even = Array.from({ length: k }, () => 1).join(",");
  const labels = row.map((_, i) => `L${i + 1}`).join(",");
  return { hash: `labels=${labels}&cf=nothing:${row.join(",")}&cf=N%2FA:${even}&p=a%20text:${[...row].reverse().join(",")}`, row };
}

for (const k of [2, 4, 20]) {
  test(`${k} labels: bars are dragged by pointer and by key, and all else follows`, async ({ tab }) => {
    const { hash, row } = link(k);
    await tab.open(hash);
    const start = await right(tab);
    for (const [label, p] of row.entries()) expect(start.rows[0]![label]).toBeCloseTo(p, 9);
    const bar = tab.slider("L1, nothing");

    // In the middle of a drag Escape gives it up.
    await bar.drag([0.3, 0.5], [0.8, 0.5], async () => {
      await expect.poll(() => percent(bar)).toBeGreaterThan(78);
      await tab.press("Escape");
      await expect.poll(() => percent(bar)).toBe(30);
    });
    expect((await right(tab)).rows).toEqual(start.rows);
    await bar.drag([0.3, 0.5], [0.6, 0.5]);
    await expect.poll(() => percent(bar)).toBeGreaterThan(58);
    const dragged = (await right(tab)).rows;
    expect(dragged[0]![0]).toBeCloseTo(0.6, 1);
    for (const [label, p] of row.entries()) {
      if (label > 0) expect(dragged[0]![label], `label ${label} keeps its ratio`).toBeCloseTo((p * (1 - dragged[0]![0]!)) / 0.7, 9);
    }
    expect(dragged[1]).toEqual(start.rows[1]);
    await tab.press("Control+z");
    await expect.poll(() => percent(bar)).toBe(30);
    expect((await right(tab)).rows).toEqual(start.rows);
    await tab.press("Control+Shift+Z");
    await expect.poll(async () => (await right(tab)).rows).toEqual(dragged);
    await tab.press("Control+z");
    await expect.poll(() => percent(bar)).toBe(30);

    for (const [key, value] of [["ArrowLeft", 29], ["ArrowUp", 30], ["PageUp", 40], ["PageDown", 30], ["Shift+ArrowLeft", 29.9], ["End", 99.9], ["Home", 0.1]] as const) {
      await bar.press(key);
      await expect.poll(() => percent(bar), key).toBe(value);
      await right(tab);
    }

    // The bars of the chart stand upright where they are two, and lie where they are many.
    const before = tab.slider("L1, before");
    if (k === 2) await before.drag([0.5, 0.9], [0.5, 0.3]);
    else await before.drag([0.1, 0.5], [0.7, 0.5]);
    await expect.poll(async () => Math.round((await percent(before)) / 2) * 2).toBe(70);
    const percentage = await percent(before);
    await before.press("PageDown", "ArrowDown");
    await expect.poll(() => percent(before)).toBeCloseTo(percentage - 11, 6);
    await right(tab);
  });
}

test("every method, averaging and readout gives the right numbers", async ({ tab }) => {
  await tab.open("preset=disagree");
  const seen = new Set<string>();
  for (const method of ["diagonal W", "bias b", "off"]) {
    for (const averaging of ["parameters", "probabilities"]) {
      for (const readout of ["softmax", "normalise", "scores"]) {
        for (const choice of [method, averaging, readout]) {
          const radio = tab.find("radio", choice);
          // With no correction there is nothing to average.
          if (method === "off" && choice === averaging && (await radio.count()) === 0) continue;
          if (!(await radio.checked())) await radio.click();
          await expect.poll(radio.checked, choice).toBe(true);
        }
        seen.add(JSON.stringify((await right(tab)).input));
      }
    }
  }
  // They do differ; only without a correction the averaging makes no difference, and all bars sum to one already.
  expect(seen.size).toBeGreaterThan(10);
});

test("numbers are typed; what is none is said beside it and changes nothing", async ({ tab }) => {
  await tab.open("labels=A,B,C&cf=nothing:0.5,0.3,0.2&p=Film:0.2,0.5,0.3");
  const field = tab.field("Probability of A, nothing");
  for (const [typed, value] of [["0.6", 0.6], ["25 %", 0.25], ["3/4", 0.75]] as const) {
    await field.fill(typed);
    await tab.press("Enter");
    await expect.poll(field.numbers, typed).toEqual([value]);
    const { rows } = await right(tab);
    expect(rows[0]![1]! / rows[0]![2]!).toBeCloseTo(1.5, 9);
  }
  await field.fill("many");
  await tab.press("Enter");
  await expect.poll(() => field.attribute("aria-invalid")).toBe("true");
  await tab.says("“many” is not a number. Write 0.9, 90 % or 9/10.");
  expect((await right(tab)).rows[0]![0]).toBe(0.75);
  await tab.press("Escape");
  await expect.poll(field.value).toBe("0.75");

  // From field to field: what is typed stays while the row is typed.
  await field.fill(".7");
  for (const text of [".2", ".1"]) {
    // Past the bar beside the field.
    await tab.press("Tab");
    await tab.press("Tab");
    await tab.type(text);
  }
  await tab.press("Enter");
  await expect.poll(async () => (await right(tab)).rows[0]).toEqual([0.7, 0.2, 0.1]);

  const text = tab.field("Text of context-free prompt 1");
  await text.fill("[MASK] für 评论");
  await tab.press("Enter");
  await expect.poll(() => tab.slider("A, [MASK] für 评论").count()).toBe(1);
});

test("a row and a table are pasted", async ({ tab }) => {
  await tab.open();
  await tab.copy('{"Positive": -0.1, "Negative": -2.3}');
  await tab.field("Probability of Positive, nothing").press("Control+a", "Control+v");
  await tab.says("Negative values: read as log-probabilities.");
  const [p, n] = [Math.exp(-0.1), Math.exp(-2.3)];
  await expect.poll(async () => (await right(tab)).rows[0]![0]).toBeCloseTo(p / (p + n), 9);

  await tab.find("button", "Bring your own inputs").click();
  await tab.copy("text,Positive,Negative,label\nfine,0.7,0.3,Positive\nbroken,x,1,\nbad,0.2,0.8,Negative\n");
  await tab.field("Or paste a table:").press("Control+v");
  await tab.button("Load the table").click();
  await tab.says("Test inputs: 2.");
  await tab.button("Which rows, and why").click();
  await tab.says("Line 3: “x” is not a number.");
  await tab.button("Replace the inputs").click();
  // W = diag(1/p): Positive wins above p itself, which is above 0.7; so both inputs are Negative now, and one of them rightly.
  expect(p / (p + n)).toBeGreaterThan(0.7);
  await expect.poll(() => tab.find("region", "Accuracy").text()).toMatch(/2 of 2[^]*1 of 2/);
});

test("what is exported opens again, and charts are taken home", async ({ tab }) => {
  await tab.open("labels=A,B,C&cf=x:0.25,0.5,0.25&cf=y:0.1,0.2,0.7&p=hello:0.6,0.3,0.1&readout=normalize");
  const { rows, input } = await right(tab);
  await tab.button("Share").click();
  const json = await tab.download(tab.button("calibration.json"));
  expect(json.name).toBe("calibration.json");
  const state = JSON.parse(json.bytes.toString()) as { labels: string[]; contextFree: { probabilities: number[] }[] };
  expect(state.labels).toEqual(["A", "B", "C"]);
  expect(state.contextFree.map(({ probabilities }) => probabilities)).toEqual(rows);
  const csv = await tab.download(tab.button("context-free.csv"));
  expect(csv.bytes.toString()).toMatch(/A,B,C[^]*x,0\.25,0\.5,0\.25[^]*y,0\.1,0\.2,0\.7/);
  await tab.press("Escape");
  await tab.button("Calibration backfires").click();
  await expect.poll(() => tab.slider("A, x").count()).toBe(0);
  expect((await right(tab)).rows).not.toEqual(rows);
  await tab.button("Share").click();
  await tab.choose(tab.find("file", "Open a JSON or CSV file:"), "state.json", json.bytes.toString());
  await expect.poll(() => tab.slider("A, x").count()).toBe(1);
  const again = await right(tab);
  expect([again.rows, again.input, again.readout]).toEqual([rows, input, "normalise"]);

  const picture = async (kind: string) => (await tab.download(tab.button(new RegExp(`^${kind}: Before and after`)))).bytes;
  const svg = (await picture("SVG")).toString();
  expect(svg).toContain("<svg");
  // Its bars carry the label names.
  for (const label of ["A", "B", "C"]) expect(svg).toMatch(new RegExp(`>\\s*${label}\\s*<`));
  expect((await picture("PNG")).subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
});

test("undo and redo go through everything that was done", async ({ tab }) => {
  await tab.open("labels=A,B,C&cf=nothing:0.5,0.3,0.2&p=Film:0.2,0.5,0.3");
  const states = [await right(tab)];
  const done = async (act: () => Promise<void>) => {
    const before = JSON.stringify(states.at(-1));
    await act();
    await expect.poll(async () => JSON.stringify(await right(tab)) !== before).toBe(true);
    states.push(await right(tab));
  };
  await done(() => tab.slider("A, nothing").press("PageUp"));
  await done(() => tab.slider("B, nothing").drag([0.2, 0.5], [0.7, 0.5]));
  await done(() => tab.button("prompt").click());
  await done(() => tab.button("label").click());
  await done(() => tab.find("radio", "scores").click());
  await done(() => tab.button("Three prompts disagree").click());
  for (const state of states.slice(0, -1).reverse()) {
    await tab.button("Undo").click();
    await expect.poll(() => right(tab)).toEqual(state);
  }
  await expect.poll(tab.button("Undo").disabled).toBe(true);
  for (const state of states.slice(1)) {
    await tab.button("Redo").click();
    await expect.poll(() => right(tab)).toEqual(state);
  }
  await expect.poll(tab.button("Redo").disabled).toBe(true);
});

test("the address follows, opens the same again, and goes back and forward", async ({ tab }) => {
  await tab.open();
  await tab.slider("Positive, nothing").press("PageDown");
  await expect.poll(tab.address).toContain("cf=nothing:0.8,0.2");
  const own = await right(tab);
  await tab.button("Three prompts disagree").click();
  await expect.poll(tab.address).toContain("preset=disagree");
  await expect.poll(() => tab.slider("Positive, N/A").count()).toBe(1);
  const preset = await right(tab);
  await tab.back();
  await expect.poll(() => tab.slider("Positive, N/A").count()).toBe(0);
  expect(await right(tab)).toEqual(own);
  const address = await tab.address();
  await tab.forward();
  await expect.poll(() => tab.slider("Positive, N/A").count()).toBe(1);
  expect(await right(tab)).toEqual(preset);

  await tab.goto("about:blank");
  await tab.goto(address);
  await tab.ready();
  expect(await right(tab)).toEqual(own);
  // Another address in the same document.
  await tab.evaluate(() => { location.hash = "labels=A,B&cf=x:0.25,0.75&p=0.6,0.4&lang=en"; });
  await expect.poll(() => tab.slider("A, x").attribute("aria-valuetext")).toBe("25 percent");
});

/** Whether the focus is inside this dialog. */
const inside = (tab: Page, dialog: string): Promise<boolean> =>
  tab.find("dialog", dialog).all((found) => found.some((dialog) => dialog.contains(document.activeElement)));

test("dialogs open by key, keep the focus, and give it back", async ({ tab }) => {
  await tab.open("labels=Yes,No&cf=nothing:0.9,0.1&p=Is%20it?:0.72,0.28");
  const share = tab.button("Share");
  await share.press("Enter");
  await expect.poll(() => inside(tab, "Share and export")).toBe(true);
  // To its last control, and not past it.
  const last = tab.find("dialog").find("button", "Copy", 1);
  for (let i = 0; i < 20 && !(await last.focused()); i += 1) {
    await tab.press("Tab");
    expect(await inside(tab, "Share and export")).toBe(true);
  }
  expect(await last.focused()).toBe(true);
  await tab.press("Escape");
  await expect.poll(tab.find("dialog").count).toBe(0);
  await expect.poll(share.focused).toBe(true);

  // What is copied there is the address.
  await tab.press("Enter");
  await tab.find("dialog").find("button", "Copy", 0).click();
  await expect.poll(() => tab.find("dialog").find("button", "Copied").count()).toBe(1);
  await tab.press("Escape");
  await tab.field("Text of the test input").press("Control+a", "Control+v");
  await expect.poll(tab.field("Text of the test input").value).toContain(`${new URL(await tab.address()).origin}/some/where/`);
  await tab.press("Escape");

  await share.click();
  await tab.button("Make a snippet").click();
  const embed = tab.find("dialog", "Embed in your documentation");
  await expect.poll(() => embed.find("slider", "Yes, nothing").attribute("aria-valuetext")).toBe("90 percent");
  await expect.poll(embed.find("group", "Snippet").text).toContain('labels="Yes,No"');
  await embed.find("group", "For").find("radio", "iframe").click();
  await expect.poll(embed.find("group", "Snippet").text).toMatch(/^<iframe [^]*cf=nothing:0\.9,0\.1/);
  await tab.press("Escape");
  await expect.poll(tab.find("dialog").count).toBe(0);
  await expect.poll(() => tab.slider("Yes, nothing").attribute("aria-valuetext")).toBe("90 percent");

  // Past its last control Tab goes round, in some engines by way of the browser's own bars, but never into the page behind.
  await share.click();
  for (let i = 0; i < 25; i += 1) {
    await tab.press("Tab");
    const beside = await tab.evaluate(() => [document.body, document.documentElement].includes(document.activeElement as HTMLElement));
    expect(beside || (await inside(tab, "Share and export"))).toBe(true);
  }
});
