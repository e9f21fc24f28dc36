// Firefox by WebDriver BiDi, through puppeteer-core.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type ElementHandle, type KeyInput } from "puppeteer-core";
import { type Engine, VIEW } from "./page";
import { program } from "./programs";

export async function firefox(): Promise<Engine> {
  const downloads = mkdtempSync(join(tmpdir(), "engines-firefox-"));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: program("FIREFOX", ["firefox-esr", "firefox"]),
    headless: true,
    defaultViewport: VIEW,
    extraPrefsFirefox: {
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
      "browser.download.useDownloadDir": true,
      "browser.download.always_ask_before_handling_new_types": false,
      "ui.systemUsesDarkTheme": 0,
    },
  });
  return {
    version: await browser.version(),
    downloads,
    async tab() {
      // A container of its own: nothing is remembered from the tab before.
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      const problems: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") problems.push(`console: ${message.text()}`);
      });
      page.on("pageerror", (error) => problems.push(`thrown: ${error instanceof Error ? error.message : String(error)}`));
      page.on("response", (response) => {
        if (response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`);
      });
      await page.evaluateOnNewDocument(() => {
        addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.error(`policy: ${violatedDirective} ${blockedURI}`));
      });
      return {
        goto: async (url) => void (await page.goto(url)),
        back: async () => void (await page.goBack()),
        forward: async () => void (await page.goForward()),
        run: (expression) => page.evaluate(expression) as Promise<string>,
        move: (x, y) => page.mouse.move(x, y),
        down: () => page.mouse.down(),
        up: () => page.mouse.up(),
        keyDown: (key) => page.keyboard.down(key as KeyInput),
        keyUp: (key) => page.keyboard.up(key as KeyInput),
        type: (text) => page.keyboard.type(text),
        choose: async (expression, path) => {
          const field = await page.evaluateHandle(expression);
          await (field as ElementHandle<HTMLInputElement>).uploadFile(path);
        },
        problems: () => problems,
        close: () => context.close(),
      };
    },
    async quit() {
      await browser.close();
      rmSync(downloads, { recursive: true, force: true });
    },
  };
}
