// Runs before anything is drawn: the reader's language and theme, so that a page does not flash in another.
"use strict";
(function () {
  const root = document.documentElement;
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem("banggiao") || "{}") || {};
  } catch {
    stored = {};
  }
  if (stored.theme === "light" || stored.theme === "dark") root.dataset.theme = stored.theme;
  root.dataset.language = stored.language === "en" ? "en" : "vi";
  root.classList.add("scripted");
})();
