// How high an explainer will be, before it is there: measured in Chromium in both languages, and rounded up. What is higher than
// this scrolls inside until the reader touches it, so that nothing of the page around ever jumps; see element.js.

const count = (list, separator) => Math.max(1, list ? list.split(separator).filter((entry) => entry.trim() !== "").length : 0);

/** Labels, context-free prompts and inputs of the presets, and what longer texts than usual add to the height. Those with more than one input have right labels. */
const PRESETS = {
  disagree: [2, 3], methods: [3], topics: [4, 3, 4], backfires: [2, 2, 5], fourteen: [14, 3, 3, 36],
  sentiment: [2, 3, 30, 75], pattern: [2, 3, 30, 75], topic: [4, 3, 24, 90], question: [6, 3, 18, 130],
  sst2: [2, 3, 1821, 100], trec: [6, 3, 500, 300], agnews: [4, 3, 1000, 330],
};

/** What the examples of a preset of public test sets add to panel 1, and its long note. */
const examples = (preset = "") => (/^(sst2|trec|agnews)-2/.test(preset) ? 340 : /^(sst2|trec|agnews)-0/.test(preset) ? 40 : 0);

/** A whole state, as JSON or base64url; anything if it is neither, which the explainer tells. */
const state = (config) => {
  try {
    const text = config.trim();
    if (text.startsWith("{")) return JSON.parse(text);
    const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
  } catch {
    return {};
  }
};

/** How many labels, context-free prompts and inputs there will be, what longer texts add, and whether the inputs have right labels. */
const sizes = ({ preset = "", config, labels, cf, p }) => {
  const { labels: names, contextFree, inputs } = config === undefined ? {} : (state(config) ?? {});
  const stands = config === undefined ? (PRESETS[preset.split("-", 1)[0]] ?? []) : [names, contextFree, inputs].map((list) => list?.length);
  const [K, N, P] = [[labels, ",", 20], [cf, ";", 20], [p, ";", 100_000]].map(([list, separator, most], i) =>
    Math.min(list ? count(list, separator) : (stands[i] ?? 1), most));
  const labelled = p ? p.includes("@") : (inputs?.some?.((input) => input?.label !== undefined) ?? P > 1);
  return [Math.max(2, K), N, P, stands[3] ?? 0, labelled];
};

/** The padding of a page around a panel, above and below. */
const PADDING = 36;
const GAP = 18;

// K labels, N context-free prompts, P test inputs, in a box as wide as a view alone.

const prompts = (width, K, N) => {
  const wraps = width < 360 && N > 1 ? 25 * N : 0;
  return 322 + 30 * K + (N - 1) * (60 + 30 * K) + (width < 450 ? 19 : 0) + wraps;
};

const fit = (width, K, N) => {
  const inner = width - 58;
  const [item, row, own] = K > 6 ? [290, 68 + 5 * K, (width < 360 ? 30 : 14) * K + 392] : [50 * K + 45, 95 + 28 * K, 70 * K + 390];
  const rows = Math.ceil(N / Math.max(1, Math.floor(inner / item)));
  const bias = K <= 6 && 75 * K + 185 > inner ? 60 + 42 * K : 0;
  return own + (rows - 1) * row + bias + (N > 1 ? 42 : 0) + (width < 360 ? 64 : width < 640 ? 42 : 0);
};

const chart = (width, K) => {
  if (width < 450) return K > 7 ? (width < 360 ? 84 * K - 30 : 42 * K + 260) : K > 4 ? 41 * K + 270 : K === 2 ? 458 : 434;
  return K > 7 ? 41 * K + 270 : K > 4 ? 535 : 497;
};

const use = (width, K, N) => {
  const [item, row] = K > 6 ? [192, 125] : [136, 139];
  const rows = Math.ceil(N / Math.max(1, Math.floor((width - 58) / item)));
  return chart(width, K) + (width < 360 ? 580 : width < 450 ? 550 : 470) + (rows - 1) * row;
};

// With right labels (L) there are accuracy, landscape and methods beside the list of inputs.
const check = (width, K, N, P, L) => {
  if (P < 2) return 205;
  const list = width < 736 ? 272 - Math.min(272, 36 * P) : 0;
  const steps = [360, 400, 480, 600, 736, 900, 1024, Infinity];
  const step = steps.findIndex((end) => width < end);
  if (!L) return [990, 925, 905, 875, 855, 680, 645, 645][step] - list - (N > 1 ? 0 : 125);
  const map = K === 3 ? 190 : K > 3 ? 40 : 0;
  return [2480, 2360, 2205, 1990, 1890, 1590, 1440, 1350][step] + map - list - (N > 1 ? 0 : width < 480 ? 250 : width < 736 ? 130 : 50);
};

const equation = (K) => (K > 6 ? 152 : 80 + 22 * K);

const geometry = (width, K) => {
  if (K === 2) return width < 360 ? 872 : width < 450 ? 812 : 772;
  if (K === 3) return 882;
  // The table of more is folded.
  if (K > 8) return width < 450 ? 345 + 22.5 * K : 325 + 10.5 * K;
  return width < 360 ? 435 + 51 * K : width < 450 ? 352 + 51 * K : 362 + 40 * K;
};

/** Chapters of the lesson: on a phone, in one column, in two. */
const CHAPTERS = [
  [1530, 1275, 970], [2130, 1675, 985], [1690, 1260, 875], [1845, 1340, 950], [2195, 1575, 975], [1835, 1380, 1020],
  [4190, 3150, 2570], [2300, 1740, 1040], [8430, 5985, 4805],
];

/** The height in CSS pixels that is kept for an explainer with these options at this width. */
export function reserved({ view = "workbench", preset, config, labels, cf, p, learn, hide = "", readonly = "false" }, width) {
  if (learn !== undefined) return (CHAPTERS[learn - 1] ?? CHAPTERS[0])[width < 450 ? 0 : width < 1024 ? 1 : 2];
  const fixed = readonly !== "false";
  const [K, N, P, texts, L] = sizes({ preset, config, labels, cf, p });
  const narrow = width < 450 ? texts : 0;
  const several = P > 1 ? 20 : 0;
  const alone = {
    prompts: () => prompts(width, K, N) + texts + examples(preset),
    fit: () => fit(width, K, N),
    use: () => use(width, K, N) + narrow + (P > 1 ? check(width, K, N, P, L) - PADDING + GAP : 0),
    check: () => check(width, K, N, P, L),
    chart: () => chart(width, K) + narrow + several,
    equation: () => equation(K),
    geometry: () => geometry(width, K) + narrow + several,
  }[view];
  // What changes the state is not there then.
  const less = fixed && ["prompts", "fit", "use", "check"].includes(view) ? 30 : 0;
  if (alone) return alone() - less;
  const head = width < 360 ? 500 : width < 450 ? 410 : width < 640 ? 330 : width < 1100 ? 290 : 230;
  const below = hide.includes("equation") ? 0 : equation(K) - PADDING;
  // A panel of a column as high as a view alone that is as wide, without that one's padding.
  const high = (panel, column) => panel(column + 32, K, N, P, L) - PADDING;
  const stack = (column) => high(prompts, column) + GAP + high(fit, column);
  // Panel 4 is below all others, from three columns on only below the first two.
  const third = (width - 68) / 98;
  const panels = width < 736
    ? stack(width - 32) + high(use, width - 32) + 3 * GAP + high(check, width - 32)
    : width < 1152
      ? Math.max(stack((width - 50) / 2), high(use, (width - 50) / 2)) + GAP + high(check, width - 32)
      : Math.max(high(use, 36 * third), Math.max(high(prompts, 31 * third), high(fit, 31 * third)) + GAP + high(check, 62 * third + GAP));
  return head + (width < 1100 ? texts * 1.4 : 0) - (hide.includes("presets") ? 100 : fixed ? 140 : 0) + panels + below + examples(preset);
}
