// Creates elements in one call. Text is always inserted as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties and children, which are elements or text. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  set(made, properties);
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** The same for SVG, where everything is an attribute. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function set(made, properties) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === "dataset") Object.assign(made.dataset, value);
    else if (key.startsWith("aria-") || key === "role" || key === "for" || key === "list") made.setAttribute(key, value);
    else if (key === "onclick" || key === "onchange" || key === "onsubmit") made.addEventListener(key.slice(2), value);
    else made[key] = value;
  }
}

/** Scrolls a row of choices as far as the chosen one, if there is one, needs to be in sight. */
export function showChosen(row, chosen) {
  if (!chosen) return;
  const [room, own] = [row.getBoundingClientRect(), chosen.getBoundingClientRect()];
  row.scrollLeft += Math.max(0, own.right - room.right) + Math.min(0, own.left - room.left);
}

/** Marks those of some fields that are wrong, which a message with an id describes. */
export function markWrong(fields, isWrong, message) {
  for (const field of fields) {
    field.ariaInvalid = isWrong(field) ? "true" : null;
    if (isWrong(field)) field.setAttribute("aria-describedby", message.id);
    else field.removeAttribute("aria-describedby");
  }
}

export const byId = (id) => document.getElementById(id);

/** One of the page's icons, hidden from screen readers. */
export const icon = (name) => {
  const use = svg("use", { href: `#i-${name}` });
  return svg("svg", { class: "icon", "aria-hidden": "true", viewBox: "0 0 16 16" }, use);
};

/** The mark of fraud: an icon and a word. */
export const fraudMark = (word) => element("span", { className: "mark" }, icon("flag"), word);
