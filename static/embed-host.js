// For a page that holds the calibration explainer in an iframe: gives the iframe its height, tells what the reader does, and
// sets the state. Defines one function; see docs/embedding.md.
function calibrationEmbed(iframe, { onchange } = {}) {
  const { sandbox } = iframe;
  // A sandboxed page has no origin: then only its window tells who it is.
  const opaque = iframe.hasAttribute("sandbox") && !sandbox.contains("allow-same-origin");
  const origin = opaque ? "null" : new URL(iframe.src, document.baseURI).origin;
  let ready = false;
  let waiting;
  const post = (message, target) =>
    iframe.contentWindow?.postMessage({ source: "calibration-explainer-host", version: 1, ...message }, target);
  const send = () => {
    if (ready && waiting) {
      post({ type: "setState", ...waiting }, opaque ? "*" : origin);
      waiting = undefined;
    }
  };
  const listen = (event) => {
    const { data } = event;
    if (event.source !== iframe.contentWindow || event.origin !== origin) return;
    if (data?.source !== "calibration-explainer" || data.version !== 1) return;
    if (data.height > 0) {
      const border = getComputedStyle(iframe).boxSizing === "border-box" ? iframe.offsetHeight - iframe.clientHeight : 0;
      iframe.style.height = `${data.height + border}px`;
    }
    if (data.type === "ready") ready = true;
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
      waiting = state;
      send();
    },
    destroy() {
      removeEventListener("message", listen);
      removeEventListener("resize", ask);
    },
  };
}
