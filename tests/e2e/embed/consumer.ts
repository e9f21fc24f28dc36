// A program as a user of the package would write it, but that it uses every type and every member. It is compiled against the
// packed package, strictly and with its types checked, and then run: the types say what is there, and nothing else is there.
import assert from "node:assert/strict";
import * as everything from "calibration-explainer";
import { calibrate, CalibrationExplainerElement, load, mount } from "calibration-explainer";
import "calibration-explainer/auto";
import type {
  Accuracy,
  Averaging,
  Calibration,
  CalibrationChange,
  CalibrationError,
  CalibrationEventMap,
  CalibrationFailure,
  CalibrationSpec,
  CalibrationState,
  ContextFreeSpec,
  ErrorCode,
  ExplainerMethods,
  ExplainerOptions,
  InputSpec,
  LoadOptions,
  Method,
  Mounted,
  Output,
  Parameters,
  Probabilities,
  Readout,
  View,
  WasmSource,
} from "calibration-explainer";

/** All members of a type, each once: the compiler refuses one too few and one too many. */
type Members<T> = { [Key in keyof T]-?: true };

const EXPORTS = { calibrate: true, load: true, mount: true, CalibrationExplainerElement: true } satisfies Members<typeof everything>;
const CALIBRATION = {
  w: true,
  b: true,
  perPrompt: true,
  contextFree: true,
  inputs: true,
  accuracy: true,
} satisfies Members<Calibration>;
const PARAMETERS = { w: true, b: true } satisfies Members<Parameters>;
const OUTPUT = {
  before: true,
  scores: true,
  after: true,
  labelBefore: true,
  labelAfter: true,
} satisfies Members<Output>;
const ACCURACY = { before: true, after: true, counted: true } satisfies Members<Accuracy>;
const METHODS = { diagonal: true, identity: true, none: true } satisfies Record<Method, true>;
const AVERAGINGS = { parameters: true, probabilities: true } satisfies Record<Averaging, true>;
const READOUTS = { softmax: true, normalize: true, scores: true } satisfies Record<Readout, true>;

function has(value: object, members: Record<string, true>): void {
  assert.deepEqual(Object.keys(value).sort(), Object.keys(members).sort());
}

function isVector(value: number[], length: number): void {
  assert.ok(Array.isArray(value) && value.every((number) => typeof number === "number"));
  assert.equal(value.length, length);
}

function isParameters(value: Parameters, k: number): void {
  assert.equal(value.w.length, k);
  for (const row of value.w) isVector(row, k);
  isVector(value.b, k);
}

function isOutput(value: Output, k: number): void {
  has(value, OUTPUT);
  for (const vector of [value.before, value.scores, value.after]) isVector(vector, k);
  for (const label of [value.labelBefore, value.labelAfter]) assert.ok(Number.isInteger(label) && label >= 0 && label < k);
}

function fails(code: ErrorCode, path: string, run: () => Calibration): void {
  assert.throws(run, (error: CalibrationError) => {
    assert.ok(error instanceof Error);
    assert.equal(error.code, code);
    assert.equal(error.path, path);
    return true;
  });
}

has(everything, EXPORTS);

// Without a document the element can be imported, and named, and nothing is registered.
assert.equal(typeof mount, "function");
assert.match(CalibrationExplainerElement.version, /^\d+\.\d+\.\d+$/);
assert.ok(CalibrationExplainerElement.observedAttributes.includes("readonly"));
const views: View[] = ["workbench", "prompts", "fit", "use", "chart", "equation", "geometry"];
const explained: CalibrationState = {
  labels: ["A", "B"],
  contextFree: [{ probabilities: [0.9, 0.1] }],
  overrides: { w: [{ row: 0, column: 1, value: 2 }] },
};
const shown: ExplainerOptions = { labels: ["A", "B"], cf: "nothing:0.9,0.1", view: views[0], readonly: true, height: 400, config: explained, wasm: undefined, filesWasm: undefined };
const failure: CalibrationFailure = { code: "crashed", message: "" };
const change: CalibrationChange = { link: "", state: explained, result: null };
const events = { "calibration-ready": true, "calibration-change": true, "calibration-error": true } satisfies Members<CalibrationEventMap>;
const show: (where: never) => Mounted = (where) => mount(where, shown);
const methods = { getState: true, setState: true, calibrate: true } satisfies Members<ExplainerMethods>;
assert.ok([show, failure, change, events].every(Boolean));
// @ts-expect-error
const wrong: ExplainerOptions = { view: "everything" };
assert.ok(wrong);
for (const name of Object.keys(methods)) assert.ok(name in CalibrationExplainerElement.prototype);

const rows: Probabilities[] = [[0.9, 0.1] as const, new Float32Array([0.6, 0.4]), new Float64Array([0.5, 0.5])];
const contextFree: ContextFreeSpec[] = rows.map((probabilities, i) => ({ prompt: `prompt ${i}`, probabilities }));
const inputs: InputSpec[] = [
  { text: "one", probabilities: [0.72, 0.28], label: 1 },
  { text: undefined, probabilities: [0.3, 0.7], label: undefined },
];
const spec: CalibrationSpec = { labels: ["A", "B"], contextFree, inputs };
fails("not-loaded", "", () => calibrate(spec));

const nowhere: WasmSource = new URL("./no-such-file.wasm", import.meta.url);
await assert.rejects(load({ wasm: nowhere }), { code: "load-failed", path: "" });
const options: LoadOptions = { wasm: undefined };
assert.equal(await load(options), undefined);

for (const method of Object.keys(METHODS) as Method[])
  for (const averaging of Object.keys(AVERAGINGS) as Averaging[])
    for (const readout of Object.keys(READOUTS) as Readout[]) {
      const choices = { ...spec, method, averaging, readout };
      if (method === "identity" && readout === "normalize") {
        fails("negative-score", "contextFree[0].probabilities", () => calibrate(choices));
        continue;
      }
      const result: Calibration = calibrate(choices);
      has(result, CALIBRATION);
      isParameters(result, 2);
      assert.equal(result.perPrompt.length, 3);
      for (const one of result.perPrompt) {
        has(one, PARAMETERS);
        isParameters(one, 2);
      }
      assert.equal(result.contextFree.length, 3);
      assert.equal(result.inputs.length, 2);
      for (const output of [...result.contextFree, ...result.inputs]) isOutput(output, 2);
      assert.ok(result.accuracy);
      has(result.accuracy, ACCURACY);
      assert.equal(result.accuracy.counted, 1);
    }

// The order of averaging decides this one.
assert.equal(calibrate({ ...spec, averaging: "parameters" }).inputs[0]?.labelAfter, 1);
assert.equal(calibrate({ ...spec, averaging: "probabilities" }).inputs[0]?.labelAfter, 0);

const { accuracy, ...rest } = calibrate({ labels: spec.labels, contextFree });
assert.equal(accuracy, undefined);
has(rest, { w: true, b: true, perPrompt: true, contextFree: true, inputs: true });
assert.deepEqual(rest.inputs, []);

// What the types refuse is refused at run time too.
// @ts-expect-error
fails("unknown-key", "temperature", () => calibrate({ labels: ["A", "B"], contextFree, temperature: 1 }));
// @ts-expect-error
fails("unknown-choice", "method", () => calibrate({ ...spec, method: "Diagonal" }));
// @ts-expect-error
fails("missing-key", "contextFree", () => calibrate({ labels: ["A", "B"] }));
// @ts-expect-error
fails("wrong-type", "labels", () => calibrate({ ...spec, labels: "A,B" }));
// @ts-expect-error
fails("wrong-type", "inputs", () => calibrate({ ...spec, inputs: null }));

console.log("all is as the types say");
