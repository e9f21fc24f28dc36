// The JavaScript interface: the npm package in dist/embed/, in Node.js and in the browser.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import type { Page } from "@playwright/test";
import type { Calibration } from "calibration-explainer";
import { differences, GOOD, MISTAKES, program, specOf, vectors, type Answer } from "../embed/cases";
import { dist, packedFiles, Project } from "../embed/node";
import { expect, test } from "../fixtures";

/** An empty page of the test server's origin, which runs scripts under the same policy as the real one. */
async function empty(page: Page, policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"): Promise<void> {
  await page.route("**/empty.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      // Without an icon the browser would ask the server for one.
      headers: { "content-security-policy": `${policy}; img-src data:` },
      body: `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Empty</title></html>`,
    }),
  );
  await page.goto("./empty.html");
}

const address = (baseURL: string | undefined, path = "embed/index.js") => new URL(path, baseURL).href;

interface Asking {
  /** Lets the package answer specs, which are written in JavaScript. */
  ask: (specs: string[]) => Promise<Answer[]>;
}

const inNode = test.extend<Asking & { project: Project }>({
  // Without a page: no browser is started.
  project: async ({}, use) => {
    const project = new Project();
    await use(project);
    project.remove();
  },
  ask: ({ project }, use) =>
    use(async (specs) => JSON.parse(project.run(`console.log(await ${program("calibration-explainer", specs)})`))),
});

const inChromium = test.extend<Asking>({
  ask: async ({ page, baseURL }, use) => {
    await empty(page);
    await use(async (specs) => JSON.parse(await page.evaluate<string>(program(address(baseURL), specs))));
  },
});

for (const [place, test] of [
  ["Node.js", inNode],
  ["Chromium", inChromium],
] as const) {
  test.describe(place, () => {
    test("gives the expected values of every case", async ({ ask }) => {
      const all = await ask(vectors.map((vector) => JSON.stringify(specOf(vector))));
      expect(all).toHaveLength(60);
      vectors.forEach((vector, i) => {
        expect(differences(all[i]?.result as Calibration, vector), vector.name).toEqual([]);
      });
    });

    test("says of every mistake which it is and where", async ({ ask }) => {
      const cases = Object.entries(MISTAKES).flatMap(([code, list]) => list.map(([spec, path]) => ({ code, spec, path })));
      const all = await ask(cases.map(({ spec }) => spec));
      cases.forEach(({ code, spec, path }, i) => {
        expect(all[i]?.thrown, spec).toEqual({ isError: true, code, path, message: expect.any(String) });
        // A message names the place and then says something.
        expect(all[i]?.thrown?.message.startsWith(path === "" ? "this " : `${path}: `), spec).toBe(true);
      });
    });

    test("takes plain data of every kind, gives plain objects and arrays, and changes nothing", async ({ ask }) => {
      const specs = [
        GOOD,
        `Object.freeze({ ...${GOOD}, inputs: undefined })`,
        `new Proxy(${GOOD}, {})`,
        `Object.assign(Object.create(null), ${GOOD})`,
        `Object.defineProperty(${GOOD}, "__ob__", { value: {}, enumerable: false })`,
        `{ ...${GOOD}, contextFree: [{ probabilities: new Float64Array([0.9, 0.1]) }, { probabilities: new Float64Array([6, 4]) }] }`,
        `{ ...${GOOD}, labels: ["积极", "\\ud800"], inputs: Array(500).fill({ probabilities: new Float32Array([3, 1]), label: 0 }) }`,
      ];
      const all = await ask(specs);
      all.forEach(({ thrown, foreign, untouched }, i) => {
        expect(thrown, specs[i]).toBeUndefined();
        expect(foreign, specs[i]).toEqual([]);
        expect(untouched, specs[i]).toBe(true);
      });
      const results = all.map(({ result }) => result as Calibration);
      for (const i of [2, 3, 4]) expect(results[i]).toEqual(results[0]);
      expect(results[5]?.w).toEqual(results[0]?.w);
      expect(results[0]?.accuracy).toEqual({ before: 0, after: 1, counted: 1 });
      expect(results[1]?.inputs).toEqual([]);
      expect(results[6]?.accuracy).toEqual({ before: 1, after: 0, counted: 500 });
    });

    test("survives a spec that throws, however often", async ({ ask }) => {
      const hostile = `(() => {
        const throws = () => { throw new Error("no"); };
        const specs = [
          new Proxy({}, { ownKeys: throws }),
          new Proxy({}, { get: throws }),
          { labels: new Proxy([], { get: throws }) },
          { get labels() { throws(); } },
        ];
        for (let i = 0; i < 20000; i++) try { calibrate(specs[i % specs.length]); } catch {}
        return ${GOOD};
      })()`;
      const [after, alone] = await ask([hostile, GOOD]);
      expect(after?.result).toBeDefined();
      expect(after?.result).toEqual(alone?.result);
    });
  });
}

test.describe("the package", () => {
  inNode("holds what it needs and nothing else", ({}) => {
    expect(packedFiles()).toEqual([
      "LICENSE-APACHE",
      "LICENSE-MIT",
      "README.md",
      "auto.d.ts",
      "auto.js",
      "calibrate.js",
      "calibrate.wasm",
      "contents.js",
      "custom-elements.json",
      "element.js",
      "explainer.js",
      "explainer.wasm",
      "index.d.ts",
      "index.js",
      "load.js",
      "package.json",
      "reader.js",
      "reserve.css",
      "reserve.js",
      "styles.js",
      "table.d.ts",
      "table.js",
      "table.wasm",
      "wasm.js",
      "words-en.js",
      "words-zh.js",
    ]);
  });

  inNode("says nothing about the machine that it was built on", ({}) => {
    for (const file of packedFiles()) {
      const bytes = readFileSync(dist + file);
      for (const folder of [homedir(), process.cwd()]) expect(bytes.includes(folder), `${folder} in ${file}`).toBe(false);
    }
  });

  for (const lib of ["es2022,dom", "es2022"]) {
    inNode(`is what its types say, for a program compiled with the library ${lib}`, ({ project }) => {
      expect(project.runConsumer(lib)).toContain("all is as the types say");
    });
  }

  inNode("runs what its README shows", ({ project }) => {
    const [code] = /(?<=```js\n)[^`]+/.exec(readFileSync(`${dist}README.md`, "utf8")) ?? [];
    expect(project.run(code ?? "")).toBe(
      "[ [ 1.1111111111111112, 0 ], [ 0, 10 ] ]\n[ 0.2476638011390716, 0.7523361988609284 ]\n{ before: 0, after: 1, counted: 1 }\n",
    );
  });

  inNode("finds its WebAssembly by itself or takes it from elsewhere, in Node.js", ({ project }) => {
    const sources = [
      "undefined",
      "import.meta.resolve('calibration-explainer/calibrate.wasm')",
      "new URL(file)",
      "bytes",
      "bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)",
      "Promise.resolve(new WebAssembly.Module(bytes))",
      "new Response(bytes)",
    ];
    for (const source of sources) {
      const program = `
        import { readFileSync } from "node:fs";
        import { calibrate, load } from "calibration-explainer";
        const file = import.meta.resolve("calibration-explainer/calibrate.wasm");
        const bytes = readFileSync(new URL(file));
        await load({ wasm: ${source} });
        console.log(calibrate(${GOOD}).b.length);`;
      expect(project.run(program), source).toBe("2\n");
    }
  });
});

/** Imports the package into a page and runs `body`, which may use `calibrate`, `load`, and `error` for what is thrown. */
const inPage = (page: Page, baseURL: string | undefined, body: string, path?: string): Promise<unknown> =>
  page.evaluate(`(async () => {
    const { calibrate, load } = await import(${JSON.stringify(address(baseURL, path))});
    const error = async (run) => { try { await run(); } catch ({ code, path }) { return { code, path }; } };
    ${body}
  })()`);

test.describe("loading in the browser", () => {
  test.beforeEach(async ({ page }) => empty(page));

  test("happens when it is asked for, and once", async ({ page, baseURL }) => {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname.replace(/.*\//, "")));
    const globals = "JSON.stringify(Object.getOwnPropertyNames(globalThis))";
    const before = await page.evaluate(globals);
    const early = await inPage(page, baseURL, `return error(() => calibrate(${GOOD}));`);
    expect(early).toEqual({ code: "not-loaded", path: "" });
    const scripts = ["calibrate.js", "contents.js", "element.js", "index.js", "load.js", "reserve.js", "wasm.js"];
    expect(requests.sort()).toEqual(scripts);
    expect(await page.evaluate(globals)).toBe(before);
    await inPage(page, baseURL, "await Promise.all([load(), load({}), load()]); await load({ wasm: '/nowhere.wasm' });");
    expect(requests.sort()).toEqual([...scripts, "calibrate.wasm"].sort());
    expect(await inPage(page, baseURL, `return calibrate(${GOOD}).accuracy.after;`)).toBe(1);
  });

  for (const source of [
    "file",
    "new URL(file)",
    "fetch(file)",
    "await fetch(file)",
    "(await fetch(file)).blob()",
    "bytes",
    "new Uint8Array(bytes)",
    "WebAssembly.compile(bytes)",
    "await WebAssembly.compile(bytes)",
  ]) {
    test(`takes the WebAssembly from elsewhere: ${source}`, async ({ page, baseURL }) => {
      const body = `
        const file = ${JSON.stringify(address(baseURL, "embed/calibrate.wasm"))};
        const bytes = await (await fetch(file)).arrayBuffer();
        await load({ wasm: ${source} });
        return calibrate(${GOOD}).b;`;
      expect(await inPage(page, baseURL, body)).toEqual([0, 0]);
    });
  }

  test("a server that sends WebAssembly as plain text does no harm", async ({ page, baseURL }) => {
    const path = "/faults/bad-mime/embed/index.js";
    expect(await inPage(page, baseURL, `await load(); return calibrate(${GOOD}).b;`, path)).toEqual([0, 0]);
  });

  for (const fault of ["no-wasm", "truncated"]) {
    test.describe(`after the server's fault ${fault}`, () => {
      test.use({ allowedProblems: /404/ });
      test("says so, and another try can do better", async ({ page, baseURL }) => {
        const body = `
          const first = await error(() => load());
          const second = await error(() => load());
          const early = await error(() => calibrate(${GOOD}));
          await load({ wasm: ${JSON.stringify(address(baseURL, "embed/calibrate.wasm"))} });
          return [first, second, early, calibrate(${GOOD}).b];`;
        expect(await inPage(page, baseURL, body, `/faults/${fault}/embed/index.js`)).toEqual([
          { code: "load-failed", path: "" },
          { code: "load-failed", path: "" },
          { code: "not-loaded", path: "" },
          [0, 0],
        ]);
      });
    });
  }
});

test.describe("a page that forbids WebAssembly", () => {
  test.use({ allowedProblems: /Content Security Policy/ });
  test("gets an error and no more", async ({ page, baseURL }) => {
    await empty(page, "default-src 'self'");
    const found = await inPage(page, baseURL, "return error(() => load());");
    expect(found).toEqual({ code: "load-failed", path: "" });
  });
});

test("the example of the repository's README runs as it stands", async ({ page }) => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const [code] = /<script type="module">[^`]+<\/script>/.exec(readme) ?? [];
  await page.route("**/example.html", (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><link rel="icon" href="data:,"><p></p>${code}` }),
  );
  const said = page.waitForEvent("console");
  await page.goto("./example.html");
  expect((await said).text()).toBe("[0.2476638011390716, 0.7523361988609284]");
});
