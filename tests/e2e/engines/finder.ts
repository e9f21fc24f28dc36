// Runs in the page: finds what a reader finds, by role and accessible name, also in open shadow roots and in frames of the same origin.
import { computeAccessibleName, getRole } from "dom-accessibility-api";

export interface Step {
  role: string;
  name?: string | { source: string; flags: string };
  /** Which of those that are found. */
  at?: number;
}

const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

function* below(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll("*")) {
    yield element;
    const inner = element.shadowRoot ?? (element instanceof HTMLIFrameElement ? element.contentDocument : null);
    if (inner) yield* below(inner);
  }
}

/** With two that the library lacks. A field for files has no role in ARIA, but is one of its own to everybody who uses it. */
const roleOf = (element: Element) =>
  element.matches("input[type=file]") ? "file" : element.matches("th[scope^=row]") ? "rowheader" : getRole(element);

const seen = (element: Element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true], [inert]");

/** All that the steps lead to, in the order of the document. */
export function find(steps: Step[], from: ParentNode = document): HTMLElement[] {
  let found = [from];
  for (const { role, name, at } of steps) {
    const fits = typeof name === "object" ? new RegExp(name.source, name.flags) : undefined;
    const next = found.flatMap((root) => [...below(root)]).filter((element) => {
      if (roleOf(element) !== role || !seen(element)) return false;
      if (name === undefined) return true;
      const own = squeezed(computeAccessibleName(element));
      return fits ? fits.test(own) : own === name;
    });
    found = at === undefined ? next : next.slice(at, at === -1 ? undefined : at + 1);
  }
  return found as HTMLElement[];
}

export const nameOf = (element: Element): string => squeezed(computeAccessibleName(element));

/** Where an element is, in the view of the page around all frames. */
export function box(element: Element): { x: number; y: number; width: number; height: number } {
  let { x, y, width, height } = element.getBoundingClientRect();
  for (let frame = element.ownerDocument.defaultView?.frameElement; frame; frame = frame.ownerDocument.defaultView?.frameElement) {
    const around = frame.getBoundingClientRect();
    x += around.x + frame.clientLeft;
    y += around.y + frame.clientTop;
  }
  return { x, y, width, height };
}

/** Brings it into view and waits until it stands still. */
export async function settled(element: Element): Promise<ReturnType<typeof box>> {
  element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  let last = box(element);
  for (let same = 0; same < 2; ) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = box(element);
    same = JSON.stringify(now) === JSON.stringify(last) ? same + 1 : 0;
    last = now;
  }
  return last;
}

/** The words that are in sight, of the page and of all that is in it, with blanks of one kind. */
export function words(): string {
  const inner = [...below(document)].flatMap((element) => {
    const root = element.shadowRoot ?? (element instanceof HTMLIFrameElement ? element.contentDocument : null);
    return [...(root?.children ?? [])].map((child) => (child as HTMLElement).innerText ?? "");
  });
  return [document.body.innerText, ...inner].join("\n").replaceAll("\u00a0", " ");
}

/** The number behind what is shown: in full, whatever it is rounded to. */
export const full = (element: Element): number => Number((element as HTMLElement).dataset["full"]!.split(" ").at(-1));
