// The reader of tables, for those who bring what a model answered in a file. Importing it does nothing but import.
import instantiate, { readTable as read } from "./reader.js";
import { loader } from "./load.js";

// Bundlers know this form: they copy the file and put its new address here.
const module = loader(instantiate, () => new URL("./table.wasm", import.meta.url));

export const load = module.load;

export function readTable(source, options) {
  module.need();
  return read(bytes(source) ?? source, options);
}

/** The bytes of a buffer or of what a view shows of one, also where they come from another realm (a frame, a test's sandbox). */
function bytes(source) {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  const kind = Object.prototype.toString.call(source);
  return kind === "[object ArrayBuffer]" || kind === "[object SharedArrayBuffer]" ? new Uint8Array(source) : undefined;
}
