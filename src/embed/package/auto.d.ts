// Importing this registers <calibration-explainer>.
import type {} from "./index.js";
