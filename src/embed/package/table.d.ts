/**
 * Tables of what a model answered, as people's tools write them: delimited text, Markdown, JSON, JSON lines, Python's way of printing,
 * data frames, and what evaluation harnesses, pipelines and servers write. They are read as the page reads a file.
 *
 * K is the number of labels. All arrays over labels are in label order.
 */
import type { ErrorCode, LoadOptions as AnyLoadOptions } from "./index.js";

/** What the numbers of a table are; the same for the whole table. Logits become probabilities by the softmax. */
export type Scale = "probabilities" | "percent" | "log-probabilities" | "logits";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030" | "windows-1252";

/** What a column is, apart from the numbers of one label. */
export type ColumnRole =
  /** The text of the input. */
  | "text"
  /** The right label: its name, or its index from 0. */
  | "right-label"
  /** Whether a row is a context-free prompt: `true`, `yes`, `1`, `x`. */
  | "context-free"
  /** The numbers of all labels: a list, or names with numbers. Several columns may be that, for rows that name it in several ways. */
  | "answer"
  /** The labels to which a list of numbers belongs. */
  | "label-names"
  /** Not read. */
  | "ignored";

/** A column by its name (empty where the table has no header: then its place in the list counts), and what it is. */
export type TableColumn =
  | { name: string; role: ColumnRole; label?: undefined }
  /** The numbers of one label. */
  | { name: string; role: "label"; label: string };

/** How a table was read. It can be given back as it is, to read another table in the same way. */
export interface TableMapping {
  /** Every column, in order. */
  columns: TableColumn[];
  /** How the bytes were read; only there if the source was bytes. */
  encoding?: Encoding;
  scale: Scale;
}

export interface TableOptions {
  /**
   * 2 to 20 names, all different. Where the table has them, perhaps written in another way, they keep this order and spelling; a table
   * with other labels brings its own, unless `mapping` gives each of these a column.
   *
   * Without them the labels are those that `mapping` names, or else the table's own; a table that does not name them is an error.
   */
  labels?: readonly string[] | undefined;
  /** What counts in place of what would be found. */
  mapping?:
    | {
        /** Columns that are not here keep what was found. */
        columns?: readonly TableColumn[] | undefined;
        /** Counts where the source is bytes. */
        encoding?: Encoding | undefined;
        scale?: Scale | undefined;
      }
    | undefined;
}

/** A table that was read. `labels`, `contextFree` and `inputs` are those of `calibrate`. Plain objects and arrays. */
export interface Table {
  labels: string[];
  /** Rows that a column calls context-free, at most 20. */
  contextFree: ContextFreeRow[];
  /** All other rows, at most as many as `calibrate` takes. */
  inputs: InputRow[];
  /** What the numbers were read as, as in `mapping`. */
  scale: Scale;
  mapping: TableMapping;
  /** Rows that cannot be read, at most the first 1,000. */
  skipped: SkippedRow[];
  /** How many more cannot be read. */
  skippedMore: number;
  /** Names of columns that were not read. */
  ignoredColumns: string[];
  /** Indices of inputs without a number for some label, which counts as zero. (A context-free row without one is skipped.) */
  incomplete: number[];
  /** How many rows have a right label that is no label; their probabilities count without it. */
  unknownLabels: number;
  /** How many names with numbers are no label, such as other tokens. */
  otherNames: number;
  /** How many rows were divided by their sum. */
  normalized: number;
  /** How many rows after those that there can be were not read. */
  leftOut: number;
}

export interface ContextFreeRow {
  /** Left out where the table has none. */
  prompt?: string;
  /** Length K, summing to one. A zero is kept; `calibrate` refuses it for the method `diagonal`. */
  probabilities: number[];
}

export interface InputRow {
  /** Left out where the table has none. */
  text?: string;
  /** Length K, summing to one. */
  probabilities: number[];
  /** The index of the right label, where it is known. */
  label?: number;
}

/** A row that cannot be read. */
export interface SkippedRow {
  /** The line of its start, from 1; of JSON that is an array, the number of the item. */
  line: number;
  code: RowCode;
  /** The reason, in English. */
  message: string;
}

/** These names stay; there may be new ones in later versions. */
export type RowCode =
  /** A word where a number was expected. */
  | "not-a-number"
  /** Not one number for each label. */
  | "wrong-length"
  | "not-finite"
  | "negative"
  /** Numbers that are all zero, or too large to be added. */
  | "no-sum"
  /** A context-free row without a number for a label. */
  | "missing-label"
  /** A name that is not among the labels. */
  | "no-such-label"
  /** Two numbers for one label. */
  | "duplicate-label"
  /** More cells than columns, mostly because of a comma in a text without quotes. */
  | "wrong-cells"
  /** A text of more than 20,000 characters. */
  | "too-long"
  /** A text that is not a string. */
  | "wrong-type"
  /** An item of JSON that is neither an object nor an array. */
  | "wrong-item"
  /** No numbers. */
  | "no-probabilities"
  /** Every number is one that a tool writes where it has none, such as −9999. */
  | "placeholder"
  /** A line that is not JSON, in a file of one item per line. */
  | "not-json";

/** Of a table of which nothing could be read. These names stay; there may be new ones in later versions. */
export type TableCode =
  /** Nothing but blanks. */
  | "empty"
  /** No column for one of the labels. */
  | "no-label-column"
  /** Rows without a header have other than K numbers. */
  | "wrong-length"
  /** Nothing names the labels: neither the options nor the table. */
  | "no-labels"
  | "many-labels"
  /** Not two columns of numbers. */
  | "no-numbers"
  /** Texts and no numbers: a model has yet to answer. */
  | "only-texts"
  /** A header and nothing below it, or an empty array. */
  | "no-rows"
  /** JSON that holds no items. */
  | "no-inputs"
  /** No row can be read; `skipped` says of each why. */
  | "nothing-readable"
  | "not-json";

/** What `readTable` throws and `load` rejects with. */
export interface TableError extends Error {
  code:
    | TableCode
    /** `mapping` names a column that the table does not have. */
    | "no-such-column"
    /** `mapping` gives two columns a role that only one can have. */
    | "duplicate-role"
    /** Of `load`, or something is wrong with the source or the options. */
    | Extract<ErrorCode, "not-loaded" | "load-failed" | "wrong-type" | "unknown-key" | "missing-key" | "unknown-choice" | "wrong-count" | "empty-label" | "duplicate-label" | "too-long" | "no-such-label">;
  /** Where in the options, such as `mapping.columns[1].role`, or `source`; empty where the table is the reason. */
  path: string;
  /** The line of the table, from 1 (of JSON that is an array, the number of the item), where one can be named. */
  line?: number | undefined;
  /** With `nothing-readable`: the rows, at most the first 1,000; else empty. */
  skipped?: SkippedRow[];
}

/** `wasm`: where `table.wasm` comes from; by default from beside this module. */
export type LoadOptions = AnyLoadOptions;

/**
 * Loads the WebAssembly module of the reader, once: later calls wait for the first, and change nothing. After a failure the next call
 * tries again. `calibrate` has a module, and a `load`, of its own.
 *
 * @throws {TableError} `load-failed`
 */
export function load(options?: LoadOptions): Promise<void>;

/**
 * Reads a table; changes nothing, keeps nothing. Rows that cannot be read are listed, and the rest is there.
 *
 * @param source its text, or its bytes, whose encoding is found
 * @throws {TableError} if nothing can be read, or something is wrong with the options; `not-loaded` before `load` is done
 */
export function readTable(source: string | ArrayBuffer | ArrayBufferView, options?: TableOptions): Table;
