// What data/ has counted, so that a new measurement changes no test.
import { readFileSync } from "node:fs";

/** For each way of calibrating: right answers, those that only it gets right, those that only no calibration does. */
type Right = Record<string, readonly [right: number, toRight: number, toWrong: number]>;

interface Counted { inputs: number; right: Right }

interface Measured {
  tasks: { summary: Counted }[];
  four_shot_patterns: { patterns: { pattern: string; summary: { predicted_before: [negative: number, positive: number] } }[] };
}

const json = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../data/${path}`, import.meta.url), "utf8"));
const own = json("measured-smollm2.json") as Measured;
const { patterns } = own.four_shot_patterns;

/** The tasks with our own sentences, by the names of their presets. */
export const tasks = ["sentiment-0", "sentiment-2", "sentiment-2-swapped", "topic", "question"].map((id, i) => ({ id, ...own.tasks[i]!.summary }));

/** The public test sets. */
export const sets = json("sets/summary.json") as (Counted & { id: string })[];

/** How many of the 30 reviews are called Positive behind the examples in this order, such as `PPNP`. */
export const saysPositive = (order: string): number => patterns.find(({ pattern }) => pattern === order)!.summary.predicted_before[1];

/** The mean over all orders of a kind, with one decimal. */
export function meanPositive(of: (order: string) => boolean): string {
  const counts = patterns.map(({ pattern }) => pattern).filter(of).map(saysPositive);
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return String(Math.round(10 * mean) / 10);
}
