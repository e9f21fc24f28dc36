// Loads the page's WebAssembly and starts it. A classic deferred script, so that it also runs where something is missing
// and can then say so: it shows one of the sentences that index.html holds ready, and never leaves a blank page.
//
// The names of the files change with every build; they stand in <link id="app-js"> and <link id="app-wasm">, written by Trunk
// (`pattern_preload` in Trunk.toml) and, for the WebAssembly, by xtask/split.
(() => {
  "use strict";

  const show = (id) => {
    for (const other of ["loading", "load-failed", "no-wasm", "sandboxed", "crashed"]) {
      const element = document.getElementById(other);
      if (element) element.hidden = other !== id;
    }
  };

  // What the page asks of JavaScript; see src/page/loader.rs.
  let host;

  // Where the WebAssembly stops (a panic in it, for one), nothing of it may run again. The work is in the address.
  const stopped = ({ error, reason }) => {
    if (!((error ?? reason) instanceof WebAssembly.RuntimeError)) return;
    // It also stops where something of it could not be loaded, which is said already.
    if (!document.getElementById("load-failed").hidden) return;
    show("crashed");
    // What is there stays readable, but out of the way of pointer and keyboard.
    document.getElementById("app").inert = true;
  };
  addEventListener("error", stopped);
  addEventListener("unhandledrejection", stopped);

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
  const get = async (name) => {
    const response = await fetch(place(name));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return response;
  };
  // The bytes of a file, before anything else happens. (A request that is waited for may not ask for bytes; this is text of one
  // character for each.)
  const read = (address) => {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    if (request.status >= 400) throw new Error(`${address}: ${request.status}`);
    return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0));
  };
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
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
      // Its words come later, where anything does.
      const words = async (tag) => {
        const [first, rest] = await Promise.all([host.words(tag), host.later?.(tag)]);
        return { ...first, embed: { ...first.embed, ...rest?.embed } };
      };
      await dialog.open(link, { files: host.files, words });
    },
    // The words of a language.
    words: (tag) => once(tag, async () => (await get(`locales/${tag}.json`)).json()),
  };

  // embed.html is this page with one attribute more; see static/frame.js.
  const embedded = document.documentElement.hasAttribute("data-embed");
  const frame = async () => {
    const { frame } = await import(place("frame.js"));
    host.frame = frame(host.files);
  };

  // What the WebAssembly exports, once it is here.
  let first;

  // Where the build split the code (xtask/split), the view that the page opens with decides which first part it needs.
  const split = document.getElementById("app-wasm").dataset;
  const code = () => {
    if (!split.lesson) return address("app-wasm");
    const link = embedded ? location.search : location.hash;
    const lesson = /[#?&]learn=/.test(link) || (!embedded && link.length < 2 && stored("calibration-explainer.place") !== "workbench");
    const name = lesson ? split.lesson : split.workbench;
    // Until then, what merely passes over the page is not worth waiting for.
    const idle = (event) => event.stopImmediatePropagation();
    const passing = ["pointermove", "pointerover", "pointerout", "pointerenter", "pointerleave", "focusin", "focusout", "focus", "blur"];
    for (const type of passing) addEventListener(type, idle, true);
    // Once only: its data would be new again.
    const instantiate = (module) => {
      if (first.here.value) return;
      new WebAssembly.Instance(module, { first });
      for (const type of passing) removeEventListener(type, idle, true);
    };
    const instance = async () => {
      const bytes = get(`later/${name}`).then((response) => response.arrayBuffer());
      const [module] = await Promise.all([bytes.then(WebAssembly.compile), started]);
      instantiate(module);
    };
    // The code and the words that the first view does without. Gives the words.
    host.later = (tag) => once(`later/${tag}`, async () => {
      const [words] = await Promise.all([get(`later/${tag}.json`), once("later", instance)]);
      return words.json();
    });
    // The code at once: something of it is called already.
    host.bring = () => {
      try {
        instantiate(new WebAssembly.Module(read(place(`later/${name}`))));
      } catch (error) {
        document.getElementById("app").hidden = true;
        show("load-failed");
        throw error;
      }
    };
    return new URL(name, document.baseURI).href;
  };

  // Begun before the script is here. A failure is met where it is awaited.
  const wasm = fetch(code());
  wasm.catch(() => {});

  const started = Promise.resolve()
    .then(() => Promise.all([import(address("app-js")), embedded && frame()]))
    .then(async ([module]) => {
      first = await module.default({ module_or_path: wasm });
      module.start(host).then((drawn) => drawn || show("load-failed"));
    });
  started.catch((error) => {
    console.error("The page could not be started:", error);
    // In a sandbox without an origin of its own, a page may read its own files only if the server lets everybody.
    show(embedded && window.origin === "null" ? "sandboxed" : "load-failed");
  });
})();
