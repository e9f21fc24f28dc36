// The weights of the model that this site offers: fetched once in parts, each verified, and kept in the browser. They are kept in the
// origin's private file system, else in its cache, else only in memory; of a broken download the parts that came stay.

const FOLDER = "calibration-explainer-model";
/** Parts that are fetched at the same time. */
const AT_ONCE = 3;
/** Attempts at a part; between two of them the connection has 1, 2 and 4 seconds to come back. */
const ATTEMPTS = 4;
/** A part that brings no byte for so long is asked for again, in milliseconds. */
const STALLED = 20_000;

/** An error with a code that the page has words for. */
const failure = (code, about = "") => Object.assign(new Error(code), { code, about });

/** A small file of this folder: as it is on the server, else as it was when it could last be fetched. `online` is what the page knows. */
export const fileOf = async (url, online) => {
  let cache;
  try {
    cache = await caches.open(FOLDER);
  } catch {
    // No TLS, or a window that keeps nothing.
  }
  try {
    // Without a network, an attempt would be an error in the console.
    if (!online) throw failure("network");
    const response = await fetch(url);
    if (response.ok) {
      await cache?.put(url, response.clone()).catch(() => {});
      return response;
    }
    if (response.status === 404) throw failure("not_here");
    throw failure("network", String(response.status));
  } catch (error) {
    if (error.code === "not_here") throw error;
    const kept = await cache?.match(url);
    if (kept) return kept;
    throw typeof error.code === "string" ? error : failure("network");
  }
};

/** The private file system: `read(name)` gives a blob or nothing, `write(name, blob)` gives the blob as it is kept. */
const disk = async (version) => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  // Parts of another version will not be asked for again.
  for await (const name of folder.keys()) if (!name.startsWith(version)) await folder.removeEntry(name, { recursive: true });
  return {
    kept: "disk",
    read: async (name) => {
      try {
        return await (await folder.getFileHandle(`${version}-${name}`)).getFile();
      } catch {
        return undefined;
      }
    },
    write: async (name, blob) => {
      const handle = await folder.getFileHandle(`${version}-${name}`, { create: true });
      if (handle.createWritable) {
        // Is what it was until it is closed.
        const stream = await handle.createWritable();
        await stream.write(blob);
        await stream.close();
      } else {
        const file = await handle.createSyncAccessHandle();
        try {
          file.truncate(0);
          file.write(await blob.arrayBuffer());
        } finally {
          file.close();
        }
      }
      return handle.getFile();
    },
  };
};

const cache = async (version, base) => {
  const store = await caches.open(FOLDER);
  const address = (name) => new URL(`${name}?${version}`, base).href;
  return {
    kept: "cache",
    read: async (name) => (await store.match(address(name)))?.blob(),
    write: async (name, blob) => {
      await store.put(address(name), new Response(blob));
      return (await store.match(address(name))).blob();
    },
  };
};

const memory = { kept: "memory", read: async () => undefined, write: async (_, blob) => blob };

/** The first kind of storage that there is. */
const storage = async (version, base) => {
  for (const kind of [disk, cache]) {
    try {
      return await kind(version, base);
    } catch {
      // A private window, or a browser that does not know it.
    }
  }
  return memory;
};

const digest = async (blob, sha256) => {
  const bytes = await blob.arrayBuffer();
  if (!globalThis.crypto?.subtle) return sha256(new Uint8Array(bytes));
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** Fetches a part once; `came(bytes)` is told what comes. */
const fetchOnce = async (url, signal, came) => {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), STALLED);
  try {
    const response = await fetch(url, { signal: abort.signal, cache: "no-store" });
    if (!response.ok) throw failure("network", String(response.status));
    const pieces = [];
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return new Blob(pieces);
      if (signal.stops()) {
        abort.abort();
        throw failure("stopped");
      }
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), STALLED);
      pieces.push(value);
      came(value.length);
    }
  } finally {
    clearTimeout(timer);
  }
};

/** Waits in steps short enough to notice a cancel. */
const wait = async (ms, signal) => {
  for (const end = performance.now() + ms; performance.now() < end && !signal.stops(); ) await new Promise((resolve) => setTimeout(resolve, 100));
};

/** Fetches a part until it is what it should be. */
const fetchPart = async (part, base, sha256, signal, came) => {
  for (let attempt = 1; ; attempt += 1) {
    let bytes = 0;
    try {
      const blob = await fetchOnce(new URL(part.name, base), signal, (more) => {
        bytes += more;
        came(more);
      });
      if ((await digest(blob, sha256)) === part.sha256) return blob;
      throw failure("damaged_part", part.name);
    } catch (error) {
      came(-bytes);
      if (signal.stops()) throw failure("stopped");
      if (attempt === ATTEMPTS) throw typeof error.code === "string" ? error : failure("network");
      await wait(500 * 2 ** attempt, signal);
    }
  }
};

/**
 * The weights, from the browser's storage or from the network.
 * `progress(done, total, left)` tells bytes and, once that can be told, the seconds that are left.
 */
export const weights = async (base, online, sha256, signal, progress) => {
  const manifest = await (await fileOf(new URL("manifest.json", base), online)).json();
  const version = manifest.sha256.slice(0, 16);
  let store = await storage(version, base);
  const parts = new Array(manifest.parts.length);
  let done = 0;
  let full = false;
  // What is in storage is verified too: a browser that was killed may have left half of a file.
  const missing = [];
  for (const [i, part] of manifest.parts.entries()) {
    const blob = await store.read(part.name);
    const right = blob?.size === part.bytes && (await digest(blob, sha256)) === part.sha256;
    if (signal.stops()) throw failure("stopped");
    if (right) {
      parts[i] = blob;
      done += part.bytes;
    } else {
      missing.push(i);
    }
  }
  const before = done;
  const began = performance.now();
  let last = 0;
  const came = (bytes, always = false) => {
    done += bytes;
    const now = performance.now();
    if (now - last < 100 && !always) return;
    last = now;
    const rate = (done - before) / (now - began);
    progress(done, manifest.bytes, now - began > 1000 && rate > 0 ? (manifest.bytes - done) / rate / 1000 : undefined);
  };
  const fetchNext = async () => {
    for (let i = missing.shift(); i !== undefined; i = missing.shift()) {
      const part = manifest.parts[i];
      let blob = await fetchPart(part, base, sha256, signal, came);
      if (!full) {
        try {
          blob = await store.write(part.name, blob);
        } catch {
          // The quota is used up: the rest stays in memory, for this visit.
          full = true;
        }
      }
      parts[i] = blob;
      came(0, true);
    }
  };
  if (missing.length > 0) {
    came(0, true);
    const all = await Promise.allSettled(Array.from({ length: AT_ONCE }, fetchNext));
    const failed = all.find(({ status }) => status === "rejected");
    if (failed) throw failed.reason;
  }
  return { name: manifest.name, parts, kept: full ? "full" : store.kept };
};
