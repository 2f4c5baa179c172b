// Names of columns, as tables of SQL need them.

/** Names that are neither empty nor taken twice, whatever their case: `id`, `id_1` and `column2` of `id`, `ID` and an empty one. */
export function distinct(names) {
  const taken = new Set();
  return names.map((name, index) => {
    const base = name.trim() === "" ? `column${index}` : name;
    let free = base;
    for (let count = 1; taken.has(free.toLowerCase()); count++) free = `${base}_${count}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
