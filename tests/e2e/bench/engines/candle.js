// candle in a worker: `{ open: Blob }` or `{ tokens }`; it answers with what is known of the next token.
import "./memory.js";
import init, { Candle } from "../candle/candle.js";

let model;

onmessage = async ({ data: { open, tokens } }) => {
  if (open) {
    await init({ module_or_path: await (await fetch(new URL("../candle/candle_bg.wasm", import.meta.url))).arrayBuffer() });
    model = Candle.open(new Uint8Array(await open.arrayBuffer()));
    postMessage({});
  } else {
    postMessage({ logs: model.next(Uint32Array.from(tokens)) });
  }
};
