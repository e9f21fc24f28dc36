// What both configurations (tests and speed) share: which browser, with which flags, against which server.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The browser that is installed: `CHROME`, or the first on PATH. Undefined leaves it to Playwright's own download. */
export function chromium(): string | undefined {
  if (process.env.CHROME) return process.env.CHROME;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ON_MACOS].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Quiet: nothing of the browser's own goes to the network. `--no-sandbox` because Chromium refuses to run as root. */
export const launchOptions = {
  executablePath: chromium(),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** `cargo xtask` sets a free port; the fixed one is for `npx playwright test` by hand. */
const port = process.env.E2E_PORT ?? "41730";

export const baseURL = `http://127.0.0.1:${port}/some/where/`;

export const webServer = {
  // Of dist/, or of another build.
  command: `"${process.execPath}" server.mjs ${port} "${process.env.E2E_DIST ?? "../../dist"}" "${process.env.EMPTY_YEW ?? "../../target/empty-yew/dist"}" "${process.env.CANDLE ?? "../../target/candle/page"}"`,
  url: baseURL,
  reuseExistingServer: false,
  timeout: 20_000,
};
