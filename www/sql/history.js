// The queries that were run last, the newest first, remembered by the browser.

const KEY = "sql";
const MOST = 20;

export function past() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return []; // Storage may be forbidden.
  }
}

export function remember(sql) {
  try {
    localStorage.setItem(KEY, JSON.stringify([sql, ...past().filter((other) => other !== sql)].slice(0, MOST)));
  } catch {
    // Storage may be forbidden, or full.
  }
}
