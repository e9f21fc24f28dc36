// A program as a user of the package would write it, but that it uses every type and every member. It is compiled against the
// packed package, strictly and with its types checked, and then run: the types say what is there, and nothing else is there.
import assert from "node:assert/strict";
import * as everything from "calibration-explainer";
import { calibrate, CalibrationExplainerElement, load, mount } from "calibration-explainer";
import "calibration-explainer/auto";
import * as reader from "calibration-explainer/table";
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
  EstimatedFrom,
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
import type { ColumnRole, ContextFreeRow, Encoding, InputRow, Scale, SkippedRow, Table, TableColumn, TableError, TableMapping, TableOptions } from "calibration-explainer/table";

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
const FROM = { prompts: true, inputs: true } satisfies Record<EstimatedFrom, true>;
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
const views: View[] = ["workbench", "prompts", "ask", "fit", "use", "check", "chart", "equation", "geometry"];
const explained: CalibrationState = {
  labels: ["A", "B"],
  contextFree: [{ probabilities: [0.9, 0.1] }],
  overrides: { w: [{ row: 0, column: 1, value: 2 }] },
  examples: [{ text: "A joy", label: 0 }],
  source: "a model",
  byHand: { contextFree: [0], inputs: [] },
  unasked: {},
};
const shown: ExplainerOptions = { labels: ["A", "B"], cf: "nothing:0.9,0.1", view: views[0], readonly: true, shot: ["A joy@A"], source: "a model", hand: "cf1", unasked: "", model: "page", height: 400, config: explained, wasm: undefined, filesWasm: undefined };
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
// Fitted to the mean of the inputs, which needs no context-free prompt, that mean comes out even.
const batch: CalibrationSpec = { labels: ["A", "B"], contextFree: [], inputs: [{ probabilities: [0.7, 0.3] }, { probabilities: [0.9, 0.1] }] };
for (const from of Object.keys(FROM) as EstimatedFrom[]) {
  if (from === "inputs") assert.deepEqual(calibrate({ ...batch, from }).w.map((row) => row.map((weight) => Number(weight.toFixed(9)))), [[1.25, 0], [0, 5]]);
  else assert.throws(() => calibrate({ ...batch, from }), { code: "wrong-count", path: "contextFree" });
}

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

// The reader of tables.
has(reader, { load: true, readTable: true } satisfies Members<typeof reader>);
const TABLE = {
  labels: true,
  contextFree: true,
  inputs: true,
  scale: true,
  mapping: true,
  skipped: true,
  skippedMore: true,
  ignoredColumns: true,
  incomplete: true,
  unknownLabels: true,
  otherNames: true,
  normalized: true,
  leftOut: true,
} satisfies Members<Table>;
const ROLES = { text: true, "right-label": true, "context-free": true, answer: true, "label-names": true, ignored: true } satisfies Record<ColumnRole, true>;
const SCALES = { probabilities: true, percent: true, "log-probabilities": true, logits: true } satisfies Record<Scale, true>;
const ENCODINGS = { "utf-8": true, "utf-16le": true, "utf-16be": true, gb18030: true, "windows-1252": true } satisfies Record<Encoding, true>;
const source = "text,cf,A,B,gold\nN/A,yes,0.6,0.4,\nFine,,0.8,0.2,B\nSo,,x,1,\n";
const refuses = (code: TableError["code"], path: string, line: number | undefined, run: () => Table): void =>
  assert.throws(run, (error: TableError) => {
    assert.deepEqual([error.code, error.path, error.line, error.skipped?.length], [code, path, line, line === undefined ? 0 : 1]);
    return error instanceof Error;
  });

assert.throws(() => reader.readTable(source), { code: "not-loaded", path: "" });
await reader.load();
const table: Table = reader.readTable(source);
has(table, TABLE);
const columns: TableColumn[] = table.mapping.columns;
assert.deepEqual(columns[2], { name: "A", role: "label", label: "A" } satisfies TableColumn);
has(table.mapping, { columns: true, scale: true });
has(table.inputs[0] ?? {}, { text: true, probabilities: true, label: true } satisfies Members<InputRow>);
has(table.contextFree[0] ?? {}, { prompt: true, probabilities: true } satisfies Members<ContextFreeRow>);
has(table.skipped[0] ?? {}, { line: true, code: true, message: true } satisfies Members<SkippedRow>);
// Its rows are a spec, and its mapping is an option.
assert.equal(calibrate({ labels: table.labels, contextFree: table.contextFree, inputs: table.inputs }).accuracy?.counted, 1);
const bytes = new TextEncoder().encode(source);
for (const again of [source, bytes, bytes.buffer, new DataView(bytes.buffer)]) {
  const { mapping, ...others } = reader.readTable(again, { labels: table.labels, mapping: table.mapping });
  assert.deepEqual({ ...others, mapping: { columns: mapping.columns, scale: mapping.scale } }, table);
}
for (const encoding of Object.keys(ENCODINGS) as Encoding[]) {
  const utf16 = encoding.startsWith("utf-16") ? Uint8Array.from([...source].flatMap((c) => (encoding.endsWith("le") ? [c.charCodeAt(0), 0] : [0, c.charCodeAt(0)]))) : bytes;
  const mapping: TableMapping = reader.readTable(utf16, { mapping: { encoding } }).mapping;
  assert.equal(mapping.encoding, encoding);
}
for (const scale of Object.keys(SCALES) as Scale[]) assert.equal(reader.readTable(source, { mapping: { scale } }).scale, scale);
for (const role of Object.keys(ROLES) as ColumnRole[]) {
  const options: TableOptions = { labels: undefined, mapping: { columns: [{ name: "gold", role }], scale: undefined } };
  if (role === "answer") continue;
  assert.equal(reader.readTable("text,A,B,gold,Z\nFine,0.8,0.2,B,q\n", options).mapping.columns[3]?.role, role);
}
refuses("no-labels", "", undefined, () => reader.readTable("0.8,0.2"));
refuses("nothing-readable", "", 2, () => reader.readTable("A,B\nx,1", { labels: ["A", "B"] }));
// @ts-expect-error
refuses("unknown-key", "label", undefined, () => reader.readTable(source, { label: [] }));
// @ts-expect-error
refuses("wrong-type", "source", undefined, () => reader.readTable(3));
// @ts-expect-error
refuses("missing-key", "mapping.columns[0].label", undefined, () => reader.readTable(source, { mapping: { columns: [{ name: "A", role: "label" }] } }));
// @ts-expect-error
refuses("unknown-choice", "mapping.scale", undefined, () => reader.readTable(source, { mapping: { scale: "log" } }));

console.log("all is as the types say");
