// The dialog that embeds the explainer into somebody's documentation. Loaded by start.js when a reader asks for it, with its
// style sheet, so that it costs nothing before; the snippets are made in Rust (src/explainer/export/embed).

const HERE = new URL(import.meta.url);
/** The page's own folder, which the snippets name. */
const BASE = new URL(".", HERE).href;

// How each is called: a name of its own, or a key of the words. `where` says where its snippet goes.
const TARGETS = [
  { value: "html", name: "HTML", where: "embed.html" },
  { value: "iframe", name: "iframe", where: "embed.iframe" },
  { value: "docusaurus", name: "Docusaurus", where: "embed.docusaurus" },
  { value: "mdbook", name: "mdBook", where: "embed.mdbook" },
  { value: "mkdocs", name: "MkDocs", where: "embed.mkdocs" },
  { value: "sphinx", name: "Sphinx", where: "embed.sphinx" },
  { value: "jupyter", name: "Jupyter", where: "embed.jupyter" },
];
const PANELS = [
  { value: "prompts", key: "prompts.title" },
  { value: "fit", key: "fit.title" },
  { value: "use", key: "use.title" },
];
const VIEWS = [
  { value: "chart", key: "embed.chart" },
  { value: "equation", key: "embed.equation" },
  { value: "geometry", key: "embed.geometry" },
];
/** Parts that can be left out, and what they are parts of. */
const PARTS = [
  { value: "presets", key: "embed.presets", of: "workbench" },
  { value: "equation", key: "embed.equation", of: "workbench" },
  { value: "controls", key: "embed.controls", of: "chapter" },
];
/** Addresses that only their own machine knows. */
const isLocal = /^(localhost|.+\.localhost|127\..+|\[::1\])$/.test(HERE.hostname);
/** What stands in a frame cannot see the page around. */
const FRAMES = ["iframe", "jupyter"];

/** An element; properties of its own, attributes, and what is in it. */
function make(name, { on = {}, ...attributes } = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...content);
  return element;
}

/** The page's own cross (`page::icons`). */
function cross() {
  const icon = new DOMParser().parseFromString(
    `<svg xmlns="http://www.w3.org/2000/svg" class="icon" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor"
      stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M18 6 6 18M6 6l12 12"/></svg>`,
    "image/svg+xml",
  );
  return icon.documentElement;
}

/** The words of a language, as a function of the key and of what fills the blanks. */
const speaker = (words) => (key, blanks = {}) => {
  const text = key.split(".").reduce((group, name) => group?.[name], words) ?? key;
  return text.replace(/%\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);
};

/** A choice among a few, drawn as the page draws its own. The first is chosen. */
const segments = (name, title, options, ...after) =>
  make("fieldset", { class: "choice" },
    make("legend", {}, title),
    make("div", { class: "segments" }, ...options.map(({ value, text }, i) =>
      make("label", { class: "segment" },
        make("input", { type: "radio", name, value, checked: i === 0 }),
        make("span", {}, text)))),
    ...after);

/** Waits for the style sheet, so that nothing is seen without it. */
const styled = () => new Promise((resolve, reject) => {
  const id = "embed-dialog-style";
  if (document.getElementById(id)) return resolve();
  const href = new URL(`embed-dialog.css${HERE.search}`, HERE).href;
  const failed = (event) => {
    event.target.remove();
    reject(new Error(`${href} could not be loaded`));
  };
  document.head.append(make("link", { id, rel: "stylesheet", href, on: { load: resolve, error: failed } }));
});

/** The light of the page around the dialog: its preview stands for a page of that light. */
const pageTheme = () => document.documentElement.dataset.theme ?? "auto";

/**
 * Opens the dialog.
 *
 * @param {string} link what is on screen; `learn` in it names the chapter that is open
 * @param {{ snippet: Function, preview: Function, words(tag: string): Promise<object> }} page `embed_snippet` and `embed_preview` of
 *   src/main.rs, and the words of a language
 */
export async function open(link, { snippet: makeSnippet, preview: makePreview, words }) {
  if (document.querySelector(".embed-dialog")) return;
  const lang = document.documentElement.lang.split("-")[0];
  const [own] = await Promise.all([words(lang), styled()]);
  // A second click while all that was on its way.
  if (document.querySelector(".embed-dialog")) return;
  const say = speaker(own);
  const chapter = new URLSearchParams(link).get("learn");

  const option = ({ value, key }) => make("option", { value }, say(key));
  const view = make("select", { name: "view", id: "embed-view" },
    ...(chapter ? [make("option", { value: "chapter" }, say("embed.chapter", { number: chapter }))] : []),
    make("option", { value: "workbench" }, say("embed.workbench")),
    ...PANELS.map(({ value, key }, i) =>
      make("option", { value }, say("embed.panel", { number: i + 1, title: say(key) }))),
    ...VIEWS.map(option));

  const length = (name, title, open, preset) => {
    const pixels = make("input", {
      type: "number", name, value: preset, min: 100, max: 4000, step: 10, required: true, disabled: true,
      "aria-label": say("embed.pixels", { length: title }),
    });
    // Which of the two is only told by whether there is a number.
    const fixed = segments(`${name}-is`, title, [
      { value: "open", text: open },
      { value: "fixed", text: say("embed.fixed") },
    ], pixels);
    fixed.addEventListener("change", ({ target }) => {
      if (target.type === "radio") pixels.disabled = target.value !== "fixed";
    });
    return fixed;
  };

  const parts = make("fieldset", { class: "choice embed-parts" },
    make("legend", {}, say("embed.leave_out")),
    ...PARTS.map(({ value, key, of }) =>
      make("label", { "data-of": of }, make("input", { type: "checkbox", name: "hide", value }), ` ${say(key)}`)));

  const form = make("form", { class: "embed-form", on: { submit: (event) => event.preventDefault(), change: () => update() } },
    make("div", { class: "choice" }, make("label", { for: "embed-view" }, say("embed.show")), view),
    parts,
    segments("readonly", say("embed.readers"), [
      { value: "false", text: say("embed.edit") },
      { value: "true", text: say("embed.look") },
    ]),
    segments("lang", say("header.language"), [
      { value: "", text: say("embed.follow") },
      { value: "en", text: "English" },
      { value: "zh", text: "中文" },
    ]),
    segments("theme", say("embed.colours"), [
      { value: "auto", text: say("embed.follow") },
      { value: "light", text: say("theme.light") },
      { value: "dark", text: say("theme.dark") },
    ]),
    length("width", say("embed.width"), say("embed.full"), 640),
    length("height", say("embed.height"), say("embed.automatic"), 600));

  const stage = make("div", { class: "embed-stage", tabindex: 0, role: "group", "aria-label": say("embed.preview") });
  const size = make("p", { class: "hint embed-size" });
  const targets = segments("target", say("embed.target"), TARGETS.map(({ value, name }) => ({ value, text: name })));
  targets.addEventListener("change", () => update());
  const where = make("p", { class: "hint" });
  const code = make("code");
  const snippet = make("pre", { class: "code", tabindex: 0, role: "group", "aria-label": say("embed.snippet") }, code);
  const copy = make("button", { type: "button", class: "primary", on: { click: () => take() } }, say("share.copy"));
  const problem = make("p", { class: "field-problem", role: "alert" });
  const said = make("span", { class: "visually-hidden", role: "status" });

  const title = make("h2", { id: "embed-title" }, say("embed.title"));
  const close = make("button", {
    type: "button", class: "icon-button", title: say("share.close"), "aria-label": say("share.close"),
    on: { click: () => dialog.close() },
  }, cross());
  const dialog = make("dialog", { class: "embed-dialog", "aria-labelledby": "embed-title" },
    make("div", { class: "dialog-body" },
      make("header", { class: "dialog-head" }, title, close),
      make("div", { class: "embed-columns" },
        form,
        make("div", { class: "embed-result" },
          make("div", { class: "embed-above" }, make("h3", {}, say("embed.preview")), size),
          stage,
          make("div", { class: "embed-above" }, make("h3", {}, say("embed.snippet")), targets, copy),
          problem, said, snippet, where,
          ...(isLocal ? [make("p", { class: "hint" }, say("embed.local", { address: BASE }))] : [])))));

  const choices = () => {
    const chosen = new FormData(form);
    chosen.append("target", targets.querySelector("input:checked").value);
    // A number that cannot be is as none.
    for (const field of form.querySelectorAll("input[type=number]")) if (!field.validity.valid) chosen.delete(field.name);
    return chosen;
  };

  let shown; // The address of the preview.
  let frame;
  const look = (form) => {
    const [address, height, state] = makePreview(link, form, lang, pageTheme());
    const width = new URLSearchParams(form).get("width");
    if (address !== shown) {
      // A new frame: a new address for the old one would be an entry in the browser's history.
      const high = frame?.getAttribute("height") ?? height;
      frame = make("iframe", { title: say("embed.name"), src: new URL(address, BASE).href, height: high, frameborder: 0 });
      frame.state = state;
      stage.replaceChildren(frame);
      shown = address;
    }
    frame.fixed = new URLSearchParams(form).has("height");
    frame.setAttribute("width", width ?? "100%");
    if (frame.fixed) frame.setAttribute("height", height);
    else if (frame.natural) frame.setAttribute("height", frame.natural);
    measure();
  };
  const measure = () => {
    const { offsetWidth: width, offsetHeight: height } = frame;
    size.textContent = say("embed.size", { width, height });
  };
  const hear = ({ source, data }) => {
    if (source !== frame?.contentWindow || data?.source !== "calibration-explainer") return;
    if (data.type === "ready" && frame.state) {
      source.postMessage({ source: "calibration-explainer-host", version: 1, type: "setState", config: frame.state }, location.origin);
      frame.state = undefined;
    }
    if (data.height > 0) frame.natural = data.height;
    if (!frame.fixed && frame.natural) frame.setAttribute("height", frame.natural);
    measure();
  };

  /** What was asked for last; words of another language may still be on their way for an earlier one. */
  let latest;
  async function update() {
    const chosen = choices();
    const form = new URLSearchParams(chosen).toString();
    latest = form;
    const target = TARGETS.find(({ value }) => value === chosen.get("target"));
    for (const label of parts.querySelectorAll("label")) label.hidden = label.dataset.of !== view.value;
    parts.hidden = !parts.querySelector("label:not([hidden])");
    const framed = FRAMES.includes(target.value);
    const follow = (name) => dialog.querySelector(`[name=${name}] + span`);
    follow("lang").textContent = say(framed ? "embed.browser" : "embed.follow");
    follow("theme").textContent = say(framed ? "theme.auto" : "embed.follow");
    where.textContent = say(target.where);
    look(form);
    // The snippet speaks the language that it shows.
    const spoken = speaker(await words(chosen.get("lang") || lang).catch(() => own));
    if (latest !== form) return;
    code.textContent = makeSnippet(link, form, BASE, spoken("embed.name"), spoken("embed.open"));
    copy.textContent = say("share.copy");
    problem.textContent = "";
    said.textContent = "";
  }

  async function take() {
    try {
      await navigator.clipboard.writeText(code.textContent);
      copy.textContent = say("share.copied");
      said.textContent = say("share.copied");
      problem.textContent = "";
    } catch {
      // Ready to be copied by hand.
      getSelection().selectAllChildren(code);
      snippet.focus();
      problem.textContent = say("share.no_clipboard");
    }
  }

  addEventListener("message", hear);
  // Undo and redo are the page's, which is out of reach now.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  // A click on the backdrop lands on the dialog itself, not on what is in it.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    removeEventListener("message", hear);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  await update();
}
