// Loads the page's WebAssembly and starts it. A classic deferred script, so that it also runs where something is missing
// and can then say so: it shows one of the sentences that index.html holds ready, and never leaves a blank page.
//
// The names of the two files change with every build; Trunk writes them into <link id="app-js"> and <link id="app-wasm">
// (`pattern_preload` in Trunk.toml), which also makes the browser fetch them before this script runs.
(() => {
  "use strict";

  const show = (id) => {
    for (const other of ["loading", "load-failed", "no-wasm"]) {
      const element = document.getElementById(other);
      if (element) element.hidden = other !== id;
    }
  };

  // `<button data-reload>` in one of the sentences: the link, and with it the reader's work, stays as it is.
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-reload]")) location.reload();
  });

  if (typeof WebAssembly !== "object") {
    show("no-wasm");
    return;
  }

  // The module for files, code and measured presets, loaded once when somebody needs it; see src/page/files.rs. Its name is
  // the same in every build, so the page's own name tells one build's file from another's in caches.
  let files;
  window.calibrationExplainer = {
    files: () => {
      const build = new URL(address("app-js")).pathname.split("/").pop();
      const place = (name) => new URL(`files/${name}?for=${build}`, document.baseURI).href;
      files ??= import(place("files.js"))
        .then((module) => module.default({ module_or_path: place("files_bg.wasm") }).then(() => module))
        .catch((error) => {
          files = undefined;
          throw error;
        });
      return files;
    },
  };

  const address = (id) => document.getElementById(id).href;
  Promise.resolve()
    .then(() => import(address("app-js")))
    .then((module) => module.default({ module_or_path: address("app-wasm") }))
    .catch((error) => {
      console.error("The page could not be started:", error);
      show("load-failed");
    });
})();
