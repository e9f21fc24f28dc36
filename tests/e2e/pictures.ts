// Pictures of the page: those that README.md and docs/ show lie in docs/screenshots/, all others among the tests' results.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const texts = ["README.md", ...readdirSync(`${root}docs`).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];

/** Names of the pictures that are shown to somebody, such as `lesson/6-en-1280.png`. */
export const shown = new Set(texts.flatMap((text) => [...readFileSync(root + text, "utf8").matchAll(/screenshots\/([\w/-]+\.png)/g)].map(([, name]) => name!)));

/** Where a picture is written. On a machine that only tests, the checked-in ones stay as they are. */
export const place = (name: string): string =>
  `${root}${shown.has(name) && process.env.CI === undefined ? "docs/screenshots" : "tests/e2e/test-results/pictures"}/${name}`;

/** Names that are shown, but not there. */
export const missing = (): string[] => [...shown].filter((name) => !existsSync(`${root}docs/screenshots/${name}`));

/** Names that are there, but not shown. */
export const unused = (): string[] =>
  readdirSync(`${root}docs/screenshots`, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".png") && !shown.has(name.replaceAll("\\", "/")));
