// The same specs in Debian's Firefox and in WebKitGTK: `npx playwright test --config engines.config.ts`. docs/engines.md has the table.
import { defineConfig } from "@playwright/test";
import { baseURL, webServer } from "./browser";

export default defineConfig({
  testDir: "engines",
  testMatch: "**/*.spec.ts",
  workers: 1,
  // A test that only passes at the second try is a failing test.
  retries: 0,
  // See `among` in fixtures.ts.
  ...(process.env.TEST_ALL === "1" ? {} : { grepInvert: /@long/ }),
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  outputDir: "test-results/engines",
  use: { baseURL },
  projects: [{ name: "firefox" }, { name: "webkit" }],
  webServer,
});
