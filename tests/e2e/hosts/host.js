// Makes the frames that the address asks for, and writes down what they say.
//
//   at=ADDRESS      the folder that embed.html is in
//   frame=QUERY     one frame for each, with that query
//   sandbox=TOKENS  sandboxed frames
//   helper=no       without embed-host.js; helper=late loads it after all frames are ready
const query = new URLSearchParams(location.search);
const at = query.get("at");
const frames = query.getAll("frame").map((own, i) => {
  const iframe = document.createElement("iframe");
  iframe.title = `Frame ${i + 1}`;
  if (query.has("sandbox")) iframe.setAttribute("sandbox", query.get("sandbox"));
  iframe.src = `${at}embed.html?${own}`;
  document.getElementById("frames").append(iframe);
  return iframe;
});

window.messages = [];
window.changes = [];
window.controls = [];

const start = () => {
  const script = document.createElement("script");
  script.src = `${at}embed-host.js`;
  script.onload = () => {
    window.globals = Object.keys(window).filter((name) => /calibration/i.test(name));
    window.controls = frames.map((iframe, i) =>
      calibrationEmbed(iframe, { onchange: (change) => window.changes.push({ frame: i, ...change }) }));
  };
  document.head.append(script);
};

addEventListener("message", ({ data, origin, source }) => {
  const frame = frames.findIndex((iframe) => iframe.contentWindow === source);
  if (frame < 0) return;
  window.messages.push({ frame, origin, ...data });
  const ready = new Set(window.messages.filter(({ type }) => type === "ready").map((message) => message.frame));
  if (query.get("helper") === "late" && ready.size === frames.length && !document.querySelector("script[src*=embed-host]")) start();
});
if (!query.has("helper")) start();
