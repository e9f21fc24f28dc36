// The `test` of these specs: one browser for all of them, a page that remembers nothing for each. It fails if the page logs an error,
// throws or misses a file.
import { test as base, expect } from "@playwright/test";
import { firefox } from "./firefox";
import { type Engine, Page } from "./page";
import { webkit } from "./webkit";

const ENGINES: Record<string, () => Promise<Engine>> = { firefox, webkit };

export const test = base.extend<{ tab: Page }, { engine: Engine }>({
  engine: [
    async ({}, use, info) => {
      const engine = await ENGINES[info.project.name]!();
      await use(engine);
      await engine.quit();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  tab: async ({ engine, baseURL }, use) => {
    const tab = await engine.tab();
    await use(new Page(tab, baseURL!, engine.downloads));
    await tab.close();
    // Firefox asks for a picture of the site that no page here names.
    const problems = tab.problems().filter((problem) => !problem.includes("/favicon.ico"));
    expect(problems, "problems in the page").toEqual([]);
  },
});

export { expect };
export type { Page, Place } from "./page";
