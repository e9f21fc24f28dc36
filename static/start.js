// Loads the page's WebAssembly and its words, and starts it. A classic script, so that it also runs where something is missing and
// can then say so: it shows one of the sentences that index.html holds ready, and never leaves a blank page.
//
// Nothing waits for anything else: index.html asks for this script first, and for the module and the WebAssembly by <link
// id="app-js"> and <link id="app-wasm"> (written by Trunk, `pattern_preload` in Trunk.toml); this script asks for the words. It is
// `async`, since a deferred one would wait for the style sheets.
(() => {
  "use strict";

  // embed.html is this page with one attribute more; see static/frame.js.
  const embedded = document.documentElement.hasAttribute("data-embed");

  const address = (id) => document.getElementById(id).href;

  // These files have the same name in every build, so the page's own name tells one build's file from another's in caches.
  const place = (name) => new URL(`${name}?for=${address("app-js").split("/").pop()}`, document.baseURI).href;

  /** The words of a language, loaded once. */
  const words = (tag) => {
    if (!loaded.has(tag)) {
      const load = async () => {
        const response = await fetch(place(`locales/${tag}.json`));
        if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
        return response.json();
      };
      loaded.set(tag, load());
      // So that the next try loads again; who waits for the words meets the failure.
      loaded.get(tag).catch(() => loaded.delete(tag));
    }
    return loaded.get(tag);
  };
  const loaded = new Map();

  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  const LANGUAGES = ["en", "zh"];

  /**
   * The language that will most likely be asked for, by the rules of src/page/language.rs: the link's, the one chosen before, the
   * browser's first that is known here. A wrong guess costs one request and nothing else.
   */
  const likelyLanguage = () => {
    const link = embedded ? location.search : location.hash;
    const tags = [new URLSearchParams(link.slice(1)).get("lang"), stored("calibration-explainer.language"), ...navigator.languages];
    const known = tags.map((tag) => tag?.toLowerCase().split("-")[0]).find((tag) => LANGUAGES.includes(tag));
    return known ?? "en";
  };

  const show = (id) => {
    for (const other of ["loading", "load-failed", "no-wasm", "sandboxed", "crashed"]) {
      document.getElementById(other).hidden = other !== id;
    }
  };

  // Where the WebAssembly stops (a panic in it, for one), nothing of it may run again. The work is in the address.
  const stopped = ({ error, reason }) => {
    if (!((error ?? reason) instanceof WebAssembly.RuntimeError)) return;
    show("crashed");
    // What is there stays readable, but out of the way of pointer and keyboard.
    document.getElementById("app").inert = true;
  };

  /** The page's frame, in somebody else's page. */
  let frame;

  const load = async () => {
    words(likelyLanguage());
    const wasm = fetch(address("app-wasm"));
    // A failure is met where it is awaited.
    wasm.catch(() => {});
    const [app, framing] = await Promise.all([import(address("app-js")), embedded && import(place("frame.js"))]);
    await app.default({ module_or_path: wasm });
    if (embedded) frame = framing.frame(app.state);
    // What the page asks of JavaScript; see src/page/host.rs.
    const [model, sets] = ["model/", "sets/"].map((folder) => new URL(folder, document.baseURI).href);
    const host = { words, model, sets };
    if (!(await app.start(embedded ? { ...host, frame } : host))) show("load-failed");
  };

  const begin = () => {
    // `<button data-reload>` in one of the sentences: the link, and with it the reader's work, stays as it is.
    document.addEventListener("click", (event) => {
      if (!(event.target instanceof Element && event.target.closest("[data-reload]"))) return;
      if (frame) frame.reload();
      else location.reload();
    });
    if (typeof WebAssembly !== "object") {
      show("no-wasm");
      return;
    }
    addEventListener("error", stopped);
    addEventListener("unhandledrejection", stopped);
    load().catch((error) => {
      console.error("The page could not be started:", error);
      // In a sandbox without an origin of its own, a page may read its own files only if the server lets everybody.
      show(embedded && window.origin === "null" ? "sandboxed" : "load-failed");
      // A panic while the page begins is told as one.
      stopped({ error });
    });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
