// Before anything is drawn: the language and the theme, from the address, the last visit or the browser, and whether
// the page opens on a fraud or on the records. What these need is fetched at once.
(() => {
  const address = new URLSearchParams(location.search);
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // Storage may be forbidden.
    }
  };
  const root = document.documentElement;
  const language = address.get("lang") ?? kept("lang") ?? navigator.language;
  root.lang = language.toLowerCase().startsWith("pt") ? "pt-BR" : "en";
  const theme = address.get("theme") ?? kept("theme");
  if (theme) root.dataset.theme = theme;
  const isBare = [...address.keys()].every((name) => ["lang", "theme", "zone"].includes(name));
  root.dataset.view = isBare || address.get("view") === "start" ? "start" : "records";
  const needed = {
    "en": ["text/en.js", "text/en-fraud.js"],
    "pt-BR": ["text/pt.js", "text/pt-columns.js", "text/pt-fraud.js"],
    "start": [
      "start/start.js", "story/story.js", "story/case.js", "story/money.js", "story/ring.js", "story/steps.js", "plots/figure.js", "plots/flow.js",
    ],
    "records": ["view/records.js", "view/arrange.js", "view/grid.js"],
  };
  for (const href of [...needed[root.lang], ...needed[root.dataset.view]]) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
  }
})();
