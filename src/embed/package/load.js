// What the entries of the package with a WebAssembly module share: it is loaded when somebody asks for it, and once.
import { coded, compiled } from "./wasm.js";

/**
 * `load` for a module that `instantiate` makes instances of, and `need`, which throws before `load` is done.
 *
 * @param {(given: { module_or_path: WebAssembly.Module }) => Promise<unknown>} instantiate
 * @param {() => URL} address where the file lies, if nobody says otherwise
 */
export function loader(instantiate, address) {
  let loading;
  let loaded = false;

  const start = async (source) => {
    await instantiate({ module_or_path: await compiled((await source) ?? address()) });
    loaded = true;
  };

  return {
    load({ wasm } = {}) {
      loading ??= start(wasm).catch((cause) => {
        // The next call may try again, perhaps with another source.
        loading = undefined;
        const message = cause instanceof Error ? cause.message : String(cause);
        throw coded("load-failed", `The WebAssembly module of calibration-explainer could not be loaded: ${message}`, cause);
      });
      return loading;
    },
    need() {
      if (!loaded) throw coded("not-loaded", "calibration-explainer is not loaded yet: first `await load()`.");
    },
  };
}
