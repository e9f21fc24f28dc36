// Opens three engines with the same file and lets each answer the same prompts: cold, and the wall time is that of the page.
import { Wllama } from "../wllama/index.js";

const MODEL = "/some/where/model/";

const LABELS = [" Negative", " Positive"];
/** Words that are one token each after a space. */
const WORDS = "the film was slow and the music was good but the story had no end that we could see".split(" ");

let engines;
let llama;
/** The tokens of the labels. */
let labels;

/** A worker that answers one message at a time, with what `take` makes of its messages; undefined is not an answer. */
const asked = (file, take) => {
  const worker = new Worker(new URL(file, import.meta.url), { type: "module" });
  return (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        try {
          const taken = take(data);
          if (taken !== undefined) resolve(taken);
        } catch (error) {
          reject(error);
        }
      };
      worker.onerror = ({ message }) => reject(new Error(`${file}: ${message}`));
      worker.postMessage(message);
    });
};

/** The share of the first of two logarithms of probabilities. */
const share = ([first, second]) => 1 / (1 + Math.exp(second - first));

// Each is opened with the blob, and answers a prompt (a text and its tokens) with the share of the first label.

const own = async (whole) => {
  const ask = asked("own.js", ({ failed, ready, answers }) => {
    if (failed) throw new Error(`${failed.code} ${failed.about}`);
    return ready ? true : answers;
  });
  const base = new URL(MODEL, location.href).href;
  await ask({ open: "file", base, online: true, parts: [new File([whole], "model.gguf")] });
  const answer = async (prompt) => {
    const [answered] = await ask({ ask: [{ id: 1, prompt, labels: LABELS }] });
    return share(answered.answer.logProbabilities);
  };
  return {
    // What the last prompt begins with is kept; nothing of it fits after this one.
    forget: () => answer("!"),
    answer: ({ text }) => answer(text),
  };
};

const candle = async (whole) => {
  const ask = asked("candle.js", (answer) => answer);
  await ask({ open: whole });
  return {
    forget: async () => {},
    answer: async ({ tokens }) => {
      const { logs } = await ask({ tokens });
      return share(labels.map((label) => logs[label]));
    },
  };
};

const wllama = async (whole) => {
  const { createObjectURL } = URL;
  const memory = await (await fetch(new URL("memory.js", import.meta.url))).text();
  // Its worker is a script that it puts together itself.
  URL.createObjectURL = (script) => createObjectURL.call(URL, new Blob([`{${memory}}\n`, script], { type: "text/javascript" }));
  const wllama = new Wllama(
    { "single-thread/wllama.wasm": new URL("../wllama/single-thread/wllama.wasm", import.meta.url).href },
    { suppressNativeLog: true, logger: { ...console, debug: () => {} } },
  );
  // No longer than the longest prompt needs: the room for it is taken at once.
  await wllama.loadModel([new File([whole], "model.gguf")], { n_ctx: 256, n_batch: 256, n_threads: 1 });
  URL.createObjectURL = createObjectURL;
  return {
    forget: () => wllama.kvClear(),
    answer: async ({ tokens }) => {
      await wllama.decode(tokens, {});
    },
    tokens: (text) => wllama.tokenize(text),
    probabilities: async () => new Map((await wllama.getLogits(-1)).map(({ token, p }) => [token, p])),
  };
};

/** A review of so many tokens. */
const review = async (count, tokens) => {
  const words = [];
  const text = () => `Review: ${words.join(" ")}\nSentiment:`;
  while ((await tokens(text())).length < count) words.push(WORDS[words.length % WORDS.length]);
  return text();
};

/** Opens all engines. Returns how many seconds each took. */
const openAll = async () => {
  const { parts } = await (await fetch(`${MODEL}manifest.json`)).json();
  const blobs = await Promise.all(parts.map(async ({ name }) => (await fetch(MODEL + name)).blob()));
  const whole = new Blob(blobs);
  const seconds = {};
  engines = {};
  for (const [name, open] of Object.entries({ own, candle, wllama })) {
    const start = performance.now();
    engines[name] = await open(whole);
    seconds[name] = (performance.now() - start) / 1000;
  }
  llama = engines.wllama;
  labels = (await Promise.all(LABELS.map(llama.tokens))).map(([token]) => token);
  return seconds;
};

/** A prompt for all engines: the text, or a review of so many tokens. */
const prompt = async (what) => {
  const text = typeof what === "string" ? what : await review(what, llama.tokens);
  return { text, tokens: await llama.tokens(text) };
};

/** How many tokens that is, by llama.cpp. */
const length = async (what) => (await prompt(what)).tokens.length;

/** How many seconds the engine takes for that, cold. */
const time = async (name, what) => {
  const asked = await prompt(what);
  await engines[name].forget();
  const start = performance.now();
  await engines[name].answer(asked);
  return (performance.now() - start) / 1000;
};

/** The probability of the first label, of both. */
const shareOf = async (name, what) => {
  const asked = await prompt(what);
  await engines[name].forget();
  const answered = await engines[name].answer(asked);
  if (answered !== undefined) return answered;
  const probabilities = await llama.probabilities();
  const [first, second] = labels.map((label) => probabilities.get(label));
  return first / (first + second);
};

window.engines = { open: openAll, length, time, share: shareOf };
