// How wide texts are when they are written.

const MOST = 20_000;
const known = new Map();
let pen;
let family;

/** The width of a text in pixels. */
export function widthOf(text, size = 12, weight = 400) {
  const key = `${weight} ${size} ${text}`;
  if (!known.has(key)) {
    if (known.size > MOST) known.clear();
    pen ??= document.createElement("canvas").getContext("2d");
    family ??= getComputedStyle(document.body).fontFamily;
    pen.font = `${weight} ${size}px ${family}`;
    known.set(key, pen.measureText(text).width);
  }
  return known.get(key);
}

/** The width of the widest of some texts. */
export const widest = (texts, size, weight) => Math.max(0, ...texts.map((text) => widthOf(text, size, weight)));

/** Text in at most `most` lines that are as wide as the room; what is too long is cut. */
export function linesOf(text, room, { size = 12, weight = 400, most = 1 } = {}) {
  const fits = (line) => widthOf(line, size, weight) <= room;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (fits(longer) || lines.length === most || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => (fits(line) ? line : cut(line, fits)));
}

/** A number at the end stays, as it tells one account from another. */
function cut(line, fits) {
  const [number] = line.match(/ [^ ]*\d[^ ]*$/) ?? [""];
  const cutAt = (length) => `${line.slice(0, length).trimEnd()}…${number}`;
  let length = line.length - number.length - 1;
  while (length > 1 && !fits(cutAt(length))) length--;
  return cutAt(length);
}
