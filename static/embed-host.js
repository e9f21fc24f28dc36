// For a page that holds the calibration explainer in an iframe: gives the iframe its height, tells what the reader does, and
// sets the state. Defines one function; see docs/embedding.md.
function calibrationEmbed(iframe, { onchange } = {}) {
  const { sandbox } = iframe;
  // A sandboxed page has no origin: then only its window tells who it is.
  const opaque = iframe.hasAttribute("sandbox") && !sandbox.contains("allow-same-origin");
  const named = opaque ? "null" : new URL(iframe.src, document.baseURI).origin;
  // Whom the frame's window speaks as, once it does.
  let origin;
  const waiting = [];
  const post = (message, target) =>
    iframe.contentWindow?.postMessage({ source: "calibration-explainer-host", version: 1, ...message }, target);
  const send = () => {
    if (!origin) return;
    for (const state of waiting.splice(0)) post({ type: "setState", ...state }, origin === "null" ? "*" : origin);
  };
  const listen = (event) => {
    const { data } = event;
    // Inside a page that is sandboxed itself, none has an origin.
    const known = event.origin === named || (self.origin === "null" && event.origin === "null");
    if (event.source !== iframe.contentWindow || !known) return;
    if (data?.source !== "calibration-explainer" || data.version !== 1) return;
    if (data.height > 0) {
      const { boxSizing, paddingTop, paddingBottom } = getComputedStyle(iframe);
      const around = iframe.offsetHeight - iframe.clientHeight + parseFloat(paddingTop) + parseFloat(paddingBottom);
      iframe.style.height = `${data.height + (boxSizing === "border-box" ? around : 0)}px`;
    }
    if (data.type === "ready") ({ origin } = event);
    if (data.type === "change") onchange?.(data);
    send();
  };
  // "*": until its page is there, the iframe has another origin.
  const ask = () => post({ type: "hello" }, "*");
  addEventListener("message", listen);
  // Out of view, a browser does not tell a page that its width has changed.
  addEventListener("resize", ask);
  // In case that it was ready before this ran.
  ask();
  return {
    /** `{ link }` or `{ config }`. */
    setState(state) {
      waiting.push(state);
      send();
    },
    destroy() {
      removeEventListener("message", listen);
      removeEventListener("resize", ask);
    },
  };
}
