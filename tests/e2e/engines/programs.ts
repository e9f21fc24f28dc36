// Where a program is that the tests start.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const runs = (path: string) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** What the environment names, or the first of the names on PATH. */
export function program(variable: string, names: string[]): string {
  const own = process.env[variable];
  if (own) return own;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(runs);
  if (!found) throw new Error(`None of ${names.join(", ")} is on PATH, and ${variable} is not set.`);
  return found;
}
