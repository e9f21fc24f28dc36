// The sites of the documentation tools, as their tools built them, each in the folder of its name, on 127.0.0.1 only. The
// site `plain` comes under the strict Content-Security-Policy; its page iframe.html is allowed the inline script of its snippet.
//
// Usage: node server.mjs PORT FOLDER
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const [port, folder] = [Number(process.argv[2]), resolve(process.argv[3] ?? ".")];

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".wasm": "application/wasm",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const policy = (path) => {
  if (!path.startsWith("/plain/")) return {};
  const inline = path === "/plain/iframe.html" ? " 'unsafe-inline'" : "";
  return { "content-security-policy": `${POLICY}${inline}` };
};

createServer((request, response) => {
  const answer = (status, headers, body) => {
    response.writeHead(status, { "x-content-type-options": "nosniff", "cache-control": "no-store", ...headers });
    response.end(body);
  };
  const missing = () => answer(404, { "content-type": "text/plain" }, "not found\n");
  let path;
  try {
    path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
  } catch {
    return missing();
  }
  // Browsers ask for it by themselves where a site names no icon of its own.
  if (path === "/" || path === "/favicon.ico") return answer(204, {});
  const name = join(folder, path);
  if (!name.startsWith(folder + sep)) return missing();
  // As static hosts do: a folder is its index.html, and a page may be asked for without its ending.
  const file = [name, join(name, "index.html"), `${name}.html`].find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
  if (!file) return missing();
  if (file.endsWith("index.html") && file === join(name, "index.html") && !path.endsWith("/")) return answer(301, { location: `${path}/` });
  if (path.endsWith("/sitemap.xml")) {
    // What is at home at docs.example is at home here: Material loads only those pages in place that its site map lists.
    return answer(200, { "content-type": TYPES[".xml"] }, readFileSync(file, "utf8").replaceAll("https://docs.example/", `http://127.0.0.1:${port}/`));
  }
  response.writeHead(200, {
    "x-content-type-options": "nosniff",
    // As static hosts have it. Material names its style sheets anew when it starts; where they cannot be kept, its pages lose their
    // styles for a moment.
    "cache-control": "max-age=600",
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    ...policy(path),
  });
  createReadStream(file).pipe(response);
  return undefined;
}).listen(port, "127.0.0.1", () => console.log(`the sites are at http://127.0.0.1:${port}/`));
