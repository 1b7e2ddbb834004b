// What every page does: both languages, light and dark, loading data, the search box, the chosen sentence.
"use strict";
const banggiao = (function () {
  const root = document.documentElement;
  const body = document.body;
  const waiting = new Map();
  const loaded = new Map();
  const listeners = [];

  function remember(name, value) {
    try {
      const stored = JSON.parse(localStorage.getItem("banggiao") || "{}") || {};
      localStorage.setItem("banggiao", JSON.stringify({ ...stored, [name]: value }));
    } catch {
      // A browser that stores nothing forgets the choice with the page.
    }
  }

  // Data scripts call this: a page from disk may load a script, but may not fetch a file.
  function receive(name, value) {
    loaded.set(name, value);
    const promise = waiting.get(name);
    if (promise) promise.resolve(value);
  }

  function load(name) {
    if (loaded.has(name)) return Promise.resolve(loaded.get(name));
    if (waiting.has(name)) return waiting.get(name).promise;
    const entry = {};
    entry.promise = new Promise((resolve, reject) => {
      entry.resolve = resolve;
      const script = document.createElement("script");
      script.src = address(`${body.dataset.folder}/${name}.js`);
      script.onerror = () => {
        waiting.delete(name);
        reject(new Error(t("Dữ liệu đã được cập nhật. Hãy tải lại trang.", "The data was updated. Please reload.")));
      };
      document.head.append(script);
    });
    waiting.set(name, entry);
    return entry.promise;
  }

  const address = (path) => (body.dataset.root || "") + path;
  const language = () => root.dataset.language;
  const t = (vi, en) => (language() === "en" ? en : vi);
  const said = (text) => (text === null || text === undefined ? "" : text[language()]);
  const number = (value) => value.toLocaleString(language() === "en" ? "en-GB" : "vi-VN");

  // Vietnamese stands in the page, English in data-en beside it; the other one is kept when they change places.
  function say() {
    const english = language() === "en";
    root.lang = language();
    for (const node of document.querySelectorAll("[data-en]")) {
      if (node.dataset.vi === undefined) node.dataset.vi = node.textContent;
      node.textContent = english ? node.dataset.en : node.dataset.vi;
    }
    for (const name of ["aria-label", "placeholder", "title"]) {
      for (const node of document.querySelectorAll(`[data-en-${name}]`)) {
        const own = `data-vi-${name}`;
        if (!node.hasAttribute(own)) node.setAttribute(own, node.getAttribute(name));
        node.setAttribute(name, node.getAttribute(english ? `data-en-${name}` : own));
      }
    }
    for (const button of document.querySelectorAll("[data-language-switch]")) {
      button.textContent = english ? "VI" : "EN";
      button.lang = english ? "vi" : "en";
      button.setAttribute("aria-label", english ? "Tiếng Việt" : "English");
    }
    for (const listener of listeners) listener();
  }

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  function choose(event) {
    for (const mark of document.querySelectorAll("mark.chosen")) mark.classList.remove("chosen");
    const name = decodeURIComponent(location.hash.slice(1));
    if (!/^q\d+-\d+$/.test(name)) return;
    const marks = document.querySelectorAll(`mark[data-spans~="${name}"]`);
    for (const mark of marks) mark.classList.add("chosen");
    if (marks.length) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || !event;
      marks[0].tabIndex = -1;
      marks[0].focus({ preventScroll: true });
      marks[0].scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    }
  }

  function start() {
    for (const button of document.querySelectorAll("[data-language-switch]")) {
      button.addEventListener("click", () => {
        root.dataset.language = language() === "en" ? "vi" : "en";
        remember("language", language());
        say();
      });
    }
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        remember("theme", root.dataset.theme);
        for (const listener of listeners) listener();
      });
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      for (const listener of listeners) listener();
    });
    for (const form of document.querySelectorAll("[data-search-form]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const query = form.querySelector("input").value.trim();
        if (query) location.href = address(`search.html#q=${encodeURIComponent(query)}`);
      });
    }
    document.addEventListener("keydown", (event) => {
      const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
      if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        document.getElementById("site-search")?.focus();
      }
    });
    addEventListener("hashchange", choose);
    say();
    choose();
  }

  start();
  return { address, isDark, language, load, number, onChange: (listener) => listeners.push(listener), receive, said, t };
})();
