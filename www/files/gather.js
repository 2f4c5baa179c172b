// Files that were dropped or chosen, those in folders among them.

// Of a folder with more, the rest is left out.
export const MOST = 500;

const paths = new WeakMap();

/** Where a file is in the folder that it came with, or its name. */
export const pathOf = (file) => paths.get(file) ?? file.name;

/** The files that entries of a drop are, or have in them. */
export async function filesOf(entries) {
  const found = [];
  for (const entry of entries) await visit(entry, found);
  return found.sort((a, b) => pathOf(a).localeCompare(pathOf(b), "en", { numeric: true }));
}

async function visit(entry, found) {
  if (entry instanceof File) {
    found.push(entry);
    if (entry.webkitRelativePath) paths.set(entry, entry.webkitRelativePath);
  } else if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push(file);
    paths.set(file, entry.fullPath.slice(1));
  } else {
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0 || found.length >= MOST) return;
      for (const inner of some) await visit(inner, found);
    }
  }
}
