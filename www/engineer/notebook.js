// A Jupyter notebook that makes the dataset and shows the rows of the view.

import { duckdb } from "./snippets.js";

const source = (text) => text.trim().split(/(?<=\n)/);

/** The notebook as JSON. `notes` has the meaning of columns, `texts` the words. */
export function notebook({ view, command, link, notes }, texts) {
  let cells = 0;
  const cell = (type, text, more) => ({ cell_type: type, id: `cell-${++cells}`, metadata: {}, ...more, source: source(text) });
  const markdown = (text) => cell("markdown", text);
  const code = (text) => cell("code", text, { execution_count: null, outputs: [] });
  const dictionary = Object.entries(notes).map(([name, note]) => `| \`${name}\` | ${note.replaceAll("|", "\\|")} |`).join("\n");
  return `${JSON.stringify({
    cells: [
      markdown(`# fraudgen: ${view.table}\n\n${texts.intro}\n\n<${link}>`),
      code(`import pathlib, shlex, subprocess

if not pathlib.Path("data/_SUCCESS").exists():
    subprocess.run(shlex.split(${JSON.stringify(command)}), check=True)`),
      markdown(`## ${texts.rows}\n\n${texts.needs}`),
      code(`import duckdb

rows = duckdb.sql(r"""
${duckdb(view)}""").df()
rows.head(20)`),
      markdown(`## ${texts.columns}\n\n| | |\n|---|---|\n${dictionary}`),
    ],
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  }, null, 1)}\n`;
}
