// A model on a server of the reader's: llama.cpp's own server with the same weights, servers in the form of others, and servers that go
// wrong in every way that the page tells apart.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { violations } from "../axe";
import { baseURL, launchOptions } from "../browser";
import { drawn, host, tag } from "../embed/host";
import { expect, open, ready, test as base, type Locator, type Page } from "../fixtures";
import { button, download, fullValues, importDialog, REVIEWS, shareDialog, slider, takeTable } from "../reader";

/** What a server was asked. */
interface Asked {
  path: string;
  authorization: string | undefined;
  body: any;
}

/** What a server answers: JSON, or a status with a text, or whatever the function does with the response itself. */
type Answer = object | [status: number, body: string, headers?: Record<string, string>] | ((response: ServerResponse) => void);

interface Served {
  address: string;
  asked: Asked[];
  /** The most requests that were open at a time. */
  most: number;
}

const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "access-control-expose-headers": "*" };

interface Fixtures {
  serve: (answer: (asked: Asked) => Answer | Promise<Answer>, headers?: Record<string, string>) => Promise<Served>;
}

const test = base.extend<Fixtures>({
  serve: async ({}, use) => {
    const servers: ReturnType<typeof createServer>[] = [];
    await use(async (answer, headers = CORS) => {
      const served: Served = { address: "", asked: [], most: 0 };
      let now = 0;
      const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
        if (request.method === "OPTIONS") return response.writeHead(204, headers).end();
        now += 1;
        served.most = Math.max(served.most, now);
        response.on("close", () => { now -= 1; });
        let text = "";
        for await (const chunk of request) text += String(chunk);
        const asked = { path: request.url!, authorization: request.headers.authorization, body: text === "" ? null : JSON.parse(text) };
        served.asked.push(asked);
        const said = await answer(asked);
        if (typeof said === "function") {
          response.writeHead(200, { ...headers, "content-type": "application/json" });
          return said(response);
        }
        const [status, body, own] = Array.isArray(said) ? said : [200, JSON.stringify(said), {}];
        return response.writeHead(status, { ...headers, "content-type": "application/json", ...own }).end(body);
      });
      servers.push(server);
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      served.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return served;
    });
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  },
});

// A policy that lets the page ask every server; what a browser says of servers on purpose is no problem.
test.use({ baseURL: baseURL.replace("some/where", "connecting"), allowedProblems: /another origin: https?:|status \d+: http|Failed to load resource|CORS|ERR_|Mixed Content|Content Security Policy/ });

const REVIEW = `lang=en&labels=Negative,Positive&template=${encodeURIComponent("Review: {input}\nSentiment:")}`;
const OWN = `${REVIEW}&cf=N%2FA:0.5,0.5&cf=other:0.5,0.5&p=nothing:0.5,0.5`;

const box = (page: Page): Locator => page.getByRole("group", { name: "Who answers?" });
const prompt = (page: Page, number: number): Locator => page.getByRole("listitem", { name: new RegExp(`^Context-free prompt ${number}:`) });
const address = (page: Page): Locator => box(page).getByRole("textbox", { name: "Address of the server" });

async function send(page: Page, to: string, key = ""): Promise<void> {
  const ask = button(page, "Ask a model");
  const another = button(page, "Another model");
  await expect(ask.or(another).or(address(page)).first()).toBeVisible();
  if (await ask.isVisible()) await ask.click();
  else if (!(await address(page).isVisible())) await another.click();
  await address(page).fill(to);
  await box(page).getByRole("textbox", { name: "Key, if it asks for one" }).fill(key);
  await button(page, "Send my prompts to this server").click();
}

const inputs = (page: Page): URLSearchParams => new URLSearchParams(new URL(page.url()).hash.slice(1));
/** The probabilities of every row in the link, prompts first. */
const numbers = (page: Page): number[][] =>
  ["cf", "p"].flatMap((key) => inputs(page).getAll(key).map((row) => row.replace(/@.*$/, "").split(":").at(-1)!.split(",").map(Number)));

/** All rows are the answers of a model of this name. */
async function answered(page: Page, name: string): Promise<void> {
  await expect.poll(() => [inputs(page).get("source"), inputs(page).get("unasked")], { timeout: 60_000 }).toEqual([name, null]);
}

async function load(page: Page, rows: readonly string[]): Promise<void> {
  await page.getByText("Bring your own inputs").click();
  await page.getByRole("textbox", { name: "Or paste a table:" }).fill(rows.join("\n"));
  await button(page, "Load the table").click();
  await expect(importDialog(page)).toContainText("no numbers");
  await takeTable(page);
}

const table = ["text,label", ...REVIEWS.map(([text, label]) => `"${text}",${label}`)];

const docs = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
/** The first block of code of a language. */
const block = (text: string, language: string): string => new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(text)![1]!;

for (const name of ["getting-numbers.md", "getting-numbers.zh.md"]) {
  test(`the table of ${name} is read as it says`, async ({ page }) => {
    await open(page, OWN);
    await page.getByText("Bring your own inputs").click();
    await page.getByRole("textbox", { name: "Or paste a table:" }).fill(block(docs(name), "csv"));
    await button(page, "Load the table").click();
    await expect(importDialog(page).getByRole("combobox", { name: "Numbers are" })).toHaveValue(/log/i);
    await takeTable(page, "Replace both");
    const expected = (...logs: number[]): number => Math.exp(logs[0]!) / (Math.exp(logs[0]!) + Math.exp(logs[1]!));
    const rows = [expected(-3.4832, -3.6212), expected(-3.1584, -2.6418), expected(-5.6203, -2.4054), expected(-3.2161, -4.0965)];
    await expect.poll(() => numbers(page).map((row) => row[0]!.toFixed(4))).toEqual(rows.map((p) => p.toFixed(4)));
  });
}

test.describe("llama.cpp", () => {
  let llama: ChildProcess;
  let at = "";

  test.beforeAll(async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = free.address() as AddressInfo;
    free.close();
    const [python, model] = [process.env.EXPLAINER_LLAMA_CPP, process.env.EXPLAINER_MODEL];
    expect(python && model, "cargo xtask test names llama.cpp and the weights").toBeTruthy();
    llama = spawn(python!, [fileURLToPath(new URL("../../servers/llama_cpp.py", import.meta.url)), model!, String(port)], { stdio: ["pipe", "pipe", "ignore"] });
    await once(llama.stdout!, "data");
    at = `127.0.0.1:${port}`;
  });

  test.afterAll(() => { llama.kill(); });

  test("prompts, ten reviews, a label of two tokens and an unlikely one, as the model in the page answers them", async ({ page }) => {
    test.setTimeout(180_000);
    const prompts = "cf=N%2FA:0.25,0.25,0.25,0.25&cf=%5BMASK%5D:0.25,0.25,0.25,0.25&cf=:0.25,0.25,0.25,0.25";
    await open(page, `lang=en&labels=Negative,Positive,Lukewarm,Xylophone&template=${encodeURIComponent("Review: {input}\nSentiment:")}&${prompts}&p=nothing:0.25,0.25,0.25,0.25`);
    // Without `http://`, and with the end that OpenAI's libraries want.
    await send(page, `${at}/v1/`);
    await expect(box(page)).toContainText(`answers, on ${at}`, { timeout: 30_000 });
    await expect(box(page)).toContainText("llama.cpp server. Its probabilities are exact");
    await load(page, table);
    await expect.poll(() => inputs(page).getAll("p").length).toBe(10);
    await answered(page, "SmolLM2-135M-Instruct.Q4_1");
    const served = numbers(page);
    for (const row of served) expect(Math.min(...row)).toBeGreaterThan(0);
    await expect(page.getByRole("region", { name: "Check it" })).toContainText(/\d+ of 10/);

    await button(page, "Another model").click();
    await button(page, "Load 98 MB").click();
    await expect(box(page)).toContainText("answers, in this page", { timeout: 30_000 });
    await answered(page, "SmolLM2-135M-Instruct");
    const own = numbers(page);
    const distances = served.map((row, i) => Math.max(...row.map((p, k) => Math.abs(p - own[i]![k]!))));
    expect(distances).toHaveLength(13);
    const near = distances.filter((distance) => distance <= 0.03).length;
    expect(near / distances.length, distances.map((distance) => distance.toFixed(4)).join(" ")).toBeGreaterThanOrEqual(0.9);
  });

  for (const name of ["getting-numbers.md", "getting-numbers.zh.md"]) {
    test(`the script of ${name} gives the numbers that the server gives`, async ({ page }) => {
      const script = join(mkdtempSync(join(tmpdir(), "numbers-")), "numbers.py");
      writeFileSync(script, block(docs(name), "python"));
      const { stdout } = await promisify(execFile)(process.env.EXPLAINER_LLAMA_CPP!, [script, process.env.EXPLAINER_MODEL!]);
      const rows = stdout.trim().split(/\r?\n/).slice(1).map((line) => line.split(",").slice(-3).map(Number));
      expect(rows).toHaveLength(5);
      const own = rows.map(([negative, positive]) => negative! / (negative! + positive!));
      await open(page, `${REVIEW}&cf=N%2FA:0.5,0.5&cf=%5BMASK%5D:0.5,0.5&cf=:0.5,0.5&p=A%20joy%20from%20start%20to%20end.:0.5,0.5&p=Dull%2C%20loud%20and%20far%20too%20long.:0.5,0.5`);
      await send(page, at);
      await answered(page, "SmolLM2-135M-Instruct.Q4_1");
      numbers(page).forEach(([negative], i) => expect(negative).toBeCloseTo(own[i]!, 2));
    });
  }

  test("a text is asked about while it is typed, in one step with its answer", async ({ page }) => {
    await open(page, OWN);
    await send(page, at);
    await expect(prompt(page, 1)).toContainText("measured by SmolLM2-135M-Instruct.Q4_1", { timeout: 30_000 });
    const bar = slider(page, "Negative, N/A");
    const before = (await fullValues(bar))[0]!;
    const text = page.getByRole("textbox", { name: "Text of context-free prompt 1", exact: true });
    await text.fill("[MASK]");
    await expect.poll(async () => (await fullValues(slider(page, "Negative, [MASK]")))[0]!).not.toBe(before);
    await expect(prompt(page, 1)).toContainText("% of all its answers");
    await text.press("Enter");
    await button(page, "Undo").click();
    await expect(text).toHaveValue("N/A");
    expect((await fullValues(bar))[0]!).toBeCloseTo(before, 12);
    expect(await violations(page)).toEqual([]);
  });
});

/** Probabilities of tokens after a prompt, which the length of the prompt moves. */
function told(prompt: string): [string, number][] {
  const positive = 0.2 + (prompt.length % 10) / 50;
  return [[" Positive", positive], [" Negative", 0.3], [" The", 0.2], [" a", 0.002]];
}

const list = (id: string, owner: string) => ({ object: "list", data: [{ id, object: "model", owned_by: owner }] });
const entries = (tokens: [string, number][]) => tokens.map(([token, p]) => ({ token, bytes: [...Buffer.from(token)], logprob: Math.log(p) }));

// The form: https://github.com/ollama/ollama/blob/main/docs/openapi.yaml
const ollama = (tokens: (prompt: string) => [string, number][]) => ({ path, body }: Asked): Answer => {
  if (path === "/v1/models") return list("small:latest", "library");
  if (path !== "/api/generate" || body.raw !== true) return [404, '{"error":"not here"}'];
  return { model: "small:latest", response: " x", done: true, logprobs: [{ ...entries([[" x", 0.1]])[0], top_logprobs: entries(tokens(body.prompt)) }] };
};

// The form: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html, "Extra Parameters" and "Tokenizer API"
const vllm = ({ path, body }: Asked): Answer => {
  if (path === "/v1/models") return list("org/small", "vllm");
  // A token for each word, with the space before it.
  const tokens = (text: string) => [...text.matchAll(/\s*\S+|\s+$/g)].map(([word]) => [...word].reduce((sum, c) => (sum * 31 + c.codePointAt(0)!) % 30_000, 7));
  if (path === "/tokenize") return { count: 1, max_model_len: 2048, tokens: tokens(body.prompt) };
  const ids: number[] = body.prompt;
  return { choices: [{ text: " x", prompt_logprobs: ids.map((id, i) => (i === 0 ? null : { [id]: { logprob: -1 - ((id + i) % 7), rank: 3, decoded_token: "x" } })) }] };
};

// The form: https://platform.openai.com/docs/api-reference/completions (legacy) and …/chat
const completions = ({ path, body }: Asked): Answer => {
  if (path === "/v1/models") return list("small", "us");
  if (path !== "/v1/completions") return [404, '{"error":{"message":"Not found"}}'];
  if (body.logprobs > 5) return [400, '{"error":{"message":"logprobs must be at most 5"}}'];
  return { choices: [{ text: " x", logprobs: { tokens: [" x"], token_logprobs: [-1], text_offset: [9], top_logprobs: [Object.fromEntries(told(body.prompt).map(([token, p]) => [token, Math.log(p)]))] } }], usage: { prompt_tokens: 3 } };
};

const chat = ({ path, body }: Asked): Answer => {
  if (path === "/v1/models") return list("small-chat", "us");
  if (path !== "/v1/chat/completions") return [404, '{"error":{"message":"Not found"}}'];
  const tokens = told(body.messages[0].content).map(([token, p]): [string, number] => [token.trim(), p]);
  return { choices: [{ message: { role: "assistant", content: "x" }, logprobs: { content: [{ ...entries([["x", 0.1]])[0], top_logprobs: entries(tokens) }] } }] };
};

for (const [name, source, form, about] of [
  ["vLLM", "org/small", vllm, "vLLM server. Its probabilities are exact"],
  ["Ollama", "small:latest", ollama(told), "4 most likely tokens only"],
  ["completions", "small", completions, "OpenAI’s completions. It tells its 4 most likely"],
  ["chat", "small-chat", chat, "in its chat template"],
] as const) {
  test(`a server in the form of ${name}`, async ({ page, serve }) => {
    const served = await serve(form);
    await open(page, OWN);
    await send(page, served.address);
    await expect(box(page)).toContainText(about);
    await expect(prompt(page, 2)).toContainText("measured by");
    await answered(page, source);
    if (form === vllm) return;
    // What the server told, over the labels alone.
    const positive = (text: string) => told(`Review: ${text}\nSentiment:`)[0]![1];
    for (const [row, text] of [[0, "N/A"], [1, "other"], [2, "nothing"]] as const) {
      expect(numbers(page)[row]![1]).toBeCloseTo(positive(text) / (positive(text) + 0.3), 6);
    }
  });
}

test("a label that a server does not tell: an input says so, a context-free prompt is refused", async ({ page, serve }) => {
  const served = await serve(ollama((prompt) => (prompt.includes("good") ? told(prompt) : told(prompt).filter(([token]) => token !== " Positive"))));
  await open(page, `${REVIEW}&cf=a%20good%20one:0.5,0.5&cf=other:0.5,0.5&p=nothing:0.5,0.5`);
  await send(page, served.address);
  await expect(prompt(page, 1)).toContainText("measured by small:latest");
  await expect(prompt(page, 2)).toContainText("“Positive” is not among the tokens");
  await expect.poll(() => numbers(page)[2]).toEqual([1, 0]);
  // Nothing was put in its place.
  expect(numbers(page)[1]).toEqual([0.5, 0.5]);
  await expect(page.getByText("labels not told: at most 0.002, counted as 0").first()).toBeVisible();
});

test("one of several models is chosen", async ({ page, serve }) => {
  const form = ollama(told);
  const served = await serve((asked) => (asked.path === "/v1/models" ? { data: ["one", "two"].map((id) => ({ id, owned_by: "library" })) } : form(asked)));
  await open(page, OWN);
  await send(page, served.address);
  await expect(box(page).getByRole("combobox", { name: "Model" })).toHaveValue("one");
  await box(page).getByRole("combobox", { name: "Model" }).selectOption("two");
  // Nothing of the reader's has been sent up to now.
  expect(served.asked.map(({ path }) => path)).toEqual(["/v1/models"]);
  await button(page, "Ask this model").click();
  await expect(prompt(page, 1)).toContainText("measured by two");
  expect(new Set(served.asked.slice(1).map(({ body }) => body.model))).toEqual(new Set(["two"]));
});

test("a server that lists no models is asked for the one that is typed, or for the one that it has", async ({ page, serve }) => {
  const served = await serve((asked) => (asked.path === "/v1/models" ? { data: [] } : chat(asked)));
  await open(page, OWN);
  await send(page, served.address);
  await expect(box(page).getByRole("textbox", { name: "Model" })).toHaveValue("");
  await button(page, "Ask this model").click();
  await expect(prompt(page, 1)).toContainText("measured by model");
  await answered(page, "model");
  expect(page.url()).not.toContain(new URL(served.address).host);
  await send(page, served.address);
  await box(page).getByRole("textbox", { name: "Model" }).fill("org/one:7b");
  await box(page).getByRole("textbox", { name: "Model" }).press("Enter");
  await expect(prompt(page, 1)).toContainText("measured by org/one:7b");
  expect(served.asked.at(-1)!.body.model).toBe("org/one:7b");
});

test("what is typed stays, whatever is drawn meanwhile", async ({ page }) => {
  // What the site offers comes late.
  let go = (): void => {};
  const later = new Promise<void>((resolve) => { go = resolve; });
  await page.route("**/model/manifest.json", async (route) => { await later; await route.continue(); });
  await open(page, OWN);
  await button(page, "Ask a model").click();
  await address(page).fill("localhost:8080");
  await box(page).getByRole("textbox", { name: "Key, if it asks for one" }).pressSequentially("abc");
  go();
  await expect(button(page, "Load 98 MB")).toBeVisible();
  await expect(address(page)).toHaveValue("localhost:8080");
  await address(page).fill("");
  await button(page, "Send my prompts to this server").click();
  await expect(box(page).getByRole("alert")).toContainText("Type the address of the server");
});

test.describe("what goes wrong is told apart", () => {
  const wrong: [name: string, sentence: RegExp, answer: (asked: Asked) => Answer, headers?: Record<string, string>][] = [
    ["CORS", /does not let this page read.*OLLAMA_ORIGINS=http:\/\/127\.0\.0\.1:\d+\s+vLLM: name it in --allowed-origins/s, ollama(told), {}],
    ["no key", /does not accept the key: Invalid API key/, () => [401, '{"error":{"message":"Invalid API key"}}']],
    ["no such model", /does not have this model.*model 'small:latest' not found/, ({ path }) => (path === "/v1/models" ? list("small:latest", "library") : [404, `{"error":"model 'small:latest' not found"}`])],
    ["no log-probabilities", /without log-probabilities/, ({ path }) => (path === "/v1/models" ? list("m", "lmstudio") : { choices: [{ text: "x", message: { content: "x" }, logprobs: null }] })],
    ["no log-probabilities of an old Ollama", /without log-probabilities/, ({ path }) => (path === "/v1/models" ? list("m", "library") : { response: "x", done: true })],
    ["a chat template", /more before the model than the prompt/, ({ path }) => (path === "/v1/models" ? list("m", "us") : { choices: [{ text: "x", logprobs: null }], usage: { prompt_tokens: 24 } })],
    ["a redirection", /sends questions on to another address/, () => [302, "", { location: "/elsewhere" }]],
    ["a web page", /A web page came back/, () => [200, "<!doctype html><title>Router</title>"]],
    ["an endless body", /does not end/, () => (response) => {
      const more = (): void => { while (response.write("[".repeat(65_536))); response.once("drain", more); };
      more();
    }],
    ["wrong types", /no probabilities that make sense/, ({ path }) => (path === "/v1/models" ? list("m", "llamacpp") : { tokens: "many", completion_probabilities: 7 })],
    ["huge numbers", /no probabilities that make sense/, ({ path }) => (path === "/v1/models" ? list("m", "library") : [200, '{"logprobs":[{"top_logprobs":[{"token":" Positive","logprob":1e308},{"token":" Negative","logprob":-1e999}]}]}'])],
    ["nested without end", /no probabilities that make sense/, ({ path }) => (path === "/v1/models" ? list("m", "library") : [200, "[".repeat(200_000)])],
    ["a refusal", /refuses the question: too long/, ({ path }) => (path === "/v1/models" ? list("m", "llamacpp") : [400, '{"error":{"message":"too long"}}'])],
  ];
  for (const [name, sentence, answer, headers] of wrong) {
    test(name, async ({ page, serve }) => {
      const served = await serve(answer, headers);
      await open(page, OWN);
      await send(page, served.address, "a-key");
      await expect(box(page).getByRole("alert")).toContainText(sentence);
      // The address is still there, to be mended; nothing of the state has changed.
      await expect(address(page)).toHaveValue(served.address);
      expect(numbers(page)).toEqual([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]);
    });
  }

  test("no server, no address, no key that a header can carry", async ({ page, serve }) => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = free.address() as AddressInfo;
    free.close();
    await open(page, OWN);
    const alert = box(page).getByRole("alert");
    await send(page, `http://127.0.0.1:${port}`);
    await expect(alert).toContainText(`Nothing answers at 127.0.0.1:${port}`);
    await send(page, "ftp://127.0.0.1");
    await expect(alert).toContainText("is no address of a server");
    await send(page, (await serve(ollama(told))).address, "密钥");
    await expect(alert).toContainText("letters that a key cannot have");
  });

  test("a server that fails for a while is asked again, one that fails for good is given up", async ({ page, serve }) => {
    const form = ollama(told);
    let failures = 3;
    const served = await serve((asked) => {
      if (asked.path === "/v1/models" || failures === 0) return form(asked);
      failures -= 1;
      return [failures % 2 ? 429 : 503, "{}", { "retry-after": "0" }];
    });
    await open(page, OWN);
    await send(page, served.address);
    await expect(prompt(page, 1)).toContainText("measured by");
    failures = 100_000;
    await page.getByRole("textbox", { name: "Text of context-free prompt 1", exact: true }).fill("good");
    await expect(prompt(page, 1)).toContainText(/also on the fifth attempt/);
    failures = 0;
    await prompt(page, 1).getByRole("button", { name: "ask again" }).click();
    await expect(prompt(page, 1)).toContainText("measured by");
  });

  test("the site’s policy forbids it", async ({ page, serve }) => {
    const served = await serve(ollama(told));
    await page.goto(`${baseURL}#${OWN}`);
    await ready(page);
    await send(page, served.address);
    await expect(box(page).getByRole("alert")).toContainText("Content-Security-Policy, connect-src");
    expect(served.asked).toEqual([]);
  });

  test("a page over https asks a server over http", async ({ page }) => {
    const dist = fileURLToPath(new URL("../../../dist/", import.meta.url));
    await page.route("https://explainer.example/**", (route) => {
      const path = new URL(route.request().url()).pathname.slice(1);
      return route.fulfill({ path: join(dist, path === "" ? "index.html" : path) });
    });
    await page.goto(`https://explainer.example/#${OWN}`);
    await ready(page);
    // An address for documentation (RFC 5737), which no browser lets through.
    await send(page, "http://192.0.2.1:8080");
    await expect(box(page).getByRole("alert")).toContainText("came over https");
  });

  test("the browser keeps pages away from this machine", async ({ playwright, serve }) => {
    const served = await serve(ollama(told));
    const port = new URL(baseURL).port;
    // This page counts as one of the internet. (Without a window the browser asks nobody, and refuses.)
    const browser = await playwright.chromium.launch({ ...launchOptions, args: [...launchOptions.args, `--ip-address-space-overrides=127.0.0.1:${port}=public`] });
    try {
      const context = await browser.newContext({ permissions: [] });
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      for (const name of ["local-network-access", "loopback-network"]) {
        await session.send("Browser.setPermission", { permission: { name }, setting: "denied" }).catch(() => {});
      }
      await page.goto(`${baseURL.replace("some/where", "connecting")}#${OWN}`);
      await ready(page);
      await send(page, served.address);
      await expect(box(page).getByRole("alert")).toContainText("local network access");
      expect(served.asked).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

test("four questions at a time; what was answered stays when the rest fails", async ({ page, serve }) => {
  const form = ollama(told);
  let broken = true;
  const served = await serve(async (asked) => {
    if (broken && String(asked.body?.prompt).includes("minutes")) return [400, '{"error":"too long"}'];
    await new Promise((resolve) => setTimeout(resolve, 20));
    return form(asked);
  });
  await open(page, OWN);
  await send(page, served.address);
  await expect(prompt(page, 1)).toContainText("measured by");
  await load(page, table);
  await expect.poll(() => inputs(page).get("unasked")).toBe("p10");
  expect(served.most).toBe(4);
  await expect(page.getByRole("region", { name: "Check it" })).toContainText(/\d+ of 9/);
  broken = false;
  await button(page, "Ask about all rows").click();
  await expect.poll(() => inputs(page).get("unasked")).toBeNull();
});

test("a list is stopped: nothing more is asked, and nothing that was answered is lost", async ({ page, serve }) => {
  const form = ollama(told);
  const waiting: (() => void)[] = [];
  let held = false;
  const served = await serve(async (asked) => {
    if (held && asked.path === "/api/generate") await new Promise<void>((resolve) => waiting.push(resolve));
    return form(asked);
  });
  await open(page, OWN);
  await send(page, served.address);
  await expect(prompt(page, 1)).toContainText("measured by");
  held = true;
  await load(page, Array.from({ length: 40 }, (_, i) => `Number ${i} of many reviews, each of which says a little more.`));
  await expect.poll(() => waiting.length).toBe(4);
  waiting.splice(0).forEach((go) => go());
  await expect.poll(() => waiting.length).toBe(4);
  await button(page, "Stop asking").click();
  await expect(button(page, "Go on asking")).toBeVisible();
  const before = served.asked.length;
  waiting.splice(0).forEach((go) => go());
  held = false;
  await expect(box(page)).toContainText("4 of 40 rows answered");
  expect(served.asked.length).toBe(before);
  await button(page, "Go on asking").click();
  await expect.poll(() => inputs(page).get("unasked")).toBeNull();
});

test.describe("without a request before its button", () => {
  test.use({ allowedProblems: undefined });

  test("nothing is sent before the button that says what", async ({ page, serve }) => {
    const served = await serve(ollama(told));
    await open(page, OWN);
    await button(page, "Ask a model").click();
    await address(page).fill(served.address);
    await address(page).blur();
    await expect(box(page)).toContainText("Your prompts go to this address, whole");
    await button(page, "Close the model").click();
    expect(served.asked).toEqual([]);
  });
});

test("a key is sent, and is in nothing that stays or leaves", async ({ page, serve }) => {
  const KEY = "sk-never-to-be-seen-4711";
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  const form = ollama(told);
  let refuse = true;
  // A server that repeats the key in its refusal.
  const served = await serve((asked) => (refuse ? [401, JSON.stringify({ error: { message: `Incorrect API key: ${KEY}` } })] : form(asked)));
  await open(page, OWN);
  await send(page, served.address, KEY);
  await expect(box(page).getByRole("alert")).toContainText("Incorrect API key: …");
  refuse = false;
  await button(page, "Send my prompts to this server").click();
  await expect(prompt(page, 1)).toContainText("measured by");
  await answered(page, "small:latest");
  expect(new Set(served.asked.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${KEY}`]));
  await button(page, "Share").click();
  const file = await download(page, () => shareDialog(page).getByRole("button", { name: "calibration.json" }).click());
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const stored = await Promise.all(databases.map(({ name }) => new Promise((resolve) => {
      const opening = indexedDB.open(name!);
      opening.onsuccess = async () => {
        const stores = [...opening.result.objectStoreNames];
        const all = stores.map((store) => new Promise((done) => {
          const got = opening.result.transaction(store).objectStore(store).getAll();
          got.onsuccess = () => done(got.result);
        }));
        resolve(await Promise.all(all));
        opening.result.close();
      };
    })));
    const caches = await Promise.all((await window.caches.keys()).map(async (name) => (await (await window.caches.open(name)).keys()).map(({ url }) => url)));
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, stored, caches, history.state, location.href, document.documentElement.outerHTML]);
  });
  const host = new URL(served.address).host;
  for (const text of [file.text, page.url(), said.join("\n")]) expect(text).not.toContain(KEY);
  for (const text of [file.text, page.url()]) expect(text).not.toContain(host);
  expect(kept).not.toContain(KEY);
  expect(file.text).toContain("small:latest");
  // The address stands on the page, and is kept nowhere.
  await page.reload();
  await ready(page);
  await button(page, "Ask a model").click();
  await expect(address(page)).toHaveValue("");
});

test("an embedded page offers servers where its author wants it", async ({ page, serve }) => {
  const served = await serve(ollama(told));
  await page.goto(`embed.html?${OWN}&view=ask&model=server`);
  await expect(address(page)).toBeVisible();
  await expect(button(page, "Load 98 MB")).toHaveCount(0);
  await send(page, served.address);
  await expect(page.getByText("measured by small:latest").first()).toBeVisible();
});

test("an element offers servers where its page wants it", async ({ page, serve }) => {
  const served = await serve(ollama(told));
  const attributes = `lang="en" labels="Negative,Positive" template="Review: {input}&#10;Sentiment:" cf="N%2FA:0.5,0.5" view="ask" model="server"`;
  await host(page, { body: tag(attributes), policy: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src *" });
  // What a test makes up comes from no address, so the browser takes it for a page of the internet.
  await page.context().grantPermissions(["local-network-access"]);
  const element = await drawn(page);
  await element.getByRole("textbox", { name: "Address of the server" }).fill(served.address);
  await element.getByRole("button", { name: "Send my prompts to this server" }).click();
  await expect(element.getByText("measured by small:latest").first()).toBeVisible();
});
