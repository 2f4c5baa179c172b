// Before anything is drawn: the language and the theme, from the address, the last visit or the browser, whether the
// page opens on a fraud or on the records, and whether the browser has what the page needs. In words that old browsers
// know, as it is they that have to be told.
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
  root.setAttribute("data-view", isBare || address.view === "start" ? "start" : "records");
  // The latest of what the scripts use; browsers that have it have the rest.
  var isModern = "noModule" in document.createElement("script") && typeof Map.groupBy === "function" && typeof Array.prototype.toSorted === "function";
  if (!isModern) root.setAttribute("data-lacks", "modern");
  else if (typeof WebAssembly !== "object") root.setAttribute("data-lacks", "wasm");
})();
