import { defineConfig } from "@playwright/test";
import { baseURL, launchOptions, webServer } from "./browser";

export default defineConfig({
  testDir: "specs",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  workers: 2,
  // A test that only passes at the second try is a failing test.
  retries: 0,
  // See `among` in fixtures.ts.
  ...(process.env.TEST_ALL === "1" ? {} : { grepInvert: /@long/ }),
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  outputDir: "test-results/files",
  use: { baseURL, launchOptions, trace: "off", screenshot: "only-on-failure", locale: "en-GB", colorScheme: "light" },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
  webServer,
});
