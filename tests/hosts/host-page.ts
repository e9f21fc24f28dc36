// What is measured of the page around: its styles, its names, and how much it moves by itself.
import type { Page } from "../e2e/fixtures";

/** The page as it would be without us: the script that registers the element does nothing. */
export async function without(page: Page): Promise<void> {
  await page.route("**/embed/auto.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
}

export async function withUs(page: Page): Promise<void> {
  await page.unroute("**/embed/auto.js");
}

export interface Looks {
  /** The computed styles of every element outside of ours, by its place in the page. */
  styles: Record<string, Record<string, string>>;
  globals: string[];
}

/** Leaves out what follows from how high our element is: heights, and what is given in shares of them. */
export const looks = (page: Page): Promise<Looks> =>
  page.evaluate(() => {
    const OF_HEIGHT = /^(height|block-size|inset-block-.*|top|bottom|perspective-origin|transform-origin)$/;
    const styles: Record<string, Record<string, string>> = {};
    const all = [document.documentElement, ...document.body.querySelectorAll("*"), document.body];
    all.forEach((node, place) => {
      if (node.closest("calibration-explainer")) return;
      const own: Record<string, string> = {};
      const computed = getComputedStyle(node);
      for (const name of computed) if (!OF_HEIGHT.test(name)) own[name] = computed.getPropertyValue(name);
      styles[`${String(place)} ${node.tagName.toLowerCase()}`] = own;
    });
    return { styles, globals: Object.keys(window) };
  });

/** What differs, in lines that can be read. */
export function differences(before: Looks, after: Looks): string[] {
  const lines = Object.entries(before.styles).flatMap(([node, style]) => {
    const now = after.styles[node];
    if (!now) return [`${node} is gone`];
    return Object.entries(style).flatMap(([name, value]) => (now[name] === value ? [] : [`${node}: ${name} was ${value}, is ${now[name]}`]));
  });
  const more = Object.keys(after.styles).filter((node) => !(node in before.styles)).map((node) => `${node} is new`);
  const globals = after.globals.filter((name) => !before.globals.includes(name)).map((name) => `window.${name} is new`);
  return [...lines, ...more, ...globals];
}

declare global {
  interface Window {
    shifts: string[];
    shifted: number;
  }
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

/** Begins to add up how much the page moves without being asked to; to be called before it is opened. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifted = 0;
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as LayoutShift[]) {
        if (entry.hadRecentInput) continue;
        window.shifted += entry.value;
        for (const { node, previousRect, currentRect } of entry.sources) {
          const name = node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : (node?.nodeName ?? "?");
          window.shifts.push(`${name} from ${previousRect.y} (${previousRect.height} high) to ${currentRect.y} (${currentRect.height})`);
        }
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** The sum so far, and what moved. */
export const shifts = (page: Page): Promise<{ shifted: number; shifts: string[] }> =>
  page.evaluate(async () => {
    // What the last frames did is told with the next ones.
    for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return { shifted: window.shifted, shifts: window.shifts };
  });
