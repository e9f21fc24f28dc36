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

/** What the scores s become: softmax(s); s / Σ s, undefined where a score is negative; s. */
export type Readout = "softmax" | "normalize" | "scores";

/** One probability for each label: finite, none negative. They are divided by their sum. */
export type Probabilities = readonly number[] | Float32Array | Float64Array;

export interface CalibrationSpec {
  /** 2 to 20 names, none empty, all different. */
  labels: readonly string[];
  /** 1 to 20 prompts without content, such as "nothing" or "N/A", and what the model answers. */
  contextFree: readonly ContextFreeSpec[];
  /** Up to 500 inputs, and what the model answers. */
  inputs?: readonly InputSpec[] | undefined;
  /** `"diagonal"` if left out. */
  method?: Method | undefined;
  /** `"parameters"` if left out. */
  averaging?: Averaging | undefined;
  /** `"softmax"` if left out. */
  readout?: Readout | undefined;
}

export interface ContextFreeSpec {
  /** The prompt's own text, up to 20,000 characters; the computation does not read it. */
  prompt?: string | undefined;
  /** `diagonal` needs all of them above zero. */
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
  /** `calibrate` was called before `load` was done. */
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
