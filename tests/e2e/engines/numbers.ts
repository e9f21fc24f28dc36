// What the page shows, and what it should show: computed here, on arrays, from the rows on screen and the choices that are made.
import { expect } from "@playwright/test";
import type * as Finder from "./finder";
import type { Page } from "./page";

declare const finder: typeof Finder;

interface Fit { w: number[]; b: number[] }

/** The method as it is written in the paper: the diagonal of W, and b. Null where a reciprocal is missing. */
export function fitted(rows: number[][], method: string, averaging: string): Fit | null {
  const mean = (of: number[][]) => of[0]!.map((_, k) => of.reduce((sum, row) => sum + row[k]!, 0) / of.length);
  const fittedTo = averaging === "probabilities" ? [mean(rows)] : rows;
  if (method === "diagonal W" && fittedTo.some((row) => row.includes(0))) return null;
  return {
    w: mean(fittedTo.map((row) => row.map((p) => (method === "diagonal W" ? 1 / p : 1)))),
    b: mean(fittedTo.map((row) => row.map((p) => (method === "bias b" ? -p : 0)))),
  };
}

/** q by the readout. Null where a negative score leaves it undefined. */
export function calibrated(p: number[], { w, b }: Fit, readout: string): number[] | null | "near zero" {
  const scores = p.map((p, k) => w[k]! * p + b[k]!);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  if (readout === "scores") return scores;
  if (readout === "normalise") {
    if (scores.some((score) => Math.abs(score) < 1e-12)) return "near zero";
    return scores.some((score) => score < 0) ? null : scores.map((score) => score / sum(scores));
  }
  const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
  return powers.map((power) => power / sum(powers));
}

/** What stands on the workbench, all at one moment. */
export const look = (tab: Page) =>
  tab.evaluate(() => {
    const named = (role: string, source: string, from?: ParentNode) => finder.find([{ role, name: { source, flags: "" } }], from);
    const cards = named("listitem", "^Context-free prompt \\d+: ");
    const chosen = (names: string[]) =>
      names.find((name) => finder.find([{ role: "radio", name }]).some((radio) => (radio as HTMLInputElement).checked)) ?? "";
    const number = (cell: Element) => {
      const field = cell.querySelector("input");
      return field ? String(finder.full(field)) : cell.textContent;
    };
    return {
      rows: cards.map((card) => named("textbox", "^Probability of ", card).map(finder.full)),
      bars: cards.map((card) => finder.find([{ role: "slider" }], card).map(finder.full)),
      method: chosen(["diagonal W", "bias b", "off"]),
      averaging: chosen(["parameters", "probabilities"]),
      readout: chosen(["softmax", "normalise", "scores"]),
      /** The readings of the prompts' charts: before and after, label by label. */
      readings: named("img", ": before ").map((bar) => {
        const [, before, after] = /: before (.*?)(?:, after (.*))?$/.exec(finder.nameOf(bar))!;
        // Where there is no "after" the table has a dash.
        return [before!, after ?? "–"] as const;
      }),
      /** The bars of the test input's chart, and its table. */
      before: named("slider", ", before$").map((bar) => Number(bar.getAttribute("aria-valuenow")) / 100),
      input: finder.find([{ role: "table", name: { source: "^(Before and after|Test input before and after)", flags: "" } }, { role: "cell" }]).map(number),
    };
  });

export type Shown = Awaited<ReturnType<typeof look>>;

/** Everything on screen that is not as it should be. */
export function faults({ rows, bars, method, averaging, readout, readings, before, input }: Shown): string[] {
  const found: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  const k = rows[0]?.length ?? 0;
  must(k > 1, "there are rows");
  for (const row of rows) {
    must(row.length === k && row.every((p) => p >= 0 && p <= 1), `probabilities: ${row}`);
    must(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) < 1e-9, `the row sums to one: ${row}`);
  }
  must(JSON.stringify(bars) === JSON.stringify(rows), `bars ${bars} beside numbers ${rows}`);
  must(readings.length === k * rows.length, `${readings.length} readings of ${rows.length} charts of ${k} bars`);
  must(input.length === 2 * k, `${input.length} numbers of a test input with ${k} labels`);
  if (found.length > 0) return found;

  const fit = fitted(rows, method, averaging);
  const compare = (p: number[], shown: string[], where: string) => {
    const q = fit === null ? null : calibrated(p, fit, readout);
    for (const [label, value] of shown.entries()) {
      // Near zero the last bit decides whether a score is negative.
      if (q === "near zero") continue;
      if (q === null) must(value === "–", `${where}, label ${label}: ${value} where nothing is defined`);
      else must(Math.abs(Number(value) - q[label]!) <= 1e-9 * Math.max(1, Math.abs(q[label]!)), `${where}, label ${label}: ${value} on screen, ${q[label]} computed`);
    }
  };
  for (const [i, row] of rows.entries()) {
    const own = readings.slice(i * k, (i + 1) * k);
    must(own.every(([p], label) => Number(p) === row[label]), `before, in the chart of prompt ${i + 1}: ${own}`);
    compare(row, own.map(([, q]) => q), `chart of prompt ${i + 1}`);
  }
  const p = input.filter((_, i) => i % 2 === 0).map(Number);
  must(before.every((value, label) => Math.abs(value - p[label]!) < 0.00051), `bars ${before} of the test input ${p}`);
  compare(p, input.filter((_, i) => i % 2 === 1), "test input");
  return found;
}

/** Waits until every number on the workbench is right, and gives what stands there. */
export async function right(tab: Page): Promise<Shown> {
  await expect.poll(async () => faults(await look(tab)), "the numbers on the workbench").toEqual([]);
  return look(tab);
}
