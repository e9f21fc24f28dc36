// Numbers that are typed into a row: they stay while the row is typed, the others share the rest.
import { frames } from "../embed/host";
import { expect, open, test } from "../fixtures";
import { button, row, slider } from "../reader";

const ODD = "labels=A,B,C&cf=nothing:0.5,0.3,0.2&p=Film:0.2,0.5,0.3&lang=en";

test("numbers typed one after the other stay as they were typed", async ({ page }) => {
  await open(page, ODD);
  const field = (label: string) => page.getByRole("textbox", { name: `Probability of ${label}, nothing`, exact: true });
  const type = async (label: string, text: string) => {
    await field(label).click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
  };
  const said = page.getByRole("listitem", { name: /: nothing$/ }).getByRole("status");
  await type("A", ".7");
  await type("B", ".2");
  // C shares the rest, and is right before anybody types it.
  await type("C", ".1");
  await page.keyboard.press("Enter");
  await expect.poll(() => row(page, "nothing")).toEqual([0.7, 0.2, 0.1]);
  await expect(said).toHaveText("");

  // All are typed and do not sum to one: they are divided by their sum, and the row says so.
  await type("A", "1");
  await type("B", ".5");
  await type("C", ".5");
  await page.keyboard.press("Enter");
  await expect.poll(() => row(page, "nothing")).toEqual([0.5, 0.25, 0.25]);
  await expect(said).toContainText("2");

  // Who comes back into the row begins anew, and dragging rescales the others as ever.
  await slider(page, "A, nothing").press("Home");
  await expect(said).toHaveText("");
  await page.getByRole("heading", { level: 1 }).click();
  await type("A", ".8");
  await page.keyboard.press("Enter");
  await expect.poll(() => row(page, "nothing")).toEqual([0.8, 0.1, 0.1]);
  await button(page, "Undo").click();
  await expect.poll(async () => (await row(page, "nothing"))[0]).toBe(0.001);
});

test("by keyboard alone, from field to field: what is typed replaces what stands there", async ({ page }) => {
  await open(page, "labels=A,B,C&cf=nothing:3,2,2&lang=en");
  // From a slider to the field beside it, past a full value that is longer than what the field showed.
  await slider(page, "A, nothing").focus();
  for (const [text, expected] of [[".1", [0.1, 0.45, 0.45]], [".3", [0.1, 0.3, 0.6]], [".2", [1 / 6, 0.5, 1 / 3]]] as const) {
    await page.keyboard.press("Tab");
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
    await expect.poll(async () => (await row(page, "nothing")).map((p) => p.toFixed(9))).toEqual(expected.map((p) => p.toFixed(9)));
  }
});

test("the test input's numbers can be typed, where its bars are", async ({ page }) => {
  await open(page, ODD);
  const chart = page.getByRole("region", { name: /Use it/ });
  await chart.getByRole("button", { name: /type them/ }).click();
  const field = (label: string) => chart.getByRole("textbox", { name: `Probability of ${label}, Before and after: Film`, exact: true });
  await field("A").fill(".6");
  await field("B").fill(".3");
  await field("C").fill(".1");
  await field("C").press("Enter");
  for (const [label, percent] of [["A", 60], ["B", 30], ["C", 10]] as const) {
    await expect(chart.getByRole("slider", { name: `${label}, before` })).toHaveAttribute("aria-valuenow", String(percent));
  }
  // A whole row, pasted or typed into any of them.
  await field("B").fill("0.5, 0.25, 0.25");
  await field("B").press("Enter");
  await expect(chart.getByRole("slider", { name: "A, before" })).toHaveAttribute("aria-valuenow", "50");
});

test("the focus stays where it was put last, however quickly it moves", async ({ page }) => {
  await open(page, "labels=A,B,C&cf=nothing:3,2,2&lang=en");
  const fields = page.getByRole("textbox", { name: /^Probability of ., nothing$/ });
  await fields.evaluateAll((all) => {
    document.addEventListener("focusin", () => { document.documentElement.dataset["focused"] = String(Number(document.documentElement.dataset["focused"] ?? 0) + 1); });
    // At once, before the page has drawn anything for the first of them.
    for (const field of all as HTMLInputElement[]) field.focus();
  });
  await frames(page, 10);
  await expect(fields.last()).toBeFocused();
  await expect(page.locator("html")).toHaveAttribute("data-focused", "3");
});
