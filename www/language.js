// Before anything is drawn: the language and the theme, from the address, the last visit or the browser, whether the
// page opens on a fraud or on the records, and whether the browser has what the page needs. What these need is fetched at
// once. In words that old browsers know, as it is they that have to be told.
(function () {
  var root = document.documentElement;
  var address = {};
  var names = [];
  location.search.slice(1).split("&").forEach(function (pair) {
    var parts = pair.split("=");
    if (!parts[0] || parts[0] in address) return;
    address[parts[0]] = parts[1] || "";
    names.push(parts[0]);
  });
  function chosen(name) {
    if (name in address) return address[name];
    try {
      return localStorage.getItem(name);
    } catch (forbidden) {
      return null;
    }
  }
  var language = chosen("lang");
  root.lang = (language === null ? navigator.language || "" : language).toLowerCase().indexOf("pt") === 0 ? "pt-BR" : "en";
  var theme = chosen("theme");
  if (theme) root.setAttribute("data-theme", theme);
  var isBare = names.every(function (name) { return name === "lang" || name === "theme" || name === "zone"; });
  var view = isBare || address.view === "start" ? "start" : "records";
  root.setAttribute("data-view", view);
  // The latest of what the scripts use; browsers that have it have the rest.
  var isModern = "noModule" in document.createElement("script") && typeof Map.groupBy === "function" && typeof Array.prototype.toSorted === "function";
  if (!isModern) root.setAttribute("data-lacks", "modern");
  else if (typeof WebAssembly !== "object") root.setAttribute("data-lacks", "wasm");
  var needed = {
    "en": ["text/en.js", "text/en-explore.js", "text/en-fraud.js", "text/en-graph.js"],
    "pt-BR": ["text/pt.js", "text/pt-columns.js", "text/pt-explore.js", "text/pt-fraud.js", "text/pt-graph.js"],
    "start": [
      "start/start.js", "story/story.js", "story/case.js", "story/money.js", "story/ring.js", "story/steps.js", "plots/figure.js", "plots/flow.js",
      "plots/layers.js", "view/ruler.js"
    ],
    "records": [
      "view/records.js", "view/cards.js", "view/grid.js", "view/grid-mouse.js", "view/range.js", "view/rows.js", "view/ruler.js", "view/scroll.js", "view/sheet.js", "view/widths.js",
      "explore/arrange.js", "explore/chips.js", "explore/filters.js", "explore/form.js", "explore/slices.js", "explore/states.js", "explore/words.js"
    ]
  };
  needed[root.lang].concat(needed[view]).forEach(function (href) {
    var link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = href;
    document.head.appendChild(link);
  });
})();
