// WebAssembly from wherever it comes.

/**
 * Compiles an address, an answer of `fetch`, bytes, or what is compiled already; each may be promised.
 *
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compiled(promised) {
  const source = await promised;
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string" || source instanceof URL) {
    const file = String(source).startsWith("file:") && (await readFile(source));
    return compiled(file || (await fetch(source)));
  }
  // A view is taken as it is, since it may be a part of its buffer.
  if (typeof source.arrayBuffer !== "function") return WebAssembly.compile(source);
  if (source.ok === false) throw new Error(`${source.url} was answered with status ${source.status}`);
  // Compiled while it comes; but that refuses what a server calls by another name.
  const streams = source.headers?.get("content-type") === "application/wasm" && WebAssembly.compileStreaming;
  return streams ? WebAssembly.compileStreaming(source) : WebAssembly.compile(await source.arrayBuffer());
}

/** The bytes of a file: URL where the program can read files (Node.js, Deno, Bun), whose fetch may not know such addresses. */
async function readFile(address) {
  if (!globalThis.process?.versions?.node) return undefined;
  // Hidden from bundlers: they would look for the module in the browser's bundle.
  const name = ["node:fs", "promises"].join("/");
  const files = await import(/* webpackIgnore: true */ /* @vite-ignore */ name);
  return files.readFile(new URL(address));
}

/** An error with a `code`. */
export function coded(code, message, cause) {
  const error = cause === undefined ? new Error(message) : new Error(message, { cause });
  return Object.assign(error, { code, path: "" });
}
