// Why a file cannot be taken, in kinds that have words in both languages.

import { element } from "../../view/dom.js";

const HEADS = [
  ["zip", "PK\x03\x04"], ["picture", "\x89PNG"], ["picture", "\xFF\xD8\xFF"], ["picture", "GIF8"], ["pdf", "%PDF"], ["gzip", "\x1F\x8B"],
];

export class FileError extends Error {
  constructor(kind, ...details) {
    super(kind);
    Object.assign(this, { kind, details });
  }
}

/** What a file is by its first bytes, if that is known and no table; undefined otherwise. */
export function kindOf(bytes) {
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  const [kind] = HEADS.find(([, start]) => head.startsWith(start)) ?? [];
  return kind ?? (/^(\xEF\xBB\xBF)?\s*[{[]/.test(head) ? "json" : undefined);
}

/** What to tell of a problem with a file: `texts` are those of the kinds. What a library says is English. */
export const told = ({ kind, details = [], message }, texts) => (texts[kind] ? element("span", {}, texts[kind](...details)) : element("span", { lang: "en" }, message));
