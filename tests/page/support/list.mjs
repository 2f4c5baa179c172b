// Lists the files of a build of the page with their hashes, for www/offline.js: node tests/page/support/list.mjs

import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const SKIPPED = /(^|\/)(\.|LICENSE$)|\.(ts|md)$|^pkg\/files\.js$/;
/** Large, and not needed by all: kept once they are used. */
const ON_USE = /^vendor\/duckdb\//;

/** Writes `pkg/files.js` of the page in a folder; returns the build's name. */
export async function list(www) {
  const hash = (content, encoding) => createHash("sha256").update(content).digest(encoding);
  const paths = (await readdir(www, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(www, "/").length)).filter((path) => !SKIPPED.test(path)).sort();
  const files = await Promise.all(paths.map(async (path) =>
    [path === "index.html" ? "./" : path, `sha256-${hash(await readFile(join(www, path)), "base64")}`]));
  const build = hash(JSON.stringify(files), "hex").slice(0, 16);
  const written = (isOnUse) => JSON.stringify(Object.fromEntries(files.filter(([path]) => ON_USE.test(path) === isOnUse)), null, 1);
  await writeFile(join(www, "pkg/files.js"), `const BUILD = "${build}";\nconst FILES = ${written(false)};\nconst ON_USE = ${written(true)};\n`);
  return build;
}

if (argv[1] === fileURLToPath(import.meta.url)) await list(fileURLToPath(new URL("../../../www/", import.meta.url)));
