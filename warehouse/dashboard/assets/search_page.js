// The page of results: partners, meetings, commitments and articles, as the reader types.
"use strict";
(async function () {
  const { load, number, onChange, t } = banggiao;
  const { make } = elements;
  const section = document.querySelector("[data-search-page]");
  const box = document.getElementById("site-search");
  const PER_GROUP = 20;
  const limits = {};
  let latest = 0;

  const groups = [
    ["commitments", () => t("Cam kết, đề nghị", "Commitments")],
    ["meetings", () => t("Cuộc họp", "Meetings")],
    ["partners", () => t("Đối tác", "Partners")],
    ["articles", () => t("Bài báo", "Articles")],
  ];

  async function context() {
    const names = ["labels", "partners", "meetings", "commitments"];
    const [labels, partners, meetings, commitments] = await Promise.all(names.map(load));
    return { labels, partners, meetings, commitments };
  }

  async function items(name, numbers, terms) {
    const all = await context();
    if (name === "partners") return numbers.map((own) => elements.partner(all, own, terms));
    const rows = await elements.rows(name, numbers);
    if (name === "articles") return rows.map((row) => elements.article(row, terms));
    return rows.map((row, at) => elements[name.slice(0, -1)](all, numbers[at], row, terms));
  }

  async function group(name, title, found) {
    const limit = limits[name] || PER_GROUP;
    const shown = await items(name, found[name].slice(0, limit), found.terms);
    const more = make("button", { type: "button", class: "more-button", onclick: () => {
      limits[name] = limit + PER_GROUP;
      show();
    } }, t("Xem thêm", "Show more"));
    return make("section", { id: `found-${name}` }, make("h2", {}, `${title} (${number(found[name].length)})`),
      make("ul", { class: "items" }, shown), found[name].length > limit ? more : null);
  }

  async function show() {
    const turn = (latest += 1);
    const query = box.value.trim();
    const status = make("p", { class: "muted", role: "status" });
    try {
      const found = await search.find(query);
      const shown = [];
      if (found) {
        for (const [name, title] of groups) if (found[name].length) shown.push(await group(name, title(), found));
        status.textContent = found.total
          ? t(`${number(found.total)} kết quả`, `${number(found.total)} results`)
          : t("Không tìm thấy. Hãy thử ít từ hơn.", "Nothing found. Try fewer words.");
      } else status.textContent = t("Gõ điều cần tìm vào ô trên cùng.", "Type what you look for in the box above.");
      if (turn === latest) section.replaceChildren(status, ...shown);
    } catch (error) {
      section.replaceChildren(make("p", { class: "notice", role: "alert" }, error.message));
    }
  }

  function fromAddress() {
    const query = new URLSearchParams(location.hash.slice(1)).get("q");
    if (query !== null && query !== box.value) box.value = query;
    show();
  }

  let timer = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const name of Object.keys(limits)) delete limits[name];
      history.replaceState(null, "", `#q=${encodeURIComponent(box.value.trim())}`);
      show();
    }, 120);
  });
  addEventListener("hashchange", fromAddress);
  onChange(show);
  fromAddress();
  if (!box.value) box.focus();
})();
