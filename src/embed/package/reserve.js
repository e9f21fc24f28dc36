// How high an explainer will be, before it is there.

const count = (list, separator) => (list ? list.split(separator).filter((entry) => entry.trim() !== "").length : 0);

/** The height in CSS pixels that is kept for an explainer with these options at this width. */
export function reserved({ view = "workbench", labels, cf, p, learn, hide = "" }, width) {
  return 600;
}
