/**
 * Contextual calibration (Zhao et al. 2021): ask a model about nothing, turn its answer into W and b, and correct its
 * other answers by s = W p + b.
 *
 * K is the number of labels, N that of context-free prompts. All arrays over labels are in label order.
 */

/** How a context-free distribution p becomes W and b: diag(p)⁻¹ and 0; I and −p; I and 0. */
export type Method = "diagonal" | "identity" | "none";

/** With several prompts: fit each and average W and b, or average the probabilities and fit once. */
export type Averaging = "parameters" | "probabilities";
/** What p̂ is estimated from: contextual calibration, or batch calibration (Zhou et al. 2023). */
export type EstimatedFrom = "prompts" | "inputs";

/** What the scores s become: softmax(s); s / Σ s, undefined where a score is negative; s. */
export type Readout = "softmax" | "normalize" | "scores";

/** One probability for each label: finite, none negative. They are divided by their sum. */
export type Probabilities = readonly number[] | Float32Array | Float64Array;

export interface CalibrationSpec {
  /** 2 to 20 names, none empty, all different. */
  labels: readonly string[];
  /**
   * 1 to 20 prompts without content, such as "nothing" or "N/A", and what the model answers. Only with `from: "inputs"` there may be none.
   */
  contextFree: readonly ContextFreeSpec[];
  /** Up to 100,000 inputs, and what the model answers; with `from: "inputs"` at least one. */
  inputs?: readonly InputSpec[] | undefined;
  /** `"diagonal"` if left out. */
  method?: Method | undefined;
  /** `"parameters"` if left out. */
  averaging?: Averaging | undefined;
  /** `"prompts"` if left out. With `"inputs"` W and b are fitted to the mean of the inputs, and averaging does not matter. */
  from?: EstimatedFrom | undefined;
  /** `"softmax"` if left out. */
  readout?: Readout | undefined;
}

export interface ContextFreeSpec {
  /** The prompt's own text, up to 20,000 characters; the computation does not read it. */
  prompt?: string | undefined;
  /** `diagonal` needs all of them above zero, whichever average is taken: each prompt has a W of its own. */
  probabilities: Probabilities;
}

export interface InputSpec {
  /** The input's own text, up to 20,000 characters; the computation does not read it. */
  text?: string | undefined;
  probabilities: Probabilities;
  /** The index of the right label, where it is known. */
  label?: number | undefined;
}

export interface Parameters {
  /** K × K, row by row. */
  w: number[][];
  /** Length K. */
  b: number[];
}

/** The averaged W and b, and what they do. Plain objects and arrays, made anew for every call. */
export interface Calibration extends Parameters {
  /** W and b of each context-free prompt, length N. */
  perPrompt: Parameters[];
  /** The context-free prompts themselves, length N. With more than one, none need come out exactly even. */
  contextFree: Output[];
  /** In the order of the inputs; empty if there are none. */
  inputs: Output[];
  /** Only there if an input has a `label`. */
  accuracy?: Accuracy;
}

/** One row of probabilities before and after; arrays of length K. */
export interface Output {
  /** The probabilities, summing to one. */
  before: number[];
  /** s = W p + b. */
  scores: number[];
  /** What the readout makes of the scores. */
  after: number[];
  /** Index of the label with the largest probability; the first of a tie. */
  labelBefore: number;
  /** Index of the label with the largest score; the first of a tie. */
  labelAfter: number;
}

/** Shares of right labels, over the inputs that have a `label`. */
export interface Accuracy {
  before: number;
  after: number;
  /** How many inputs have a `label`. */
  counted: number;
}

/** These names stay; there may be new ones in later versions. */
export type ErrorCode =
  /** `calibrate` was called before `load` was done, or that of an explainer before it was there. */
  | "not-loaded"
  /** The WebAssembly module could not be fetched, read or compiled; `cause` says more. */
  | "load-failed"
  /** Not the kind of value that belongs there. */
  | "wrong-type"
  /** A key that nobody reads, for instance a misspelt one. */
  | "unknown-key"
  /** A key that must be there. */
  | "missing-key"
  /** A method, averaging or readout of another name. */
  | "unknown-choice"
  /** Too few or too many labels, context-free prompts or inputs. */
  | "wrong-count"
  /** Not one probability for each label. */
  | "wrong-length"
  /** A probability that is NaN or infinite. */
  | "not-finite"
  /** A probability below zero. */
  | "negative"
  /** Probabilities that are all zero, or too large to be added. */
  | "no-sum"
  /** A label without a name. */
  | "empty-label"
  /** Two labels of the same name. */
  | "duplicate-label"
  /** A label of more than 200 characters, or a text of more than 20,000. */
  | "too-long"
  /** A right label that is not the index of a label. */
  | "no-such-label"
  /** A context-free prompt gives a label no probability, so that its diagonal W is undefined. Give a small one, such as 0.001. */
  | "zero-probability"
  /** The readout `normalize` is undefined: a score is negative, or all are zero. */
  | "negative-score";

/** What `calibrate` throws and `load` rejects with. */
export interface CalibrationError extends Error {
  code: ErrorCode;
  /** Where in the spec, such as `contextFree[1].probabilities[0]`; empty for the whole of it. */
  path: string;
}

declare global {
  // Also for programs that are compiled without the library "dom".
  namespace WebAssembly {
    interface Module {}
  }
}

/** An address, an answer of `fetch`, the bytes, or the compiled module. */
export type WasmSource = string | URL | Response | ArrayBuffer | ArrayBufferView | WebAssembly.Module;

export interface LoadOptions {
  /** Where `calibrate.wasm` comes from; by default from beside this module. */
  wasm?: WasmSource | PromiseLike<WasmSource> | undefined;
}

/**
 * Loads the WebAssembly module, once: later calls wait for the first, and change nothing. After a failure the next call
 * tries again.
 *
 * @throws {CalibrationError} `load-failed`
 */
export function load(options?: LoadOptions): Promise<void>;

/**
 * Computes; changes nothing, keeps nothing.
 *
 * @throws {CalibrationError} The first thing that is wrong with the spec; `not-loaded` before `load` is done.
 */
export function calibrate(spec: CalibrationSpec): Calibration;

/** The state of an explainer: what its JSON file holds. What may be left out in `setState` has a default. */
export interface CalibrationState {
  format?: "calibration-explainer";
  version?: number;
  labels: string[];
  /** The prompt around an input; contains `{input}`. */
  template?: string;
  /** Only with `from: "inputs"` there may be none. */
  contextFree: { prompt?: string; probabilities: number[] }[];
  inputs?: { text?: string; probabilities: number[]; label?: number }[];
  method?: Method;
  averaging?: Averaging;
  from?: EstimatedFrom;
  readout?: Readout;
  /** Names of labels that keep their probability while others are dragged. */
  locked?: string[];
  /** Few-shot examples before the input in the prompt, in their order; `label` is an index from 0. */
  examples?: { text: string; label: number }[];
  /** Name of the model whose answers the rows are, but those of `byHand` and `unasked` (indices from 0). */
  source?: string;
  /** Rows with numbers that the model did not give. */
  byHand?: { contextFree?: number[]; inputs?: number[] };
  /** Rows that the model has not been asked about, or not as they are now. */
  unasked?: { contextFree?: number[]; inputs?: number[] };
  /** Entries of W and b that are set by hand. */
  overrides?: { w?: { row: number; column: number; value: number }[]; b?: { label: number; value: number }[] };
}

/** What an explainer shows: the workbench, one of its panels, panel 1 with the choice of a model (`ask`), its big chart, the equation, or where labels flip. */
export type View = "workbench" | "prompts" | "ask" | "fit" | "use" | "check" | "chart" | "equation" | "geometry";

/** The keys of a link. Texts are as in a link and in the attributes of the element (`%2C` is a comma), items of arrays too. */
export interface ExplainerOptions {
  preset?: string | undefined;
  /** A whole state, as object, JSON or base64url. */
  config?: CalibrationState | string | undefined;
  /** An array holds plain names. */
  labels?: string | readonly string[] | undefined;
  template?: string | undefined;
  /** `text:0.9,0.1`, several separated by `;` or as an array. */
  cf?: string | readonly string[] | undefined;
  /** `text:0.72,0.28@label`, several separated by `;` or as an array. */
  p?: string | readonly string[] | undefined;
  method?: Method | undefined;
  averaging?: Averaging | undefined;
  from?: EstimatedFrom | undefined;
  readout?: Readout | undefined;
  w?: string | undefined;
  b?: string | undefined;
  lock?: string | readonly string[] | undefined;
  /** Few-shot examples, `text@label`, several separated by `;` or as an array. */
  shot?: string | readonly string[] | undefined;
  /** Name of the model whose answers the rows are. */
  source?: string | undefined;
  /** Rows that are not its answers, such as `cf1,p3`. */
  hand?: string | undefined;
  /** Rows that it has not been asked about. */
  unasked?: string | undefined;
  /** A chapter of the lesson, 1 to 9. */
  learn?: number | string | undefined;
  view?: View | undefined;
  lang?: string | undefined;
  theme?: "auto" | "light" | "dark" | undefined;
  hide?: string | readonly string[] | undefined;
  readonly?: boolean | undefined;
  /** Models that a reader may ask: `page` is the small one in the page (98 MB, loaded after a click), `server` one on a server that the reader names. None by default. */
  model?: string | readonly string[] | undefined;
  /** In CSS pixels. */
  height?: number | string | undefined;
  /** Where `explainer.wasm` comes from; the first explainer of the page decides. */
  wasm?: WasmSource | PromiseLike<WasmSource> | undefined;
  /** @deprecated There is no `files.wasm` any more: `explainer.wasm` holds all of it. What is given here is not used. */
  filesWasm?: WasmSource | PromiseLike<WasmSource> | undefined;
}

/** What is done with an explainer, of an element or of `mount`. */
export interface ExplainerMethods {
  /** What is shown now; `undefined` before `calibration-ready`. */
  getState(): CalibrationState | undefined;
  /**
   * One step of undo for the reader. What is wrong with it is said in the explainer, and nothing changes. It is read on the way,
   * so that `getState()` gives it a moment later: `calibration-change` tells when.
   *
   * @throws {TypeError} where it cannot be written as JSON, such as an object that holds itself
   */
  setState(state: CalibrationState): void;
  /**
   * The result of what is shown now.
   *
   * @throws {CalibrationError} `not-loaded` before `calibration-ready`, `zero-probability`, `negative-score`
   */
  calibrate(): Calibration;
}

export interface Mounted extends ExplainerMethods {
  /** Changes options in place; `undefined` takes one away. */
  update(changes: ExplainerOptions): void;
  /** Removes the explainer and frees all that it holds. */
  destroy(): void;
}

/** Puts an explainer into an element, after what it holds. Its events bubble up from there. */
export function mount(element: Element | ShadowRoot, options?: ExplainerOptions): Mounted;

/** Detail of `calibration-change`: what was shown then, also if it is read later. */
export interface CalibrationChange {
  link: string;
  state: CalibrationState;
  /** `null` where `calibrate()` would throw. */
  result: Calibration | null;
}

/** Detail of `calibration-error`. */
export interface CalibrationFailure {
  code: "load-failed" | "no-webassembly" | "crashed";
  message: string;
}

// Without the library "dom" there are no elements: then these are empty.
type Base = typeof globalThis extends { HTMLElement: infer Constructor extends abstract new (...args: never) => unknown } ? InstanceType<Constructor> : object;
type EventOf<Detail> = typeof globalThis extends { CustomEvent: new (...args: never) => unknown } ? Event & { readonly detail: Detail } : object;

/** The events of an explainer. */
export interface CalibrationEventMap {
  "calibration-ready": EventOf<Record<string, never>>;
  "calibration-change": EventOf<CalibrationChange>;
  "calibration-error": EventOf<CalibrationFailure>;
}

export interface CalibrationExplainerElement extends ExplainerMethods {}
/** The class of `<calibration-explainer>`. `calibration-explainer/auto` registers it. */
export const CalibrationExplainerElement: {
  new (): Base & CalibrationExplainerElement;
  readonly prototype: Base & CalibrationExplainerElement;
  readonly version: string;
  /** Where `explainer.wasm` comes from; for all elements of the page. */
  wasm: WasmSource | PromiseLike<WasmSource> | undefined;
  /** @deprecated There is no `files.wasm` any more: `explainer.wasm` holds all of it. What is given here is not used. */
  filesWasm?: WasmSource | PromiseLike<WasmSource> | undefined;
  readonly observedAttributes: readonly string[];
};

declare global {
  interface Element {}
  interface ShadowRoot {}
  interface Event {}
  interface HTMLElementTagNameMap {
    "calibration-explainer": HTMLElement & CalibrationExplainerElement;
  }
  // They bubble, so that whatever is around an explainer may listen.
  interface HTMLElementEventMap extends CalibrationEventMap {}
  interface ShadowRootEventMap extends CalibrationEventMap {}
  interface DocumentEventMap extends CalibrationEventMap {}
  interface WindowEventMap extends CalibrationEventMap {}
  interface HTMLElement {}
}
