// A plain static server for the tests: dist/ at a sub-path, under the strict Content-Security-Policy, on 127.0.0.1 only.
// It can also break things on purpose, so that the tests can see what a reader sees then:
//
//   /some/where/…           dist/ as it is
//   /cors/…                 dist/ as it is, readable by every origin
//   /connecting/…           dist/ as it is, which may ask every server (connect-src)
//   /hosts/…                pages that hold ours in an iframe; opened as http://docs.localhost, they have another origin
//   /hosts/sandboxed/…      the same pages, sandboxed
//   /hosts/snippet.html     the first example of docs/embedding.md, with the address of this server in it
//   /faults/no-wasm/…       the .wasm file is missing (404)
//   /faults/no-js/…         the module that loads it is missing (404)
//   /faults/bad-mime/…      the .wasm file comes as text/plain
//   /faults/truncated/…     the .wasm file is cut in half
//   /faults/stalled/…       the .wasm file never arrives
//
// And it compresses as a good web server does, for `cargo xtask bench` and for the sizes that are asserted:
//
//   /brotli/page/…          dist/ as it is
//   /brotli/element/        a page of documentation with one element
//   /brotli/chartjs/        a plain page with Chart.js
//   /brotli/empty-yew/…     an empty Yew page, where `cargo xtask bench` has built one
//
// And it has engines for a language model beside ours, for `cargo xtask bench`:
//
//   /engines/page/          a page with all of them
//   /engines/wllama/…       llama.cpp, as it comes from npm
//   /engines/candle/…       candle, where `cargo xtask bench` has built it
//
// Usage: node server.mjs [PORT [DIST [EMPTY_YEW [CANDLE]]]]
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { basename, extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const port = Number(process.argv[2] ?? 41730);
const dist = resolve(process.argv[3] ?? fileURLToPath(new URL("../../dist", import.meta.url)));

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** What is served compressed, by name. */
const COMPRESSED = {
  page: dist,
  element: here("bench/element"),
  chartjs: here("bench/chartjs"),
  "chart.js": here("node_modules/chart.js/dist"),
  "empty-yew": resolve(process.argv[4] ?? here("../../target/empty-yew/dist")),
};
/** Engines for a language model, by name. */
const ENGINES = {
  page: here("bench/engines"),
  wllama: here("node_modules/@wllama/wllama/esm"),
  candle: resolve(process.argv[5] ?? here("../../target/candle/page")),
};
const compressed = new Map();
/** A file at brotli's highest quality, which is made once. */
const brotli = (file) => {
  if (!compressed.has(file)) compressed.set(file, brotliCompressSync(readFileSync(file)));
  return compressed.get(file);
};

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

const HEADERS = {
  "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

const MOUNT = /^\/(?:some\/where|(?<cors>cors)|(?<connecting>connecting)|(?<hosts>hosts(?<sandboxed>\/sandboxed)?)|faults\/(?<fault>[a-z-]+)|brotli\/(?<small>[a-z.-]+)|engines\/(?<engine>[a-z]+))\/(?<path>.*)$/;

// Pages of somebody else, with a policy of their own: they may hold our frame and load our helper, nothing else.
const HOSTS = here("hosts");
const DOCUMENTATION = here("../../docs/embedding.md");
const ADDRESS = "https://calibration.example/";
const embed = `http://127.0.0.1:${port}`;
const HOST_HEADERS = { "content-security-policy": `default-src 'none'; script-src 'self' ${embed}; style-src 'self'; frame-src ${embed}` };

// Only the page's own loader module.
const isLoader = (file) => /^calibration-explainer-.*\.js$/.test(basename(file));

const server = createServer((request, response) => {
  let own = {};
  const answer = (status, headers, body) => {
    response.writeHead(status, { ...HEADERS, ...own, ...headers });
    response.end(request.method === "HEAD" ? undefined : body);
  };
  const missing = () => answer(404, { "content-type": "text/plain; charset=utf-8" }, "not found\n");

  let match;
  try {
    match = MOUNT.exec(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
  } catch {
    return answer(400, { "content-type": "text/plain; charset=utf-8" }, "bad address\n");
  }
  if (!match?.groups) return missing();
  const { fault, cors, connecting, hosts, sandboxed, small, engine, path } = match.groups;
  if (cors) own = { "access-control-allow-origin": "*" };
  if (connecting) own = { "content-security-policy": `${HEADERS["content-security-policy"]}; connect-src 'self' http: https:` };
  if (hosts) own = HOST_HEADERS;
  if (sandboxed) own = { "content-security-policy": `${HOST_HEADERS["content-security-policy"]}; sandbox allow-scripts` };

  if (hosts && path === "snippet.html") {
    const [, html] = /```html\n(.*?)```/s.exec(readFileSync(DOCUMENTATION, "utf8")) ?? [];
    if (!html?.includes(ADDRESS)) return missing();
    const page = `<!doctype html><meta charset="utf-8"><title>Documentation</title>${html.replaceAll(ADDRESS, `${embed}/some/where/`)}`;
    // Its own inline script is the author's business, as most sites allow it.
    own = { "content-security-policy": HOST_HEADERS["content-security-policy"].replaceAll("'self'", "'unsafe-inline'") };
    return answer(200, { "content-type": TYPES[".html"] }, page);
  }
  // Trunk starts the empty page by an inline script.
  if (small === "empty-yew") own = { "content-security-policy": "" };
  const folder = hosts ? HOSTS : small ? COMPRESSED[small] : engine ? ENGINES[engine] : dist;
  if (!folder) return missing();
  const file = join(folder, path === "" || path.endsWith("/") ? `${path}index.html` : path);
  if (!file.startsWith(folder + sep) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return missing();

  let type = TYPES[extname(file)] ?? "application/octet-stream";
  if (fault && extname(file) === ".wasm") {
    switch (fault) {
      case "no-wasm":
        return missing();
      case "stalled":
        // The headers arrive, the bytes never do.
        response.writeHead(200, { ...HEADERS, "content-type": type });
        response.flushHeaders();
        return undefined;
      case "truncated": {
        const bytes = readFileSync(file);
        return answer(200, { "content-type": type }, bytes.subarray(0, bytes.length >> 1));
      }
      case "bad-mime":
        type = "text/plain; charset=utf-8";
        break;
    }
  }
  if (fault === "no-js" && isLoader(file)) return missing();

  if (small && !/\.(png|woff2)$/.test(file)) return answer(200, { "content-type": type, "content-encoding": "br" }, brotli(file));
  if (request.method === "HEAD") return answer(200, { "content-type": type });
  response.writeHead(200, { ...HEADERS, ...own, "content-type": type });
  createReadStream(file).pipe(response);
  return undefined;
});

server.listen(port, "127.0.0.1", () => console.log(`dist/ is at http://127.0.0.1:${port}/some/where/`));
