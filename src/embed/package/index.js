// The package's only entry. Importing it does nothing but import: no request, no global, nothing that needs a browser.
import instantiate, { calibrate as compute } from "./calibrate.js";

let loading;
let loaded = false;

export function load({ wasm } = {}) {
  loading ??= start(wasm).catch((cause) => {
    // The next call may try again, perhaps with another source.
    loading = undefined;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw coded("load-failed", `The WebAssembly module of calibration-explainer could not be loaded: ${message}`, cause);
  });
  return loading;
}

export function calibrate(spec) {
  if (!loaded) throw coded("not-loaded", "calibration-explainer is not loaded yet: first `await load()`.");
  return compute(spec);
}

async function start(source) {
  // Bundlers know this form: they copy the file and put its new address here.
  const wasm = (await source) ?? new URL("./calibrate.wasm", import.meta.url);
  await instantiate({ module_or_path: await compiled(wasm) });
  loaded = true;
}

async function compiled(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string" || source instanceof URL) {
    const file = isFile(source) && (await readFile(source));
    return compiled(file || (await fetch(source)));
  }
  // A view is taken as it is, since it may be a part of its buffer.
  if (typeof source.arrayBuffer !== "function") return WebAssembly.compile(source);
  if (source.ok === false) throw new Error(`${source.url} was answered with status ${source.status}`);
  // Not compileStreaming: it refuses a server's wrong Content-Type, and gains nothing at this size.
  return WebAssembly.compile(await source.arrayBuffer());
}

const isFile = (address) => String(address).startsWith("file:");

/** The bytes of a file: URL where the program can read files (Node.js, Deno, Bun), whose fetch may not know such addresses. */
async function readFile(address) {
  if (!globalThis.process?.versions?.node) return undefined;
  // Hidden from bundlers: they would look for the module in the browser's bundle.
  const name = ["node:fs", "promises"].join("/");
  const files = await import(/* webpackIgnore: true */ /* @vite-ignore */ name);
  return files.readFile(new URL(address));
}

function coded(code, message, cause) {
  const error = cause === undefined ? new Error(message) : new Error(message, { cause });
  return Object.assign(error, { code, path: "" });
}
