// The worker of a language model: gets its weights, opens it and answers questions. It speaks with src/page/model/worker.rs.
//
// To the worker:
//   { open: "offered", base, online }        the model that this site offers; `base` is the address of its folder, and of the engine's
//   { open: "file", base, online, parts }    a model file of the reader's: an array of one file
//   { ask: [{ id, prompt, labels }] }
//   { stop: true }                stops what goes on: a download, the reading of a model, an answer
// From the worker:
//   { progress: "fetch" | "read", done, total, left }  bytes, and seconds that are left, if that can be told
//   { ready: name, bytes, kept }  `kept` is where the weights are from now on: "disk", "cache", "memory", "full" or "file"
//   { answers: [{ id, answer | error }] }
//   { failed: { code, about } }   nothing was opened; `stopped` is not told twice
import init, { Engine, sha256 } from "./engine.js";
import { fileOf, weights } from "./weights.js";

/** Most questions that are answered between two messages: answers come in a rhythm that a reader sees. */
const BATCH = 8;

let engine;
let stopping = false;
/** Questions that wait. */
let waiting = [];
let answering = false;

const tell = (message) => postMessage(message);

/** Gives the messages of this worker their turn; promises whether to stop. */
const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(stopping);
    };
    port2.postMessage(null);
  });

/** The bytes of consecutive blobs from an offset on. */
const reader = (parts) => {
  let start = 0;
  const places = parts.map((blob) => {
    const place = { blob, start };
    start += blob.size;
    return place;
  });
  return async (offset, length) => {
    const end = offset + length;
    const pieces = places
      .filter(({ blob, start }) => start < end && offset < start + blob.size)
      .map(({ blob, start }) => blob.slice(Math.max(0, offset - start), Math.min(blob.size, end - start)).arrayBuffer());
    const buffers = await Promise.all(pieces);
    if (buffers.length === 1) return new Uint8Array(buffers[0]);
    const whole = new Uint8Array(length);
    let at = 0;
    for (const buffer of buffers) {
      whole.set(new Uint8Array(buffer), at);
      at += buffer.byteLength;
    }
    return whole;
  };
};

/** What is told of an error: our own `{ code, about }` as it is, anything else by its message. */
const problem = (error) => {
  if (typeof error === "string" && error.startsWith("{")) return JSON.parse(error);
  if (error?.code !== undefined && error.about !== undefined) return { code: error.code, about: error.about };
  // The engine's memory may be in any state after it has stopped.
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return { code: "memory", about: "" };
  return { code: "source", about: String(error?.message ?? error) };
};

const open = async ({ open, base, online, parts: given }) => {
  stopping = false;
  const signal = { stops: () => stopping };
  try {
    const wasm = await fileOf(new URL("engine.wasm", base), online);
    await init({ module_or_path: wasm.arrayBuffer() });
    const found =
      open === "file"
        ? { name: given[0].name.replace(/\.gguf$/i, ""), parts: given, kept: "file" }
        : await weights(base, online, sha256, signal, (done, total, left) => tell({ progress: "fetch", done, total, left }));
    const { name, parts, kept } = found;
    const total = parts.reduce((sum, { size }) => sum + size, 0);
    // Reads one piece after the other, in order: 64 KiB to some megabytes each.
    engine = await Engine.open(reader(parts), total, (done) => {
      tell({ progress: "read", done, total });
      return turn();
    });
    tell({ ready: name, bytes: total, kept });
  } catch (error) {
    const { code, about } = problem(error);
    tell({ failed: { code, about } });
  }
};

const answer = async () => {
  if (answering) return;
  answering = true;
  while (waiting.length > 0) {
    stopping = false;
    const batch = waiting.splice(0, BATCH);
    try {
      const answers = JSON.parse(await engine.answer(JSON.stringify(batch), turn));
      tell({ answers: answers.map((answer, i) => ({ id: batch[i].id, ...answer })) });
    } catch (error) {
      const { code, about } = problem(error);
      // Who stops has other questions, or none, which are in `waiting` by now.
      if (code !== "stopped") tell({ answers: batch.map(({ id }) => ({ id, error: { code, about } })) });
    }
    await turn();
  }
  answering = false;
};

onmessage = ({ data }) => {
  if (data.stop) {
    stopping = true;
    waiting = [];
  }
  if (data.open) open(data);
  if (data.ask) {
    waiting.push(...data.ask);
    answer();
  }
};
