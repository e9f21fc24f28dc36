// The package's main entry. Importing it does nothing but import: no request, no global, nothing that needs a browser.
import instantiate, { calibrate as compute } from "./calibrate.js";
import { coded, compiled } from "./wasm.js";

export { CalibrationExplainerElement, mount } from "./element.js";

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
