// The explainer inside somebody else's page: the element <calibration-explainer>, and mount() for those who want no element.
// Registers nothing by itself, so that it can be imported everywhere, also where there is no document.
//
// Each explainer is a WebAssembly instance of its own, made from one module that is compiled once for the page. So a crash of
// one leaves the others alone, and all that one holds goes with it. The other side is src/page/ (frame.rs, loader.rs).
import { messages, version, words } from "./contents.js";
import { reserved } from "./reserve.js";
import { coded, compiled } from "./wasm.js";

/** Keys of a link that make the state, and those that only change how it looks. */
const STATE = ["preset", "config", "labels", "template", "cf", "p", "method", "averaging", "from", "readout", "w", "b", "lock", "shot", "source", "hand", "unasked", "learn"];
const LOOKS = ["view", "lang", "theme", "hide", "readonly", "model"];
/** Keys that repeat in a link. */
const LISTS = ["cf", "p", "shot"];
/** Keys that all others stand on: a change of one of them begins anew. */
const GROUNDS = ["preset", "config", "labels", "learn"];

/** Names of parts, which are those of their classes. */
const PARTS = { panel: ".panel", chart: ".chart", equation: ".equation", header: ".chapter-head", verdict: ".verdict" };

// What is drawn follows the width that it is given. Where the page asks the contents for theirs (a row of flex, a dialog, a cell), a
// width that can be read stands for it.
const STYLES = `
:host { display: block; min-width: 0; contain: inline-size; contain-intrinsic-inline-size: min(640px, 100vw - 32px); }
:host([hidden]) { display: none; }
.frame { display: flow-root; position: relative; }
@media print { .frame { height: auto !important; min-height: 0 !important; overflow: visible !important; } }
.note { all: initial; }
.note:not(:empty) { display: block; margin: 8px 0; padding: 12px 16px; border: 2px solid; border-radius: 8px; background: Canvas; color: CanvasText; font-family: system-ui, sans-serif; line-height: 1.5; }
.note button { display: block; min-height: 32px; margin-top: 8px; padding: 4px 12px; font: inherit; cursor: pointer; }
`;

const sheets = new Map();
/** The style sheet of these rules; all explainers of a document share it. */
const sheet = (css, { defaultView }) => {
  const Sheet = (defaultView ?? globalThis).CSSStyleSheet;
  const known = sheets.get(css) ?? new WeakMap();
  sheets.set(css, known);
  if (!known.has(Sheet)) {
    known.set(Sheet, new Sheet());
    known.get(Sheet).replaceSync(css);
  }
  return known.get(Sheet);
};

// ---------------------------------------------------------------------------------------------------------------------
// What all explainers of a page share

let engine;
/** The compiled module, the glue that makes instances of it, and the styles: loaded when the first explainer needs them. */
const load = (source) => {
  engine ??= Promise.all([
    compiled(source ?? new URL("./explainer.wasm", import.meta.url)),
    import("./explainer.js"),
    import("./styles.js"),
  ]).then(
    ([module, { create }, { default: css }]) => ({ module, create, css }),
    (cause) => {
      // The next one tries again.
      engine = undefined;
      throw cause;
    },
  );
  return engine;
};

/** Whether this page lets WebAssembly run: its policy may forbid it. */
const runs = () => {
  try {
    return Boolean(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return false;
  }
};

/** Explainers that are drawn. While there are any, this page is watched. */
const drawn = new Set();
let watching;

const relay = ({ type }) => drawn.forEach((explainer) => explainer.relay(type));
const around = () => drawn.forEach((explainer) => explainer.tell("calibration-around"));

const HOST_ATTRIBUTES = ["lang", "class", "data-theme", "data-md-color-scheme", "data-jp-theme-light"];

const watch = (explainer) => {
  drawn.add(explainer);
  if (!watching) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const observer = new MutationObserver(around);
    watching = { dark, observer };
    dark.addEventListener("change", around);
    addEventListener("resize", relay);
    addEventListener("scroll", relay, { capture: true, passive: true });
    for (const node of [document.documentElement, document.body]) observer.observe(node, { attributeFilter: HOST_ATTRIBUTES });
  }
  observe(explainer);
};

/** The language of an element may stand on any of those around it. */
const observe = (explainer) => {
  for (let root = explainer.tree; root; root = root.host?.getRootNode()) {
    watching.observer.observe(root, { subtree: true, attributeFilter: ["lang"] });
  }
};

const unwatch = (explainer) => {
  drawn.delete(explainer);
  if (drawn.size > 0 || !watching) return;
  watching.observer.disconnect();
  watching.dark.removeEventListener("change", around);
  removeEventListener("resize", relay);
  removeEventListener("scroll", relay, { capture: true });
  watching = undefined;
};

/** The colours of the page around, where it has a switch of its own: Docusaurus, Furo, mdBook, Material for MkDocs, Jupyter. */
const pageTheme = () => {
  const { documentElement: html, body } = document;
  const named = [html.dataset.theme, body?.dataset.theme].find((name) => name === "light" || name === "dark");
  if (named) return named;
  const has = (...names) => names.some((name) => html.classList.contains(name));
  if (has("coal", "navy", "ayu") || body?.dataset.mdColorScheme === "slate" || body?.dataset.jpThemeLight === "false") return "dark";
  if (has("light", "rust") || body?.dataset.mdColorScheme === "default" || body?.dataset.jpThemeLight === "true") return "light";
  return "auto";
};

/** The nearest `lang`, of the element or around it. */
const pageLanguage = (element) => {
  for (let node = element; node; node = node.parentElement ?? node.getRootNode().host) {
    const tag = node.getAttribute("lang");
    if (tag) return tag;
  }
  return undefined;
};

/** A language that there are messages in. */
const spoken = (tags) => {
  const primary = tags.map((tag) => tag?.toLowerCase().split("-")[0]);
  return primary.find((tag) => Object.hasOwn(messages, tag)) ?? "en";
};

/** How long charts are waited for, in animation frames. */
const MOST_FRAMES = 120;

const unsized = (root) => [...root.querySelectorAll("canvas")].some((canvas) => canvas.style.height === "");

/** Heights that were left out, each told once. */
const told = new Set();

/** A height in CSS pixels, if it is one. */
const pixels = (text = "") => {
  const [, number] = /^(\d+(?:\.\d+)?)(?:px)?$/.exec(text.trim()) ?? [];
  if (!number && text.trim() && !told.has(text)) {
    told.add(text);
    console.warn(`calibration explainer: height="${text}" was left out: use a number of CSS pixels, such as 420`);
  }
  return Number(number);
};

const make = (name, className) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  return element;
};

// ---------------------------------------------------------------------------------------------------------------------

/** One explainer inside the shadow root of `box`. `read` gives its options as texts, by key. */
class Explainer {
  #box;
  #read;
  #shadow;
  #frame = make("div", "frame");
  #slot = make("slot");
  #note = make("div", "note");
  /** Tells when the box comes near the part of the page that is in view. */
  #near;
  /** The instance that is there or on its way: its root, its stand-in for the window, its exports. */
  #run;
  #ready = false;
  /** The link that was reported last, and what a restart begins from: the same and, for a chapter, what its figure shows. */
  #link;
  #kept;
  #styles = [STYLES];
  /** A state that came before there was somebody to take it. */
  #waiting;
  #changed = new Set();
  #frameRequest;
  /** Whether it is as high as what is in it, and not at least as high as was reserved. */
  #settled = false;
  /** Ends the scrolling of what is higher than was reserved. */
  #held;
  #width = 0;
  #sizes;

  constructor(box, read) {
    this.#box = box;
    this.#read = read;
    this.#shadow = box.attachShadow({ mode: "open" });
    this.dress();
    this.#note.setAttribute("role", "alert");
    this.#frame.append(this.#slot, this.#note);
    this.#shadow.append(this.#frame);
    // A page with keys of its own sees the element, not the field or the bar inside: it would turn its page or open its search.
    this.#frame.addEventListener("keydown", (event) => {
      const inside = this.#run?.root?.contains(event.target);
      const forAll = event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape" || event.key === "Tab";
      if (inside && !forAll) event.stopPropagation();
    });
  }

  get tree() {
    return this.#box.getRootNode();
  }

  /** Its styles, which belong to a document. */
  dress() {
    this.#shadow.adoptedStyleSheets = this.#styles.map((css) => sheet(css, this.#box.ownerDocument));
  }

  connect() {
    // What was only moved may have another language around it.
    if (this.#run?.started && watching) {
      observe(this);
      this.tell("calibration-around");
    }
    if (this.#run || this.#near || this.#note.firstChild) return;
    this.#reserve();
    this.#sizes = new ResizeObserver(() => {
      if (this.#box.clientWidth !== this.#width) this.#settle();
    });
    this.#sizes.observe(this.#box);
    // A screen ahead.
    this.#near = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) this.#start();
    }, { rootMargin: "100% 0px" });
    this.#near.observe(this.#box);
  }

  /** Frees everything. What the reader made is kept as a link, should the box come back. */
  disconnect() {
    this.#look();
    this.#sizes?.disconnect();
    this.#note.replaceChildren();
    const run = this.#run;
    this.#end();
    if (!run?.started) return;
    run.instance.stop();
    // Yew takes its components down in a microtask.
    setTimeout(run.instance.drop);
  }

  changed(key) {
    this.#changed.add(key);
    if (this.#changed.size === 1) queueMicrotask(() => this.#apply());
  }

  getState() {
    return this.#ready ? JSON.parse(this.#run.instance.state(this.#kept)) : undefined;
  }

  setState(state) {
    const text = JSON.stringify(state);
    if (!this.#ready) {
      this.#waiting = text;
      return;
    }
    this.#settle();
    this.tell("calibration-state", text);
  }

  calibrate() {
    if (!this.#ready) throw coded("not-loaded", "the explainer is not there yet: wait for calibration-ready");
    const { code, path, message, ...result } = JSON.parse(this.#run.instance.result(this.#kept));
    if (code) throw Object.assign(coded(code, message), { path });
    return result;
  }

  /** Tells the instance something, as a window would. */
  tell(name, detail = "") {
    this.#run?.around.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** The window has scrolled or changed its size. */
  relay(type) {
    if (this.#ready && !this.#settled && this.#endsBelow()) this.#settle();
    this.tell(type);
  }

  /** Stops looking whether the box is near. */
  #look() {
    this.#near?.disconnect();
    this.#near = undefined;
  }

  async #start(byHand) {
    this.#look();
    this.#note.replaceChildren();
    // What was not shown had no width to go by.
    this.#reserve();
    const run = {};
    this.#run = run;
    const gone = () => this.#run !== run;
    const { lang, wasm } = this.#read();
    // The words that will be asked for come beside the WebAssembly; a failure is met where they are awaited.
    words[spoken([lang, pageLanguage(this.#box), ...navigator.languages])]().catch(() => {});
    try {
      const { module, create, css } = await load(wasm);
      if (gone()) return;
      this.#styles = [STYLES, css];
      this.dress();
      run.instance = create((error) => this.#stopped(run, error));
      await run.instance.init({ module_or_path: module });
      if (gone()) return run.instance.drop();
      Object.assign(run, this.#room());
      run.hold = run.instance.hold();
      const kept = this.#kept;
      this.#link = this.#kept = undefined;
      // What has changed since then goes over what is kept.
      if (kept === undefined) this.#changed.clear();
      run.frame = { link: kept ?? this.#linkOf([...STATE, ...LOOKS]), config: kept === undefined ? this.#read().config : undefined };
      run.started = true;
      watch(this);
      const there = await run.instance.start(this.#host(run));
      if (gone()) return;
      if (!there) throw new Error("the words could not be loaded");
      // Charts take their size when they know their width: until then all of it is out of sight, where nothing can jump.
      run.root.style.cssText += "position: absolute; inset: 0 0 auto; visibility: hidden";
      run.root.hidden = false;
      for (let i = 0, calm = 0; i < MOST_FRAMES && calm < 2; i++) {
        await new Promise(requestAnimationFrame);
        if (gone()) return;
        calm = unsized(run.root) ? 0 : calm + 1;
      }
      this.#ready = true;
      this.#hold();
      this.#slot.hidden = true;
      for (const property of ["position", "inset", "visibility"]) run.root.style.removeProperty(property);
      if (byHand) run.root.querySelector("main").focus();
      this.#emit("calibration-ready", {});
      if (kept !== undefined) for (const key of LOOKS) this.#changed.add(key);
      if (this.#changed.size > 0) this.#apply();
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting !== undefined) this.setState(JSON.parse(waiting));
    } catch (error) {
      if (gone()) return;
      this.#end();
      run.instance?.drop();
      const code = runs() ? "load-failed" : "no-webassembly";
      this.#fail(code, error);
    }
  }

  /** The place where the instance draws: an element in place of `<html>`, at first hidden. */
  #room() {
    const root = make("div", "explainer");
    root.hidden = true;
    root.dataset.embed = "";
    const app = make("div");
    app.id = "app";
    root.append(app);
    this.#frame.append(root);
    // The reader's own size of text, which no page around can change.
    root.style.setProperty("--rem", getComputedStyle(this.#note).fontSize);
    return { root, around: new EventTarget() };
  }

  /** What src/page/loader.rs describes. */
  #host(run) {
    const frame = {
      get link() { return run.frame.link; },
      get config() { return run.frame.config; },
      report: (link, figure) => this.#report(link, figure),
    };
    return {
      root: run.root,
      around: run.around,
      frame,
      words: async (tag) => (await words[tag]()).default,
      // A site that offers a model has it beside the package.
      model: new URL("../model/", import.meta.url).href,
      // So are the measured test sets.
      sets: new URL("../sets/", import.meta.url).href,
      language: () => pageLanguage(this.#box),
      theme: pageTheme,
      rendered: () => {
        for (const [part, selector] of Object.entries(PARTS)) {
          run.root.querySelectorAll(`${selector}:not([part])`).forEach((element) => element.setAttribute("part", part));
        }
      },
    };
  }

  /** The WebAssembly has stopped: after a panic nothing of the instance may run again. */
  #stopped(run, error) {
    if (this.#run !== run) return;
    this.#end();
    run.instance.drop();
    this.#fail("crashed", coded("crashed", error.message));
  }

  /** Called with every new state: its link, and another link to it where the first one does not carry it. */
  #report(link, figure) {
    const first = this.#link === undefined;
    this.#link = link;
    this.#kept = figure === undefined ? link : `${link}&${figure}`;
    if (first) return;
    this.#frameRequest ??= requestAnimationFrame(() => {
      this.#frameRequest = undefined;
      const { instance, hold } = this.#run;
      const [link, kept] = [this.#link, this.#kept];
      // Written only for those who read them: a large state takes a while, and a drag has no time. Who reads them later, even when the
      // explainer is gone, finds what was true then; until that, the instance stays.
      const lazy = (write) => {
        let value;
        return () => {
          if (write) {
            value = JSON.parse(hold(write));
            write = undefined;
          }
          return value;
        };
      };
      const state = lazy(() => instance.state(kept));
      const result = lazy(() => instance.result(kept));
      this.#emit("calibration-change", {
        link,
        get state() { return state(); },
        get result() { return result().code ? null : result(); },
      });
    });
  }

  /** The instance is not there any more, or never was. */
  #end() {
    unwatch(this);
    if (this.#frameRequest !== undefined) cancelAnimationFrame(this.#frameRequest);
    this.#frameRequest = undefined;
    this.#run?.root?.remove();
    this.#run = undefined;
    this.#ready = this.#settled = false;
    this.#slot.hidden = false;
  }

  #fail(code, error) {
    console.error("calibration explainer:", error);
    const language = spoken([pageLanguage(this.#box), ...navigator.languages]);
    const say = (key) => messages[language][key];
    const [sentence, again] = {
      "load-failed": [say("element.load_failed"), say("element.retry")],
      "no-webassembly": [say("element.no_webassembly")],
      crashed: [say("element.crashed"), say("element.restart")],
    }[code];
    const theme = this.#read().theme;
    this.#note.style.colorScheme = theme === "light" || theme === "dark" ? theme : pageTheme().replace("auto", "light dark");
    this.#note.lang = say("language.tag");
    this.#note.textContent = sentence;
    if (again) {
      const button = make("button");
      button.type = "button";
      button.textContent = again;
      button.addEventListener("click", () => this.#start(true));
      this.#note.append(button);
    }
    this.#emit("calibration-error", { code, message: error instanceof Error ? error.message : String(error) });
  }

  #emit(name, detail) {
    this.#box.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  /** Options that have changed, in place. */
  #apply() {
    const options = this.#read();
    const changed = [...this.#changed];
    if (changed.some((key) => key !== "theme")) this.#settle();
    const state = changed.filter((key) => STATE.includes(key));
    if (!this.#ready) return;
    this.#changed.clear();
    // Read again by those that wait for a config or a preset.
    this.#run.frame = { link: this.#linkOf([...STATE, ...LOOKS]), config: options.config };
    if (state.some((key) => GROUNDS.includes(key) || !options[key]?.trim())) return this.tell("calibration-whole");
    if (changed.some((key) => LOOKS.includes(key)) || state.length > 0) {
      this.tell("calibration-part", this.#linkOf([...state, ...LOOKS]));
    }
  }

  #linkOf(keys) {
    const options = this.#read();
    // In a link these would end the value, or be a space.
    const escape = (text) => text.trim().replace(/[&#+]/g, encodeURIComponent);
    return keys.flatMap((key) => {
      const value = options[key];
      if (value === undefined || key === "config") return [];
      if (key === "readonly" && /^(readonly|1)?$/i.test(value)) return ["readonly=true"];
      const values = LISTS.includes(key) ? value.split(";").filter((entry) => entry.trim() !== "") : [value];
      return values.map((entry) => `${key}=${escape(entry)}`);
    }).join("&");
  }

  /** The box has its height before the explainer is there. */
  #reserve() {
    const options = this.#read();
    const { style } = this.#frame;
    const fixed = pixels(options.height);
    this.#width = this.#box.clientWidth;
    style.height = fixed > 0 ? `${fixed}px` : "";
    style.overflow = fixed > 0 ? "auto" : "";
    style.minHeight = fixed > 0 || this.#settled ? "" : `${reserved(options, this.#width)}px`;
  }

  /** Whether nobody sees what stands below it, nor would if it were as high as what is in it. */
  #endsBelow() {
    return [this.#frame, this.#run.root].every((element) => element.getBoundingClientRect().bottom >= innerHeight);
  }

  /**
   * Keeps what stands below where it is: where that is in view, what is higher than was reserved scrolls, until the reader
   * touches it.
   */
  #hold() {
    const { style } = this.#frame;
    const { height } = this.#frame.getBoundingClientRect();
    if (style.height !== "") return;
    if (this.#endsBelow()) return this.#settle();
    // The fallback may be the higher one.
    style.height = `${height}px`;
    style.overflow = "auto";
    const touches = ["pointerdown", "keydown", "focusin"];
    const letGo = () => this.#letGo();
    this.#held = () => touches.forEach((touch) => this.#frame.removeEventListener(touch, letGo));
    touches.forEach((touch) => this.#frame.addEventListener(touch, letGo));
  }

  /** What stands below may move, where that is not seen, or where the page around has changed something itself. */
  #settle() {
    this.#settled = this.#ready;
    this.#letGo();
  }

  /** All of it may be as high as it is. */
  #letGo() {
    this.#held?.();
    this.#held = undefined;
    this.#reserve();
  }
}

// ---------------------------------------------------------------------------------------------------------------------

const ATTRIBUTES = [...STATE, ...LOOKS, "height"];

/** The element; `auto.js` registers it. Where there are no elements it can still be imported. */
export class CalibrationExplainerElement extends (globalThis.HTMLElement ?? class {}) {
  static version = version;
  static observedAttributes = ATTRIBUTES;
  /** Where `explainer.wasm` comes from, if not from beside this module; for all elements of the page. */
  static wasm = undefined;

  #explainer;

  constructor() {
    super();
    this.#explainer = new Explainer(this, () => {
      const read = (key) => [key, this.getAttribute(key) ?? undefined];
      return { ...Object.fromEntries(ATTRIBUTES.map(read)), wasm: CalibrationExplainerElement.wasm };
    });
  }

  connectedCallback() {
    this.#explainer.connect();
  }

  disconnectedCallback() {
    // What is only moved is back before this runs, and goes on as it was.
    queueMicrotask(() => {
      if (!this.isConnected) this.#explainer.disconnect();
    });
  }

  adoptedCallback() {
    this.#explainer.dress();
  }

  attributeChangedCallback(key, before, now) {
    if (before !== now) this.#explainer.changed(key);
  }

  getState() {
    return this.#explainer.getState();
  }

  setState(state) {
    this.#explainer.setState(state);
  }

  calibrate() {
    return this.#explainer.calibrate();
  }
}

/** Options as attributes have them: texts, or nothing. */
const asText = (key, value) => {
  if (value === undefined || value === null || value === false) return undefined;
  if (value === true) return "";
  if (key === "wasm") return value;
  if (!Array.isArray(value)) return typeof value === "object" ? JSON.stringify(value) : String(value);
  // Each item is a whole entry or name; what would separate them is escaped.
  return LISTS.includes(key)
    ? value.map((entry) => entry.replaceAll(";", "%3B")).join(";")
    : value.map((name) => encodeURIComponent(name)).join(",");
};

/** An explainer inside `element`, after what it holds, without a registered element. */
export function mount(element, options = {}) {
  let given = { ...options };
  const box = make("div");
  element.append(box);
  const explainer = new Explainer(box, () =>
    Object.fromEntries(Object.entries(given).map(([key, value]) => [key, asText(key, value)])),
  );
  explainer.connect();
  return {
    update(changes) {
      const before = given;
      given = { ...given, ...changes };
      const differs = (key) => asText(key, before[key]) !== asText(key, given[key]);
      Object.keys(changes).filter(differs).forEach((key) => explainer.changed(key));
    },
    getState: () => explainer.getState(),
    setState: (state) => explainer.setState(state),
    calibrate: () => explainer.calibrate(),
    destroy() {
      box.remove();
      explainer.disconnect();
    },
  };
}
