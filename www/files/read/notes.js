// What was done to read a file that its user should know of.

/** Sentences about what `readFile` found; `texts` are those of files. */
export const notesOf = ({ encoding, renamed = [], columns }, texts) => [
  encoding && texts.encoding(encoding),
  renamed.length > 0 && texts.renamed(renamed.map(([told, name]) => `${told === "" ? texts.unnamed : told} → ${name}`).join(", ")),
  ...["json", "hex", "text"].map((form) => [form, columns.filter((column) => column.form === form).map(({ name }) => name)])
    .map(([form, names]) => names.length > 0 && texts.forms[form](names.join(", "))),
].filter(Boolean);
