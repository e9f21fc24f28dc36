// What the first views call: `cargo xtask profile`.
import { defineConfig } from "@playwright/test";
import { baseURL, launchOptions, webServer } from "./browser";

export default defineConfig({
  testDir: "profile",
  testMatch: "**/*.profile.ts",
  workers: 1,
  retries: 0,
  timeout: 120_000,
  reporter: [["list"]],
  outputDir: "test-results/profile",
  use: { baseURL, launchOptions, trace: "off", locale: "en-GB", colorScheme: "light" },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
  webServer,
});
