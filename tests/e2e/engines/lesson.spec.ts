// Every chapter opens, and its first exercise works: it waits for an answer, judges it, and its numbers are right.
import { expect, type Page, type Place, test } from "./fixtures";
import { fitted } from "./numbers";
import { meanPositive, saysPositive, tasks } from "../measured";

const TITLES = [
  "A question about nothing", "Where the lean comes from", "Fix it with words", "Fix it with numbers", "More than one nothing",
  "What it does to real answers", "Does it help?", "What it is not", "Take it with you",
];

/** Opens a chapter by its link. */
async function chapter(tab: Page, number: number): Promise<void> {
  await tab.open(`learn=${number}`);
  await expect.poll(tab.heading(TITLES[number - 1]!).count).toBe(1);
}

const guess = async (tab: Page, answer: string): Promise<void> => {
  await expect.poll(tab.button("That is my guess").disabled).toBe(true);
  await tab.find("radio", answer).click();
  await expect.poll(tab.button("That is my guess").disabled).toBe(false);
  await tab.button("That is my guess").click();
};

/** Has the questions answered that are open, one after the other. */
async function show(tab: Page, count = 1): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    await tab.button("Show me").click();
    await expect.poll(tab.button("Guess again").count).toBeGreaterThan(count - left);
  }
}

const contains = (place: Place, words: string) => expect.poll(place.text).toContain(words);

test("chapter 1: a guess about nothing is dragged and compared", async ({ tab }) => {
  await chapter(tab, 1);
  const bar = tab.slider("Your guess for Positive");
  await bar.drag([0.5, 0.9], [0.5, 0.4]);
  await expect.poll(() => bar.attribute("aria-valuenow")).toBe("0.6");
  await expect.poll(() => tab.slider("Your guess for Negative").attribute("aria-valuetext")).toBe("Negative 0.4");
  await bar.press("PageUp", "PageDown", "ArrowUp");
  await expect.poll(() => bar.attribute("aria-valuenow")).toBe("0.61");
  expect(await tab.slider("Positive, nothing").count()).toBe(0);
  await tab.button("That is my guess").click();
  await tab.says("Not this one.");
  await tab.says("The model says Positive 0.9: 0.4 more than even.");
  await expect.poll(() => tab.slider("Positive, nothing").attribute("aria-valuetext")).toBe("90 percent");
  await expect.poll(tab.find("radio", "More Positive").checked).toBe(true);
});

test("chapter 2: four examples are arranged, and the counts are the measured ones", async ({ tab }) => {
  await chapter(tab, 2);
  await guess(tab, "About 15");
  await tab.says("Says Positive for 30 of 30 reviews.");
  await tab.button(/^Place 4:/).click();
  await tab.says(`N N N N is not: ${saysPositive("NNNN")} reviews.`);
  for (const place of [4, 3]) await tab.button(new RegExp(`^Place ${place}:`)).click();
  await tab.says("Found: 2 of 6");
  await tab.button("Show all 16").click();
  const patterns = tab.find("table", /^The 16 patterns\./);
  const means = ["P", "N"].map((last) => `ends in ${last}: ${meanPositive((order) => order.endsWith(last))} on average`);
  for (const name of means) await expect.poll(patterns.find("rowheader", name).count).toBe(1);
});

test("chapter 3: a prompt is built", async ({ tab }) => {
  await chapter(tab, 3);
  await guess(tab, "N/A → Positive, nothing → Negative");
  await tab.says("Not this one");
  const finished = tab.find("group", "The finished prompt");
  await contains(finished, "Input: N/A Sentiment: Positive");
  await tab.field("Label 1").fill("Good");
  await tab.press("Tab");
  await contains(finished, "Input: N/A Sentiment: Good");
  await tab.button("Add a context-free input").click();
  await tab.field("Context-free input 3").fill("[MASK]");
  await tab.press("Tab");
  // Two labels under each of three inputs, two examples and the question.
  await contains(finished, "Input: [MASK] Sentiment: Negative");
  await tab.says("9 lines");
  await tab.says("6 of its 8 examples are context-free");
});

test("chapter 4: the step that is missing is filled in", async ({ tab }) => {
  await chapter(tab, 4);
  await show(tab);
  const exercise = tab.find("group", /^Another answer about nothing: p̂ = \[0.8, 0.2\]/);
  const place = (n: number) => exercise.find("textbox", `W, row ${n}, column ${n}`);
  await place(1).fill("0.8");
  await tab.press("Enter");
  await tab.says("0.8 is the share itself. The inverse has 1 ÷ 0.8 here.");
  await expect.poll(() => place(1).attribute("aria-invalid")).toBe("true");
  await place(1).fill("5/4");
  await place(2).fill("5");
  await exercise.find("button", "Check").click();
  await tab.says("All entries are right. W p̂ is [1, 1], and softmax makes that [0.5, 0.5].");
});

test("chapter 5: two orders of averaging part between their thresholds", async ({ tab }) => {
  await chapter(tab, 5);
  await show(tab, 2);
  const threshold = (first: number, averaging: string) => {
    const { w } = fitted([[first, 1 - first], [0.6, 0.4], [0.5, 0.5]], "diagonal W", averaging)!;
    return `Positive wins above ${Number((w[1]! / (w[0]! + w[1]!)).toPrecision(3))}`;
  };
  for (const averaging of ["parameters", "probabilities"]) await tab.says(threshold(0.9, averaging));
  await tab.says("The two orders give different labels: Negative and Positive.");
  await tab.slider("Positive, nothing").press("PageDown");
  for (const averaging of ["parameters", "probabilities"]) await tab.says(threshold(0.8, averaging));
});

test("chapter 6: a point is dragged over the threshold, on the line and in the triangle", async ({ tab }) => {
  await chapter(tab, 6);
  await guess(tab, "Two");
  await tab.says("2 of 4 inputs lie in the band and flip.");
  const film = tab.slider("It was a film.");
  const line = await tab.find("group", "p(Positive) on a line, with the threshold before and after").rectangle();
  const { x, y, width, height } = await film.rectangle();
  await tab.move(x + width / 2, y + height / 2);
  await tab.down();
  for (const share of [0.05, 0.1, 0.15]) await tab.move(x + width / 2 + line.width * share, y + height / 2);
  await tab.up();
  await expect.poll(async () => Number(await film.attribute("aria-valuenow"))).toBeGreaterThan(0.9);
  await tab.says("1 of 4 inputs lie in the band and flip.");
  await film.press("PageDown");
  await tab.says("2 of 4 inputs lie in the band and flip.");

  await tab.button("Three labels: a triangle").click();
  await show(tab);
  const point = tab.slider("It has its moments.");
  await expect.poll(() => point.attribute("aria-valuetext")).toBe("p(Positive) = 0.02, p(Neutral) = 0.65, p(Negative) = 0.33");
  await point.press("ArrowUp");
  await expect.poll(() => point.attribute("aria-valuetext")).toBe("p(Positive) = 0.03, p(Neutral) = 0.645, p(Negative) = 0.325");
});

test("chapter 7: the counts after the guess are those of the data file", async ({ tab }) => {
  await chapter(tab, 7);
  const { none, parameters } = tasks[2]!.right;
  await guess(tab, `About ${none![0]}: far worse`);
  const shown = new RegExp(`${none![0]} of 30[^]*${parameters![0]} of 30`);
  await expect.poll(tab.find("region", "Accuracy").text).toMatch(shown);
});

test("chapter 8: a belief is judged, and the next one opens", async ({ tab }) => {
  await chapter(tab, 8);
  await guess(tab, "Yes, since 87 % is high");
  await tab.says("Not this one");
  await tab.button("Belief 2 of 7").click();
  await expect.poll(() => tab.button("Belief 2 of 7").attribute("aria-current")).toBeTruthy();
  await expect.poll(tab.button("That is my guess").disabled).toBe(true);
});

test("chapter 9: the computation is there as code, in each language", async ({ tab }) => {
  await chapter(tab, 9);
  const code = tab.find("group", "The computation as code");
  await contains(code, "import numpy as np");
  for (const [language, words] of [["Rust", "fn main()"], ["JavaScript", "console.log("]] as const) {
    await tab.find("radio", language).click();
    await contains(code, words);
  }
  await tab.slider("Positive, nothing").press("PageDown");
  await contains(code, "[0.8, 0.2]");
});

test("chapters turn by button and key, and go back and forward", async ({ tab }) => {
  await chapter(tab, 4);
  const title = (number: number) => tab.heading(TITLES[number - 1]!);
  await tab.button(`Next: ${TITLES[4]}`).click();
  await expect.poll(title(5).focused).toBe(true);
  await expect.poll(tab.address).toContain("learn=5");
  await tab.says("1 of 9 chapters read");
  await tab.back();
  await expect.poll(title(4).count).toBe(1);
  await tab.forward();
  await expect.poll(title(5).count).toBe(1);
  await tab.button("Present").click();
  // The page's own bar goes.
  await expect.poll(tab.button("Workbench").count).toBe(0);
  await tab.press("ArrowRight");
  await expect.poll(title(6).count).toBe(1);
  await tab.press("ArrowLeft");
  await expect.poll(title(5).count).toBe(1);
  await tab.press("Escape");
  await expect.poll(tab.button("Workbench").count).toBe(1);
});
