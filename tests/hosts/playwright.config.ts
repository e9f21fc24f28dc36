// The explainer inside the documentation of somebody else: `cargo xtask test --only hosts` builds the sites, then runs this
// with the Playwright of tests/e2e. By hand, once they are built:
//   tests/e2e/node_modules/.bin/playwright test --config tests/hosts/playwright.config.ts
import { fileURLToPath } from "node:url";
import { launchOptions } from "../e2e/browser";
import type { PlaywrightTestConfig } from "../e2e/fixtures";

const port = process.env.E2E_PORT ?? "41731";
const sites = process.env.HOSTS_SITES ?? fileURLToPath(new URL("../../target/hosts/sites", import.meta.url));
const baseURL = `http://127.0.0.1:${port}/`;

export default {
  testDir: ".",
  testMatch: "*.spec.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // See `among` in tests/e2e/fixtures.ts.
  ...(process.env.TEST_ALL === "1" ? {} : { grepInvert: /@long/ }),
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: { baseURL, launchOptions, trace: "off", screenshot: "only-on-failure", locale: "en-GB", colorScheme: "light" },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
  webServer: {
    command: `"${process.execPath}" server.mjs ${port} "${sites}"`,
    url: baseURL,
    reuseExistingServer: false,
    timeout: 20_000,
  },
} satisfies PlaywrightTestConfig;
