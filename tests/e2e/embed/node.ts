// The npm package as Node.js gets it: packed by npm and unpacked where a project would have it.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const dist = fileURLToPath(new URL("../../../dist/embed/", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
const modules = join(here, "../node_modules");

export const node = process.env.EXPLAINER_NODE ?? process.execPath;

function run(program: string, args: string[], folder: string, input?: string): string {
  const path = [dirname(node), process.env.PATH].join(delimiter);
  // Playwright asks for colours.
  const { FORCE_COLOR, ...env } = process.env;
  try {
    return execFileSync(program, args, {
      cwd: folder,
      input,
      encoding: "utf8",
      env: { ...env, PATH: path, NO_COLOR: "1" },
      stdio: "pipe",
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(" ")} failed:\n${stdout}${stderr}`);
  }
}

/** What `npm pack` would put into the package, sorted. */
export function packedFiles(): string[] {
  const [pack] = JSON.parse(run("npm", ["pack", "--dry-run", "--json"], dist)) as { files: { path: string }[] }[];
  return (pack?.files ?? []).map(({ path }) => path).sort();
}

/** A project with the packed package in its node_modules. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "calibration-explainer-"));

  constructor() {
    const installed = join(this.folder, "node_modules", "calibration-explainer");
    mkdirSync(installed, { recursive: true });
    const packed = run("npm", ["pack", "--silent", "--pack-destination", this.folder], dist).trim();
    run("tar", ["-xzf", packed, "--strip-components=1", "-C", installed], this.folder);
    writeFileSync(join(this.folder, "package.json"), '{ "type": "module" }');
  }

  /** Runs a module and gives what it writes. */
  run(program: string): string {
    return run(node, ["--input-type=module"], this.folder, program);
  }

  /** Compiles the consumer against the package's types, strictly, with nothing skipped, then runs it. */
  runConsumer(lib: string): string {
    cpSync(join(here, "consumer.ts"), join(this.folder, "consumer.ts"));
    // The types of Node.js, which the consumer itself needs.
    symlinkSync(join(modules, "@types"), join(this.folder, "node_modules", "@types"));
    const options = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];
    const target = ["--target", "es2022", "--module", "nodenext", "--types", "node", "--lib", lib];
    run(node, [join(modules, "typescript/bin/tsc"), ...options, ...target, "consumer.ts"], this.folder);
    return run(node, ["consumer.js"], this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
