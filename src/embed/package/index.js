// The package's main entry. Importing it does nothing but import: no request, no global, nothing that needs a browser.
import instantiate, { calibrate as compute } from "./calibrate.js";
import { loader } from "./load.js";

export { CalibrationExplainerElement, mount } from "./element.js";

// Bundlers know this form: they copy the file and put its new address here.
const module = loader(instantiate, () => new URL("./calibrate.wasm", import.meta.url));

export const load = module.load;

export function calibrate(spec) {
  module.need();
  return compute(spec);
}
