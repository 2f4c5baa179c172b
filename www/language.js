// Before anything is drawn: the language and the theme, from the address, the last visit or the browser, and whether
// the page opens on a fraud or on the records.
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
})();
