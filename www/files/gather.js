// Files that were dropped or chosen, those in folders among them.

// Of a folder with more, the rest is left out.
const MOST = 500;

/** The files that entries of a drop are, or have in them. */
export async function filesOf(entries) {
  const found = [];
  for (const entry of entries) await visit(entry, found);
  return found;
}

async function visit(entry, found) {
  if (entry instanceof File) {
    found.push(entry);
  } else if (entry.isFile) {
    found.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
  } else {
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0 || found.length >= MOST) return;
      for (const inner of some) await visit(inner, found);
    }
  }
}
