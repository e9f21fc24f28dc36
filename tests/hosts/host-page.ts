// What is measured of the page around: its styles, its names, and how much it moves by itself.
import type { Page } from "../e2e/fixtures";

/** The page as it would be without us: the script that registers the element does nothing. */
export async function without(page: Page): Promise<void> {
  await page.route("**/embed/auto.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
}

export interface Looks {
  /** The computed styles of every element outside of ours, by its place in the page. */
  styles: Record<string, Record<string, string>>;
  globals: string[];
}

/** Values as computed, before the layout makes pixels of them: how high ours is changes hardly any. */
export const looks = (page: Page): Promise<Looks> =>
  page.evaluate(() => {
    const styles: Record<string, Record<string, string>> = {};
    // Colours that fade have arrived.
    for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
    const all = [document.documentElement, document.body, ...document.body.querySelectorAll("*")];
    all.forEach((node, place) => {
      if (node.closest("calibration-explainer")) return;
      const own: Record<string, string> = {};
      for (const [name, values] of node.computedStyleMap()) {
        // A page's own variables are seen in what they are used for. Material's script sets heights that follow that of the page.
        if (!name.startsWith("--") && name !== "height" && name !== "block-size") own[name] = [...values].join(" ");
      }
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

/** One moment in which the page moved without being asked to. */
export interface Shift {
  value: number;
  moves: string[];
}

declare global {
  interface Window {
    shifts: Shift[];
  }
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

/** Begins to note how much the page moves; to be called before it is opened. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
        if (hadRecentInput) continue;
        // An explainer moves what is in it and what follows it; a node of ours has no name here, since it is in a shadow tree.
        // What is ahead of it is moved by the site (its fonts come, say), which carries all that follows along.
        const first = document.querySelector("calibration-explainer, iframe");
        const follows = (node: Node) => first && first.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
        const distance = ({ previousRect, currentRect }: LayoutShift["sources"][number]) => Math.round((currentRect.y - previousRect.y) * 64);
        const isAhead = ({ node }: LayoutShift["sources"][number]) => node !== null && !follows(node);
        const carried = new Set(sources.filter(isAhead).map(distance));
        if (sources.length > 0 && sources.every((source) => isAhead(source) || carried.has(distance(source)))) continue;
        const moves = sources.map(({ node, previousRect, currentRect }) => {
          const name = node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : (node?.nodeName ?? "something inside ours");
          return `${name} from ${previousRect.y} (${previousRect.height} high) to ${currentRect.y} (${currentRect.height})`;
        });
        window.shifts.push({ value, moves });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** What has moved so far. */
export const shifts = (page: Page): Promise<Shift[]> =>
  page.evaluate(async () => {
    // What the last frames did is told with the next ones.
    for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return window.shifts;
  });

/** The shifts that the page does not have without us. */
export function ofOurs(found: Shift[], without: Shift[]): { shifted: number; moves: string[] } {
  const own = new Set(without.flatMap(({ moves }) => moves));
  const ours = found.filter(({ moves }) => moves.some((move) => !own.has(move)));
  return { shifted: ours.reduce((sum, { value }) => sum + value, 0), moves: ours.flatMap(({ moves }) => moves) };
}
