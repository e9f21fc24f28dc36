// Importing this registers <calibration-explainer>.
export {};
