// The files that a manifest lists, compared with those that were opened.

// A file is hashed as a whole, in memory.
const MOST_HASHED = 1_000_000_000;
const DATA = /^(\w+)\/[^/]+\.(parquet|csv|jsonl|ndjson)(\.\w+)?$/i;

/**
 * The opened files by the path of the part that they are, and the paths of those that no manifest of the folder lists.
 * `items` are `{path, file, table}`. In a folder the path says which part a file is; else its name and table do.
 */
export function match({ folder, parts, listed, tables }, items) {
  const inside = new Map(items.filter(({ path }) => path.startsWith(folder)).map((item) => [item.path.slice(folder.length), item]));
  const loose = items.filter(({ path }) => !path.includes("/"));
  const found = new Map();
  for (const { path, table } of parts) {
    const item = inside.get(path) ?? loose.find((other) => path.endsWith(`/${other.path}`) && other.table === table);
    if (item) found.set(path, item);
  }
  return { found, unlisted: [...inside.keys()].filter((path) => tables.has(path.match(DATA)?.[1]) && !listed.has(path)) };
}

/** What a file is beside what the manifest says of it: `same`, `bytes` if it has another length, `changed`, or `unread` if only its length is known. */
export async function compareFile(file, { bytes, sha256 }) {
  if (file.size !== bytes) return "bytes";
  // Browsers have it only where nobody could have changed the page on its way.
  if (!globalThis.crypto?.subtle || bytes > MOST_HASHED) return "unread";
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") === sha256 ? "same" : "changed";
}
