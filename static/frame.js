// The page inside somebody else's (embed.html): reads the query, and speaks with the page around. Loaded by start.js before
// the page itself, and only there; its other side is src/page/frame.rs. The messages are documented in docs/embedding.md.

const VERSION = 1;
const SOURCE = "calibration-explainer";
const HOST = "calibration-explainer-host";

/** Longest address that an ordinary web server takes; the same as for links. */
const MAX_ADDRESS = 8000;

/** Keys of the query that are no keys of a link. */
const FRAME_KEYS = ["config", "allow-origins"];

const warn = (reason) => console.warn(`calibration explainer: ${reason}`);

/** An origin such as `https://a.example`; `undefined` for what is none, or for a page that has none ("null"). */
const originOf = (address) => {
  try {
    const { origin } = new URL(address);
    return origin === "null" ? undefined : origin;
  } catch {
    return undefined;
  }
};

/** The origins that may speak to this page and hear from it; `undefined` means any. */
const allowedOrigins = (query) => {
  if (!query.has("allow-origins")) return undefined;
  const names = query.getAll("allow-origins").join(",").split(",").map((name) => name.trim()).filter(Boolean);
  if (names.length === 0) warn("allow-origins names no origin: no page is heard");
  return names.flatMap((name) => {
    const origin = originOf(name);
    if (!origin) warn(`allow-origins: "${name}" is not an origin such as https://docs.example`);
    return origin ?? [];
  });
};

/** Whom messages are for. There is one parent; a browser hands a message over only if its origin is the one that is named. */
const targets = (allowed) => {
  const parent = originOf(location.ancestorOrigins?.[0]) ?? originOf(document.referrer);
  if (!allowed) return [parent ?? "*"];
  return parent ? allowed.filter((origin) => origin === parent) : allowed;
};

/** Why a message from our helper's side cannot be used; `undefined` if it can. */
const fault = (data) => {
  if (data.version !== VERSION) return `version ${data.version} is not known here, only ${VERSION}`;
  if (data.type === "hello") return undefined;
  if (data.type !== "setState") return `there is no type "${data.type}"`;
  if ((data.link === undefined) === (data.config === undefined)) return "setState takes either a link or a config";
  if (data.link !== undefined && typeof data.link !== "string") return "link must be a text";
  const object = typeof data.config === "object" && data.config !== null;
  if (data.config !== undefined && !object && typeof data.config !== "string") return "config must be an object or its JSON";
  return undefined;
};

/** A config as text; `undefined` for an object that is no JSON, such as one that holds itself. */
const textOf = (config) => {
  try {
    return typeof config === "string" ? config : JSON.stringify(config);
  } catch {
    return undefined;
  }
};

/**
 * What the page needs of its frame.
 *
 * @param {(link: string) => string} stateOf the state of a link, as JSON
 */
export function frame(stateOf) {
  const query = new URLSearchParams(location.search);
  const pairs = location.search.slice(1).split("&");
  const named = (pair) => FRAME_KEYS.includes(pair.split("=", 1)[0]);
  const parent = window.parent === window ? undefined : window.parent;
  const allowed = allowedOrigins(query);

  // What is told next, at most once in an animation frame.
  let news; // undefined, "height", "change" or "ready"
  let timer;
  let told = false;
  let height;
  let link;
  let state;

  const urgency = ["height", "change", "ready"];
  const tell = (what) => {
    if (!parent) return;
    if (urgency.indexOf(what) > urgency.indexOf(news)) news = what;
    if (timer !== undefined) return;
    const request = requestAnimationFrame(() => flush());
    // A frame that is out of view gets no animation frames, but its parent must know how high it is.
    timer = setTimeout(() => {
      cancelAnimationFrame(request);
      flush();
    }, 250);
  };

  const flush = () => {
    clearTimeout(timer);
    const type = news;
    const message = { source: SOURCE, version: VERSION, type };
    news = timer = undefined;
    if (type === "change") message.state = JSON.parse(stateOf(state));
    const high = Math.ceil(document.documentElement.getBoundingClientRect().height);
    // Most of what happens in the page does not change its height.
    if (type === "height" && high === height) return;
    height = high;
    message.height = height;
    if (type !== "height") message.link = link;
    for (const target of targets(allowed)) parent.postMessage(message, target);
    told = true;
  };

  addEventListener("message", ({ data, source, origin }) => {
    // Other programs on the page around send messages of their own.
    if (typeof data !== "object" || data === null || data.source !== HOST) return;
    let reason = fault(data);
    if (!parent || source !== parent) reason = "it does not come from the page around";
    else if (allowed && !allowed.includes(origin)) reason = `allow-origins does not name ${origin}`;
    if (reason) return warn(`message ignored: ${reason}`);
    if (data.type === "hello") {
      if (told) tell("ready");
      return;
    }
    const [name, detail] = data.link === undefined
      ? ["calibration-state", textOf(data.config)]
      // The whole address of a page may stand for its link.
      : ["calibration-link", data.link.slice(data.link.indexOf("#") + 1)];
    if (detail === undefined) return warn("message ignored: config cannot be written as JSON");
    dispatchEvent(new CustomEvent(name, { detail }));
  });

  return {
    /** The query as a link. */
    link: pairs.filter((pair) => !named(pair)).join("&"),
    /** A whole state as base64url JSON. */
    config: query.get("config"),
    /** Called with every new state: its link, and another link to it where the first one does not carry it. */
    report(now, carrying) {
      if (link === undefined) {
        const look = () => tell("height");
        new ResizeObserver(look).observe(document.documentElement);
        // Out of view a browser does not tell about sizes, and the charts are drawn after the first message; this it tells.
        new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      }
      tell(link === undefined ? "ready" : "change");
      link = now;
      state = carrying ?? now;
    },
    /** Loads the page again where it is, without an entry in the browser's history, and with what the reader made. */
    reload() {
      const address = new URL(location.href);
      if (link !== undefined) {
        const kept = pairs.filter((pair) => pair.startsWith("allow-origins="));
        // The link to a chapter does not carry what its figure shows.
        address.search = [...new Set([link, state]), ...kept].join("&");
      }
      if (address.href.length > MAX_ADDRESS) return location.reload();
      try {
        history.replaceState(null, "", address.href);
        location.reload();
      } catch {
        // A sandboxed page may not.
        location.replace(address.href);
      }
    },
  };
}
