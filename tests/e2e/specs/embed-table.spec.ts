// The reader of tables in the npm package in dist/embed/, as Node.js gets it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import type { Calibration } from "calibration-explainer";
import type { Table } from "calibration-explainer/table";
import { dist, Project } from "../embed/node";

const folder = fileURLToPath(new URL("../../table/", import.meta.url));

interface Case {
  file: string;
  pageLabels: string[];
  labels: string[];
  inputs: { p: number[]; text?: string; label?: number }[];
  scale?: string;
  skipped?: number;
}

const cases: Case[] = JSON.parse(readFileSync(`${folder}cases.json`, "utf8"));

/** What came of one program: its value, or what it threw. */
interface Answer<T> {
  value?: T;
  thrown?: { isError: boolean; code: string; path: string; line?: number; message: string; skipped: unknown[] };
}

// Without a page: no browser is started.
const test = base.extend<{ project: Project; ask: <T>(programs: string[]) => Answer<T>[] }>({
  project: async ({}, use) => {
    const project = new Project();
    await use(project);
    project.remove();
  },
  ask: ({ project }, use) =>
    use((programs) =>
      JSON.parse(
        project.run(`
          import { readFileSync } from "node:fs";
          import { calibrate, load } from "calibration-explainer";
          import { load as loadReader, readTable } from "calibration-explainer/table";
          await Promise.all([load(), loadReader()]);
          const file = (name) => readFileSync(${JSON.stringify(`${folder}cases/`)} + name);
          const answer = (run) => {
            try {
              return { value: run() };
            } catch (error) {
              const { code, path, line, message, skipped } = error;
              return { thrown: { isError: error instanceof Error, code, path, line, message, skipped } };
            }
          };
          console.log(JSON.stringify([${programs.map((program) => `() => ${program}`).join(",\n")}].map(answer)));`),
      ),
    ),
});

/** Whether a number is the expected one, up to 1e-9 of it (of one where none is expected). */
const near = (found: number | undefined, expected: number) => Math.abs((found ?? NaN) - expected) <= 1e-9 * (Math.abs(expected) || 1);

const nearAll = (found: number[] | undefined, expected: number[]) => found?.length === expected.length && expected.every((p, i) => near(found[i], p));

test("reads every case as it must be read, and calibrate takes it", ({ ask }) => {
  expect(cases).toHaveLength(22);
  const answers = ask<{ table: Table; calibration: Calibration }>(
    cases.map(
      ({ file, pageLabels }) => `(() => {
        const table = readTable(file(${JSON.stringify(file)}), { labels: ${JSON.stringify(pageLabels)} });
        const { labels, contextFree, inputs } = table;
        // None of the cases has a context-free row.
        const even = { probabilities: labels.map(() => 1) };
        const calibration = calibrate({ labels, contextFree: [...contextFree, even], inputs, method: "none", readout: "scores" });
        return { table, calibration };
      })()`,
    ),
  );
  cases.forEach((expected, i) => {
    const { file } = expected;
    expect(answers[i]?.thrown, file).toBeUndefined();
    const { table, calibration } = answers[i]?.value ?? {};
    expect(table?.labels, file).toEqual(expected.labels);
    expect(table?.contextFree, file).toEqual([]);
    expect(table?.skipped.length, file).toBe(expected.skipped ?? 0);
    if (expected.scale) expect([table?.scale, table?.mapping.scale], file).toEqual([expected.scale, expected.scale]);
    expect(table?.inputs.map(({ text, label }) => ({ text, label })), file).toEqual(expected.inputs.map(({ text, label }) => ({ text, label })));
    expected.inputs.forEach(({ p }, row) => {
      expect(nearAll(table?.inputs[row]?.probabilities, p), `${file}, row ${row}: ${table?.inputs[row]?.probabilities} is not ${p}`).toBe(true);
      expect(nearAll(calibration?.inputs[row]?.after, p), `${file}, row ${row}, calibrated`).toBe(true);
    });
    expect(calibration?.accuracy?.counted, file).toBe(expected.inputs.filter(({ label }) => label !== undefined).length || undefined);
  });
});

test("reads bytes of every kind and text alike, and its own mapping", ({ ask }) => {
  const name = JSON.stringify("04-percent-decimal-comma.csv");
  const labels = `{ labels: ["Positive", "Negative"] }`;
  const [text, ...rest] = ask<Table>([
    `readTable(file(${name}).toString(), ${labels})`,
    `readTable(file(${name}), ${labels})`,
    `readTable(new Uint8Array(file(${name})).buffer, ${labels})`,
    `readTable(new DataView(new Uint8Array([0, 0, ...file(${name}), 0]).buffer, 2, file(${name}).length), ${labels})`,
    `readTable(file(${name}), { ...${labels}, mapping: readTable(file(${name}), ${labels}).mapping })`,
    `readTable(file(${name}), { mapping: readTable(file(${name}), ${labels}).mapping })`,
    // Without labels: the table's own, which are the same.
    `readTable(file(${name}))`,
  ]);
  expect(text?.thrown).toBeUndefined();
  expect(text?.value?.mapping).not.toHaveProperty("encoding");
  expect(rest).toHaveLength(6);
  for (const { value } of rest) {
    expect(value?.mapping.encoding).toBe("utf-8");
    const { encoding, ...mapping } = value?.mapping ?? {};
    expect({ ...value, mapping }).toEqual(text?.value);
  }
});

test("gives plain objects and arrays", ({ ask }) => {
  const [answer] = ask<string[]>([
    `(() => {
      const foreign = (value, path) => {
        if (typeof value !== "object") return [];
        const prototype = Array.isArray(value) ? Array.prototype : Object.prototype;
        if (value === null || Object.getPrototypeOf(value) !== prototype) return [path];
        return Object.entries(value).flatMap(([key, member]) => foreign(member, path + "/" + key));
      };
      const table = readTable("text,cf,A,B,gold\\nN/A,yes,0.6,0.4,\\nFine,,0.8,0.2,A\\nSo,,x,1,\\n");
      const members = [table.contextFree.length, table.inputs.length, table.skipped.length, table.mapping.columns.length].join();
      return [...foreign(table, ""), members];
    })()`,
  ]);
  expect(answer).toEqual({ value: ["1,1,1,5"] });
});

test("says of what cannot be read which it is and where", ({ ask }) => {
  const mistakes: [program: string, code: string, where: { path?: string; line?: number }][] = [
    [`readTable("")`, "empty", {}],
    [`readTable("0.9,0.1")`, "no-labels", {}],
    [`readTable("text,label\\nFine,A")`, "only-texts", {}],
    [`readTable('{"p": [1,\\n }')`, "not-json", { line: 2 }],
    [`readTable("A,B\\n\\nx,1", { labels: ["A", "B"] })`, "nothing-readable", { line: 3 }],
    [`readTable(file("14-own-labels.csv"), { label: ["A", "B"] })`, "unknown-key", { path: "label" }],
    [`readTable("A,B\\n1,1", { labels: ["A"] })`, "wrong-count", { path: "labels" }],
    [`readTable("A,B\\n1,1", { mapping: { scale: "log" } })`, "unknown-choice", { path: "mapping.scale" }],
    [`readTable("A,B\\n1,1", { mapping: { columns: [{ name: "C", role: "text" }] } })`, "no-such-column", { path: "mapping.columns[0].name" }],
    [`readTable("A,B\\n1,1", new Map())`, "wrong-type", { path: "" }],
    [`readTable()`, "wrong-type", { path: "source" }],
    [`readTable([1, 2])`, "wrong-type", { path: "source" }],
    [`readTable({ length: 3 })`, "wrong-type", { path: "source" }],
  ];
  const answers = ask(mistakes.map(([program]) => program));
  mistakes.forEach(([program, code, { path = "", line }], i) => {
    const { thrown } = answers[i] ?? {};
    expect({ ...thrown, line: thrown?.line }, program).toEqual({ isError: true, code, path, line, message: expect.any(String), skipped: expect.any(Array) });
    expect(thrown?.message, program).toMatch(path === "" ? /^\S.* / : new RegExp(`^${path.replace(/[[\].]/g, "\\$&")}: `));
    expect(thrown?.skipped, program).toEqual(code === "nothing-readable" ? [{ line: 3, code: "not-a-number", message: '"x" is not a number' }] : []);
  });
});

test("needs load, and finds its WebAssembly or takes it from elsewhere", ({ project }) => {
  const run = (source: string) =>
    project.run(`
      import { readFileSync } from "node:fs";
      import { load, readTable } from "calibration-explainer/table";
      const file = import.meta.resolve("calibration-explainer/table.wasm");
      const early = (() => { try { readTable("A,B\\n1,1"); } catch ({ code }) { return code; } })();
      const failed = await load({ wasm: new URL("./nowhere.wasm", file) }).catch(({ code }) => code);
      await load({ wasm: ${source} });
      console.log(early, failed, readTable("A,B\\n1,3").inputs[0].probabilities.join());`);
  for (const source of ["undefined", "file", "readFileSync(new URL(file))"]) expect(run(source), source).toBe("not-loaded load-failed 0.25,0.75\n");
});

test("runs what the documentation shows", ({ project }) => {
  const blocks = (path: string) => [...readFileSync(path, "utf8").matchAll(/```js\n(.*?)\n```/gs)].map(([, code]) => code ?? "");
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  for (const path of [`${root}docs/embedding.md`, `${dist}README.md`]) {
    const code = blocks(path).filter((code) => code.includes("readTable("));
    expect(code, path).toHaveLength(1);
    expect(project.run(code[0] ?? ""), path).toBe(
      "[ 'Positive', 'Negative' ] probabilities\n{ line: 4, code: 'not-a-number', message: '\"many\" is not a number' }\n{ before: 0.5, after: 1, counted: 2 }\n",
    );
  }
});
