// Converts the styles of the page to those of the element: rules for the document become rules for the element inside the shadow
// root that stands for <html>, and rules that follow the window's width follow the element's. Prints one style sheet.
//
// Usage: node --input-type=module --eval "$(cat styles.mjs)" -- FILE…
import { readFileSync } from "node:fs";
import postcss from "postcss";

const ROOT = ".explainer";

/** Selectors of parts that an element does not have: dialogs, printing of its own, a presentation mode, header and footer. */
const OF_THE_PAGE = /^\.handout|\.is-presenting|\.startup|#loading|#app|\.skip-link|\.site-head|\.site-tools|\.share-part|\.embed-|dialog|footer/;

/** Custom properties that an author can set, and what they set. */
const THEMED = { "--page": "--ce-background", "--ink": "--ce-ink", "--accent": "--ce-accent", "--sans": "--ce-font" };
const ROUNDED = new Set([".panel", ".equation"]);

// Nothing is inherited from the surrounding page: all inherited properties are reset. Then the root's font size is the reader's own
// setting in the browser, whatever the surrounding page sets on its own root; element.js measures it. The language stays that of
// the root's own `lang`: Chromium chooses the forms of Chinese characters and marks by this property, which `all` would reset too.
// The direction, which `all` leaves alone, is that of our languages.
const BEFORE = `${ROOT} { all: initial; direction: ltr; unicode-bidi: isolate; -webkit-locale: revert-layer; --rem: 16px; display: block; container: explainer / inline-size; font-size: var(--rem); }`;

// Parts that the element leaves out.
const AFTER = `${ROOT} .contents-tools { display: none; }`;

const selector = (text) => text.replace(/:root|^html\b|^body\b/g, ROOT);

const lengths = (value) => value.replace(/(?<![\w.-])(\d*\.?\d+)rem\b/g, (_, number) => `calc(${number} * var(--rem))`);

const pixels = (params) => params.replace(/(\d*\.?\d+)rem\b/g, (_, number) => `${Number(number) * 16}px`);

function convert(css, file) {
  const sheet = postcss.parse(css, { from: file });
  sheet.walkComments((comment) => comment.remove());
  sheet.walkRules((rule) => {
    rule.selectors = rule.selectors.filter((one) => !OF_THE_PAGE.test(one)).map(selector);
    if (rule.selectors.length === 0 || rule.selector === "") rule.remove();
  });
  sheet.walkDecls((decl) => {
    const themed = THEMED[decl.prop];
    if (themed) decl.value = `var(${themed}, ${decl.value})`;
    if (decl.prop === "border-radius" && ROUNDED.has(decl.parent.selector)) decl.value = `var(--ce-radius, ${decl.value})`;
    decl.value = lengths(decl.value);
  });
  sheet.walkAtRules((rule) => {
    if (rule.nodes?.length === 0) return rule.remove();
    if (rule.name === "container") rule.params = pixels(rule.params);
    if (rule.name !== "media" || !rule.params.includes("width")) return undefined;
    if (!/^\((min|max)-width: [\d.]+rem\)$/.test(rule.params)) throw rule.error("only (min-width: …rem) and (max-width: …rem) can follow the element");
    rule.name = "container";
    rule.params = `explainer ${pixels(rule.params)}`;
    return undefined;
  });
  return sheet.toString();
}

const files = process.argv.slice(1);
const css = [BEFORE, ...files.map((file) => convert(readFileSync(file, "utf8"), file)), AFTER].join("\n");
// Remove white space without meaning.
process.stdout.write(css.replace(/\s*\n\s*/g, "\n").replace(/ *([{};,]) */g, "$1").replace(/\n+/g, "\n"));
