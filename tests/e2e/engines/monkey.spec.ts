// A small monkey: a hundred seeded actions by real input, and every number is right all the way.
import { expect, type Page, test } from "./fixtures";
import { right } from "./numbers";

const ACTIONS = 100;
const CHECK_EVERY = 10;
const SEED = Number(process.env.MONKEY_SEED ?? 20261129);

/** mulberry32: small, seeded, good enough for a monkey. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)]!;

/** One of those that are found, if there is one. */
async function one(tab: Page, random: Random, role: string, name?: RegExp) {
  const places = tab.find(role, name);
  const usable = await places.all((found) => found.flatMap((element, i) => ((element as HTMLButtonElement).disabled ? [] : [i])));
  return usable.length > 0 ? places.at(pick(usable, random)) : undefined;
}

const click = (role: string, name: RegExp) => async (tab: Page, random: Random) => (await one(tab, random, role, name))?.click();

const STEPS: [weight: number, name: string, act: (tab: Page, random: Random) => Promise<unknown>][] = [
  [18, "drag", async (tab, random) => (await one(tab, random, "slider"))?.drag([random(), random()], [random() * 1.2 - 0.1, random() * 1.2 - 0.1])],
  [18, "step", async (tab, random) => (await one(tab, random, "slider"))?.press(pick(["ArrowLeft", "ArrowRight", "Shift+ArrowUp", "PageUp", "PageDown", "Home", "End"], random))],
  [16, "type", async (tab, random) => {
    const field = await one(tab, random, "textbox", /^Probability of /);
    await field?.fill(pick(["0.5", "1", "0", "33 %", "2/3", "1e-9", "-1", "abc", "", "0,5", "0.7 0.2 0.1"], random));
    await tab.press(pick(["Enter", "Tab", "Escape"], random));
  }],
  [8, "add", click("button", /^(prompt|label|Add a test input)$/)],
  [6, "remove or move", click("button", /^(Remove|Move) /)],
  [10, "choose", click("radio", /^(diagonal W|bias b|off|parameters|probabilities|softmax|normalise|scores)$/)],
  [8, "undo", (tab) => tab.press("Control+z")],
  [5, "redo", (tab) => tab.press("Control+Shift+Z")],
  [4, "load", click("button", /^(Worked example|Three prompts|Topic, 4|Calibration backfires)/)],
  [1, "reset", click("button", /^Reset$/)],
  [3, "raise zeros", click("button", /^Use 0\.001 in place of zero/)],
  [2, "dismiss", click("button", /^Dismiss$/)],
];

test(`${ACTIONS} random actions leave every number right (seed ${SEED})`, { tag: "@long" }, async ({ tab }, info) => {
  test.setTimeout(180_000);
  const random = generator(SEED);
  const total = STEPS.reduce((sum, [weight]) => sum + weight, 0);
  await tab.open();
  const trail: string[] = [];
  const seen = new Set<string>();
  try {
    for (let i = 1; i <= ACTIONS; i += 1) {
      let at = random() * total;
      const step = STEPS.find(([weight]) => (at -= weight) < 0) ?? STEPS[0]!;
      trail.push(step[1]);
      // What is chosen from must be what the last action has left.
      await tab.settle();
      await step[2](tab, random);
      if (i % CHECK_EVERY > 0) continue;
      seen.add(JSON.stringify((await right(tab)).rows));
      expect(await tab.words()).not.toMatch(/\b(NaN|Infinity|inf)\b/);
    }
  } finally {
    await info.attach("the actions", { body: [...trail, await tab.address()].join("\n"), contentType: "text/plain" });
  }
  // It did get around.
  expect(seen.size).toBeGreaterThan(5);
  expect(new Set(trail).size).toBeGreaterThan(8);
});
