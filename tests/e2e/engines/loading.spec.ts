// The first load: a bare address opens the lesson, a link the workbench, and nobody else is asked for anything.
import { expect, type Page, test } from "./fixtures";
import { right } from "./numbers";

/** Where everything came from that the page has loaded. */
const origins = (tab: Page) => tab.evaluate(() => [...new Set(performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin))]);

test("a first visit opens the lesson, and the place is remembered", async ({ tab }) => {
  await tab.goto("./");
  await tab.ready();
  await expect.poll(tab.heading("A question about nothing").count).toBe(1);
  expect(await origins(tab)).toEqual([new URL(await tab.address()).origin]);
  expect(await tab.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(false);
  await tab.button("Next: Where the lean comes from").click();
  await expect.poll(tab.heading("Where the lean comes from").count).toBe(1);
  await tab.goto("about:blank");
  await tab.goto("./");
  await tab.ready();
  await expect.poll(tab.heading("Where the lean comes from").count).toBe(1);
});

test("a link opens the workbench with the numbers in it", async ({ tab }) => {
  await tab.open("labels=A,B,C&cf=nothing:0.5,0.3,0.2&cf=N%2FA:0.25,0.5,0.25&p=a%20text:0.2,0.2,0.6&method=identity&averaging=probabilities&readout=scores");
  const { rows, method, averaging, readout } = await right(tab);
  expect(rows).toEqual([[0.5, 0.3, 0.2], [0.25, 0.5, 0.25]]);
  expect([method, averaging, readout]).toEqual(["bias b", "probabilities", "scores"]);
  expect(await origins(tab)).toEqual([new URL(await tab.address()).origin]);
  // What is wrong in a link is named, and the rest stands.
  await tab.goto("about:blank");
  await tab.open("cf=nothing:0.7,0.3&method=sideways");
  await tab.says("In the link, method=sideways was left out: use one of: diagonal, identity, none.");
  await expect.poll(() => tab.slider("Positive, nothing").attribute("aria-valuetext")).toBe("70 percent");
  await right(tab);
});
