// Registers <calibration-explainer>: the one entry of the package that does something when it is imported.
import { CalibrationExplainerElement } from "./element.js";
// Named here, too, so that a browser asks for them together with element.js, which needs them.
import "./contents.js";
import "./reserve.js";
import "./wasm.js";

const NAME = "calibration-explainer";
const known = globalThis.customElements?.get(NAME);

// Twice the same is no mistake: a page may be put together from parts that do not know of each other.
if (!known) globalThis.customElements?.define(NAME, CalibrationExplainerElement);
else if (known.version !== CalibrationExplainerElement.version) {
  console.warn(
    `<${NAME}>: version ${known.version} is registered on this page already, so version ${CalibrationExplainerElement.version} is not used`,
  );
}
