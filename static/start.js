// Loads the page's WebAssembly and starts it. A classic deferred script, so that it also runs where something is missing
// and can then say so: it shows one of the sentences that index.html holds ready, and never leaves a blank page.
//
// The names of the two files change with every build; Trunk writes them into <link id="app-js"> and <link id="app-wasm">
// (`pattern_preload` in Trunk.toml), which also makes the browser fetch them before this script runs.
(() => {
  "use strict";

  const show = (id) => {
    for (const other of ["loading", "load-failed", "no-wasm", "sandboxed"]) {
      const element = document.getElementById(other);
      if (element) element.hidden = other !== id;
    }
  };

  // What the page asks of JavaScript; see src/page/loader.rs.
  let host;

  // `<button data-reload>` in one of the sentences: the link, and with it the reader's work, stays as it is.
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("[data-reload]"))) return;
    if (host?.frame) host.frame.reload();
    else location.reload();
  });

  if (typeof WebAssembly !== "object") {
    show("no-wasm");
    return;
  }

  const address = (id) => document.getElementById(id).href;

  // What is loaded when somebody needs it, each thing once. These files have the same name in every
  // build, so the page's own name tells one build's file from another's in caches.
  const place = (name) => new URL(`${name}?for=${address("app-js").split("/").pop()}`, document.baseURI).href;
  const promises = new Map();
  const once = (name, load) => {
    if (!promises.has(name)) {
      promises.set(name, load().catch((error) => {
        // So that the next try loads again.
        promises.delete(name);
        throw error;
      }));
    }
    return promises.get(name);
  };
  host = {
    // Files, code and measured presets.
    files: () => once("files", async () => {
      const module = await import(place("files.js"));
      await module.default({ module_or_path: place("files_bg.wasm") });
      return module;
    }),
    // The dialog that embeds what a link shows, opened.
    embed: async (link) => {
      const dialog = await once("embed-dialog", () => import(place("embed-dialog.js")));
      await dialog.open(link, host);
    },
    // The words of a language.
    words: (tag) => once(tag, async () => {
      const response = await fetch(place(`locales/${tag}.json`));
      if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
      return response.json();
    }),
  };

  // embed.html is this page with one attribute more; see static/frame.js.
  const embedded = document.documentElement.hasAttribute("data-embed");
  const frame = async () => {
    const { frame } = await import(place("frame.js"));
    host.frame = frame(host.files);
  };

  Promise.resolve()
    .then(() => Promise.all([import(address("app-js")), embedded && frame()]))
    .then(async ([module]) => {
      await module.default({ module_or_path: address("app-wasm") });
      if (!(await module.start(host))) show("load-failed");
    })
    .catch((error) => {
      console.error("The page could not be started:", error);
      // In a sandbox without an origin of its own, a page may read its own files only if the server lets everybody.
      show(embedded && window.origin === "null" ? "sandboxed" : "load-failed");
    });
})();
