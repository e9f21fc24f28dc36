// Speed in the browser: `cargo xtask bench`. One at a time, since two would measure each other.
import { defineConfig } from "@playwright/test";
import { baseURL, launchOptions, webServer } from "./browser";

export default defineConfig({
  testDir: "bench",
  testMatch: "**/*.bench.ts",
  workers: 1,
  retries: 0,
  timeout: 300_000,
  reporter: [["list"]],
  outputDir: "test-results/bench",
  use: { baseURL, launchOptions, trace: "off", locale: "en-GB", colorScheme: "light" },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
  webServer,
});
