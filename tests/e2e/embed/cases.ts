// What is asked of the npm package in every place where it runs: specs as JavaScript, and what must come back.
import { readFileSync } from "node:fs";
import type { Calibration, CalibrationSpec, ErrorCode } from "calibration-explainer";

interface Vector {
  name: string;
  labels: string[];
  context_free: number[][];
  method: CalibrationSpec["method"];
  averaging: CalibrationSpec["averaging"];
  readout: CalibrationSpec["readout"];
  expect: {
    per_prompt: { w_diagonal: number[]; b: number[] }[];
    w: number[][];
    b: number[];
    inputs: { before: number[]; scores: number[]; after: number[]; label_before: number; label_after: number }[];
    context_free_after: number[][];
  };
}

/** The cases that an independent computation gives the expected values of. */
export const vectors: Vector[] = JSON.parse(
  readFileSync(new URL("../../calibration-vectors.json", import.meta.url), "utf8"),
).cases;

export function specOf(vector: Vector): CalibrationSpec {
  return {
    labels: vector.labels,
    contextFree: vector.context_free.map((probabilities) => ({ probabilities })),
    inputs: vector.expect.inputs.map(({ before }) => ({ probabilities: before })),
    method: vector.method,
    averaging: vector.averaging,
    readout: vector.readout,
  };
}

/** In what a result is not as expected, by more than 1e-9 of the expected value; nothing if all is well. */
export function differences(found: Calibration, { expect, labels }: Vector): string[] {
  const wrong: string[] = [];
  const close = (name: string, vector: number[] | undefined, expected: number[]): void => {
    const same = (value: number, i: number) => Math.abs((vector?.[i] ?? NaN) - value) <= 1e-9 * Math.abs(value);
    if (vector?.length !== expected.length || !expected.every(same)) wrong.push(`${name}: ${vector} is not ${expected}`);
  };
  const count = (name: string, list: unknown[], expected: unknown[]): void => {
    if (list.length !== expected.length) wrong.push(`${name}: ${list.length} items, not ${expected.length}`);
  };
  count("w", found.w, expect.w);
  expect.w.forEach((row, k) => close(`w[${k}]`, found.w[k], row));
  close("b", found.b, expect.b);
  count("perPrompt", found.perPrompt, expect.per_prompt);
  expect.per_prompt.forEach(({ w_diagonal, b }, n) => {
    const prompt = found.perPrompt[n];
    w_diagonal.forEach((value, k) => close(`perPrompt[${n}].w[${k}]`, prompt?.w[k], labels.map((_, c) => (c === k ? value : 0))));
    close(`perPrompt[${n}].b`, prompt?.b, b);
  });
  count("inputs", found.inputs, expect.inputs);
  expect.inputs.forEach((input, n) => {
    const output = found.inputs[n];
    for (const key of ["before", "scores", "after"] as const) close(`inputs[${n}].${key}`, output?.[key], input[key]);
    close(`inputs[${n}]'s labels`, output && [output.labelBefore, output.labelAfter], [input.label_before, input.label_after]);
  });
  count("contextFree", found.contextFree, expect.context_free_after);
  expect.context_free_after.forEach((after, n) => close(`contextFree[${n}].after`, found.contextFree[n]?.after, after));
  // No input has a right label, so there is nothing to count.
  if ("accuracy" in found) wrong.push("accuracy is there");
  return wrong;
}

/** The worked example of the teaching text, as JavaScript. */
export const GOOD = `{
  labels: ["A", "B"],
  contextFree: [{ prompt: "nothing", probabilities: [0.9, 0.1] }, { probabilities: [0.6, 0.4] }],
  inputs: [{ text: "one", probabilities: [0.8, 0.2], label: 1 }, { probabilities: [0.8, 0.2] }],
}`;

const but = (members: string): string => `{ ...${GOOD}, ${members} }`;
const prompts = (...rows: string[]): string =>
  but(`contextFree: [${rows.map((row) => `{ probabilities: ${row} }`).join(", ")}]`);
const input = (members: string): string => but(`inputs: [{ probabilities: [0.8, 0.2], ${members} }]`);

/** For every code that a spec can cause: specs and the path of what is wrong in them. */
export const MISTAKES: Record<Exclude<ErrorCode, "not-loaded" | "load-failed">, [spec: string, path: string][]> = {
  "wrong-type": [
    ["undefined", ""],
    ["null", ""],
    ["'labels=A,B'", ""],
    ["[]", ""],
    ["() => 0", ""],
    ["new Map([['labels', ['A', 'B']]])", ""],
    ["new Float64Array(2)", ""],
    [but("labels: new Set(['A', 'B'])"), "labels"],
    [but("labels: { length: 2, 0: 'A', 1: 'B' }"), "labels"],
    [but("labels: ['A', Symbol('B')]"), "labels[1]"],
    [prompts("'0.9,0.1'"), "contextFree[0].probabilities"],
    [prompts("[0.5, 0.5]", "['0.9', 0.1]"), "contextFree[1].probabilities[0]"],
    [prompts("[0.9, 1n]"), "contextFree[0].probabilities[1]"],
    [prompts("[0.9, , ]"), "contextFree[0].probabilities[1]"],
    [prompts("new BigInt64Array(2)"), "contextFree[0].probabilities[0]"],
    [prompts("new DataView(new ArrayBuffer(2))"), "contextFree[0].probabilities"],
    [but("contextFree: [{ prompt: null, probabilities: [0.9, 0.1] }]"), "contextFree[0].prompt"],
    [input("label: 'B'"), "inputs[0].label"],
    [input("label: null"), "inputs[0].label"],
    [but("inputs: null"), "inputs"],
    [but("readout: ['softmax']"), "readout"],
  ],
  "unknown-key": [
    [but("temperature: 1"), "temperature"],
    [but("Method: 'none'"), "Method"],
    [but("contextfree: undefined"), "contextfree"],
    [but("contextFree: [{ p: [0.9, 0.1], probabilities: [0.9, 0.1] }]"), "contextFree[0].p"],
    [input("'right label': 1"), 'inputs[0]["right label"]'],
  ],
  "missing-key": [
    ["{}", "labels"],
    [but("contextFree: undefined"), "contextFree"],
    [but("contextFree: [{}]"), "contextFree[0].probabilities"],
    [input("probabilities: undefined"), "inputs[0].probabilities"],
    ["{ get labels() { throw new TypeError('no'); } }", "labels"],
  ],
  "unknown-choice": [
    [but("method: 'Diagonal'"), "method"],
    [but("averaging: 'mean'"), "averaging"],
    [but("readout: ''"), "readout"],
    [but("from: 'input'"), "from"],
  ],
  "wrong-count": [
    [but("labels: ['A']"), "labels"],
    [but("labels: Array(21).fill('A')"), "labels"],
    [but("labels: Array(2 ** 32 - 1)"), "labels"],
    [prompts(), "contextFree"],
    [prompts(...Array<string>(21).fill("[1, 1]")), "contextFree"],
    [but("inputs: Array(100_001).fill({ probabilities: [1, 1] })"), "inputs"],
  ],
  "wrong-length": [
    [prompts("[1]"), "contextFree[0].probabilities"],
    [but("labels: ['A', 'B', 'C']"), "contextFree[0].probabilities"],
    [input("probabilities: new Float32Array(3)"), "inputs[0].probabilities"],
  ],
  "not-finite": [
    [prompts("[0.5, 0.5]", "[NaN, 0.1]"), "contextFree[1].probabilities[0]"],
    [input("probabilities: [1, Infinity]"), "inputs[0].probabilities[1]"],
    [input("probabilities: new Float32Array([-Infinity, 1])"), "inputs[0].probabilities[0]"],
  ],
  negative: [[prompts("[0.5, 0.5]", "[-0.1, 1.1]"), "contextFree[1].probabilities[0]"]],
  "no-sum": [
    [input("probabilities: [0, -0]"), "inputs[0].probabilities"],
    [input("probabilities: [1e308, 1e308]"), "inputs[0].probabilities"],
  ],
  "empty-label": [[but("labels: ['A', ' \\u0007 ']"), "labels[1]"]],
  "duplicate-label": [[but("labels: ['A', ' A']"), "labels[1]"]],
  "too-long": [
    [but("labels: ['A', 'é'.repeat(201)]"), "labels[1]"],
    [input("text: 'x'.repeat(20001)"), "inputs[0].text"],
  ],
  "no-such-label": [
    [input("label: 2"), "inputs[0].label"],
    [input("label: -1"), "inputs[0].label"],
    [input("label: 0.5"), "inputs[0].label"],
    [input("label: NaN"), "inputs[0].label"],
  ],
  "zero-probability": [[prompts("[0.5, 0.5]", "[0, 1]"), "contextFree[1].probabilities[0]"]],
  "negative-score": [[but("method: 'identity', readout: 'normalize'"), "contextFree[0].probabilities"]],
};

/** What came of one spec. Numbers of a result have gone through JSON, which keeps them exactly. */
export interface Answer {
  /** The result, or undefined. */
  result?: unknown;
  /** What was thrown, or undefined. */
  thrown?: { isError: boolean; code: unknown; path: unknown; message: string };
  /** What in the result is neither a number nor a plain object or array. */
  foreign: string[];
  /** Whether the spec was left as it was. */
  untouched: boolean;
}

/** A program that answers each spec, the same for every place that runs JavaScript. Its value is a promise of JSON. */
export const program = (module: string, specs: string[]): string => `(async () => {
  const { calibrate, load } = await import(${JSON.stringify(module)});
  await load();
  const foreign = (value, path) => {
    if (typeof value === "number") return [];
    const prototype = Array.isArray(value) ? Array.prototype : Object.prototype;
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== prototype) return [path];
    return Reflect.ownKeys(value)
      .filter((key) => !(Array.isArray(value) && key === "length"))
      .flatMap((key) => foreign(value[key], path + "/" + String(key)));
  };
  const text = (value) => { try { return JSON.stringify(value); } catch { return "none"; } };
  const answer = (spec) => {
    const before = text(spec);
    try {
      const result = calibrate(spec);
      return { result, foreign: foreign(result, ""), untouched: text(spec) === before };
    } catch (error) {
      const { code, path, message } = error;
      return { thrown: { isError: error instanceof Error, code, path, message }, foreign: [], untouched: text(spec) === before };
    }
  };
  return JSON.stringify([${specs.map((spec) => `() => (${spec})`).join(",\n")}].map((make) => answer(make())));
})()`;
