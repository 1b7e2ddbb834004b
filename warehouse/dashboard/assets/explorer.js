// A table that readers filter and sort. Its state is the part of the address after #, so that a view can be sent on.
"use strict";
(async function () {
  const { load, number, onChange, said, t } = banggiao;
  const { make, label, chips, data } = elements;
  const PER_PAGE = 25;
  const section = document.querySelector("[data-explorer]");
  const table = section.dataset.explorer;
  const preset = new URLSearchParams(section.dataset.preset || "");

  const context = {};
  try {
    const names = ["labels", "partners", ...(table === "partners" ? [] : [table])];
    const loaded = await Promise.all(names.map(load));
    names.forEach((name, at) => (context[name] = loaded[at]));
  } catch (error) {
    section.replaceChildren(make("p", { class: "notice", role: "alert" }, error.message));
    return;
  }
  const { labels, partners } = context;
  const index = context[table];
  const size = index.kind.length;
  const numbers = Array.from({ length: size }, (_, at) => at);
  const partnersOf = {
    partners: (at) => [at],
    meetings: (at) => index.partners[at],
    commitments: (at) => [...index.actors[at], ...index.counterparties[at]],
  }[table];

  const state = () => new URLSearchParams(location.hash.slice(1));
  const value = (name) => preset.get(name) || state().get(name) || "";

  function change(name, to) {
    const next = state();
    if (to) next.set(name, to);
    else next.delete(name);
    if (name !== "page") next.delete("page");
    history.replaceState(null, "", `#${next}`);
    show();
  }

  const place = (vocabulary, text) => labels[vocabulary].values.indexOf(text);
  const vocabulary = { partners: "partner_kind", meetings: "meeting_kind", commitments: "commitment_kind" }[table];

  // Each filter: its name, what it is called, its choices, and whether row `at` has the chosen value.
  function filters() {
    const present = (column) => new Set(column.flat());
    const choices = (name, column) =>
      [...present(column)].sort((a, b) => a - b).map((at) => [labels[name].values[at], label(labels, name, at)]);
    const years = (column) => [...present(column)].filter(Boolean).sort((a, b) => b - a).map((year) => [String(year), String(year)]);
    const all = [
      { name: "kind", title: t("Loại", "Kind"), choices: choices(vocabulary, index.kind),
        has: (at, chosen) => index.kind[at] === place(vocabulary, chosen) },
    ];
    if (table === "partners") return all;
    const named = [...present(numbers.map(partnersOf))]
      .map((at) => [partners.id[at], said(partners.name[at])])
      .sort((a, b) => a[1].localeCompare(b[1], banggiao.language()));
    all.push({ name: "partner", title: t("Đối tác", "Partner"), choices: named,
      has: (at, chosen) => partnersOf(at).includes(partners.id.indexOf(chosen)) });
    all.push({ name: "topic", title: t("Lĩnh vực", "Field"), choices: choices("topic", index.topics),
      has: (at, chosen) => index.topics[at].includes(place("topic", chosen)) });
    all.push({ name: "year", title: t("Năm", "Year"), choices: years(index.year),
      has: (at, chosen) => index.year[at] === Number(chosen) });
    if (table === "meetings") {
      all.push({ name: "status", title: t("Tình trạng", "Status"), choices: choices("meeting_status", index.status),
        has: (at, chosen) => index.status[at] === place("meeting_status", chosen) });
    } else {
      const states = { open: t("Chưa thấy phản hồi", "No answer seen"), answered: t("Có phản hồi", "Answered"),
        waiting: t("Chưa thấy thực hiện", "No delivery seen"), fulfilled: t("Đã thấy thực hiện", "Delivery seen") };
      const kind = value("kind");
      const used = Object.entries(states).filter(([name]) =>
        index.state.some((own, at) => own === name && (!kind || index.kind[at] === place(vocabulary, kind))));
      if (used.length) all.push({ name: "state", title: t("Kết quả", "Outcome"), choices: used,
        has: (at, chosen) => index.state[at] === chosen });
      all.push({ name: "due", title: t("Hạn", "Due"), choices: years(index.deadline).reverse(),
        has: (at, chosen) => index.deadline[at] === Number(chosen) });
    }
    return all.filter((filter) => filter.choices.length && !preset.has(filter.name));
  }

  const sorts = {
    partners: ["activity", "name", "meetings", "given", "received", "articles"],
    meetings: ["newest", "oldest"],
    commitments: ["newest", "oldest", "due"],
  }[table];

  function sorted(found, ranked) {
    const order = value("sort") || (ranked ? "best" : preset.get("kind") === "target" ? "due" : sorts[0]);
    const byColumn = (column) => found.sort((a, b) => index[column][b] - index[column][a] || a - b);
    if (order === "oldest") return found.sort((a, b) => b - a);
    if (order === "due") return found.sort((a, b) => (index.deadline[a] || 9999) - (index.deadline[b] || 9999) || a - b);
    if (order === "name")
      return found.sort((a, b) => said(partners.name[a]).localeCompare(said(partners.name[b]), banggiao.language()));
    if (["meetings", "given", "received", "articles"].includes(order)) return byColumn(order);
    return order === "best" ? found : found.sort((a, b) => a - b);
  }

  function controls() {
    const selects = filters().map((filter) =>
      make("label", {}, make("span", {}, filter.title),
        make("select", { name: filter.name, onchange: (event) => change(filter.name, event.target.value) },
          make("option", { value: "" }, t("Tất cả", "All")),
          filter.choices.map(([own, text]) => make("option", { value: own, selected: value(filter.name) === own }, text)))));
    const titles = {
      activity: t("Hoạt động nhiều nhất", "Most active"), name: t("Tên", "Name"), meetings: t("Cuộc họp", "Meetings"),
      given: t("Đưa ra", "Made"), received: t("Nhận được", "Received"), articles: t("Bài báo", "Articles"),
      newest: t("Mới nhất trước", "Newest first"), oldest: t("Cũ nhất trước", "Oldest first"), due: t("Theo hạn", "By deadline"),
    };
    let timer = 0;
    const text = make("input", { type: "search", name: "q", value: value("q"), autocomplete: "off", oninput: (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => change("q", event.target.value.trim()), 150);
    } });
    const sort = make("select", { name: "sort", onchange: (event) => change("sort", event.target.value) },
      sorts.map((own) => make("option", { value: own, selected: value("sort") === own || (!value("sort") && own === (preset.get("kind") === "target" ? "due" : sorts[0])) }, titles[own])));
    const clear = make("button", { type: "button", onclick: () => {
      history.replaceState(null, "", "#");
      draw();
    } }, t("Xóa bộ lọc", "Clear filters"));
    return make("form", { class: "filters", role: "search", "aria-label": t("Bộ lọc", "Filters") },
      make("label", { class: "wide" }, make("span", {}, t("Có chữ", "Contains")), text), selects,
      make("label", {}, make("span", {}, t("Sắp xếp", "Sort")), sort), clear);
  }

  async function matching() {
    const query = value("q");
    let found = numbers;
    if (query) {
      const hits = await search.find(query);
      found = hits ? hits[table] : numbers;
      context.terms = hits ? hits.terms : null;
    } else context.terms = null;
    for (const filter of [...filters(), ...presets()]) {
      const chosen = value(filter.name);
      if (chosen) found = found.filter((at) => filter.has(at, chosen));
    }
    return sorted([...found], Boolean(query));
  }

  const presets = () =>
    preset.has("kind") ? [{ name: "kind", has: (at, chosen) => index.kind[at] === place(vocabulary, chosen) }] : [];

  const cell = (title, ...children) => make("td", { "data-title": title }, ...children);

  function partnerTable(found) {
    const titles = [t("Tên", "Name"), t("Loại", "Kind"), t("Cuộc họp", "Meetings"), t("Đưa ra", "Made"), t("Nhận được", "Received"), t("Bài báo", "Articles")];
    const row = (at) => make("tr", {},
      make("th", { scope: "row" }, make("a", { href: banggiao.address(partners.page[at]) }, ...elements.marked(said(partners.name[at]), context.terms)),
        make("code", { class: "id" }, partners.id[at])),
      cell(titles[1], label(labels, "partner_kind", partners.kind[at])),
      ...["meetings", "given", "received", "articles"].map((column, number_) =>
        make("td", { class: "count", "data-title": titles[number_ + 2] }, number(partners[column][at]))));
    return tableOf(titles, found.map(row), t("Đối tác", "Partners"));
  }

  function meetingTable(found, rows) {
    const titles = [t("Thời gian", "When"), t("Cuộc họp", "Meeting"), t("Loại", "Kind"), t("Nơi họp", "Place"), t("Các bên", "Parties"), t("Câu gốc", "Sentence")];
    const row = (at, number_) => {
      const own = rows[number_];
      const status = labels.meeting_status.values[index.status[at]];
      return make("tr", {},
        make("td", { class: "when", "data-title": titles[0] }, said(own.when)),
        make("th", { scope: "row" }, elements.meetingLink(own, context.terms),
          status === "held" ? null : " ", status === "held" ? null : make("span", { class: `badge status-${status}` }, label(labels, "meeting_status", index.status[at]))),
        cell(titles[2], label(labels, "meeting_kind", index.kind[at])),
        cell(titles[3], own.place ? data(own.place, { lang: "vi" }) : "–"),
        cell(titles[4], index.partners[at].length ? chips(partners, index.partners[at], 6) : "–"),
        cell(titles[5], elements.sentence(own.sentence, t("Xem", "See")) || "–"));
    };
    return tableOf(titles, found.map(row), t("Cuộc họp", "Meetings"));
  }

  function tableOf(titles, rows, caption) {
    return make("table", { class: "stacking" }, make("caption", { class: "hidden" }, caption),
      make("thead", {}, make("tr", {}, titles.map((title) => make("th", { scope: "col" }, title)))), make("tbody", {}, rows));
  }

  function pager(total, page, pages) {
    const go = (to, text, isOff) =>
      make("button", { type: "button", disabled: isOff, onclick: () => {
        change("page", to > 1 ? String(to) : "");
        section.scrollIntoView({ block: "start" });
      } }, text);
    const first = total ? (page - 1) * PER_PAGE + 1 : 0;
    const status = make("p", { role: "status" }, total
      ? t(`${number(first)}–${number(Math.min(total, page * PER_PAGE))} trong ${number(total)}`, `${number(first)}–${number(Math.min(total, page * PER_PAGE))} of ${number(total)}`)
      : t("Không có dòng nào khớp bộ lọc.", "No row matches the filters."));
    return make("nav", { class: "pager", "aria-label": t("Trang", "Page") }, go(page - 1, t("← Trước", "← Previous"), page <= 1),
      status, go(page + 1, t("Sau →", "Next →"), page >= pages));
  }

  const content = make("div", { class: "explorer-content" });
  let turn = 0;

  async function show() {
    const own = (turn += 1);
    try {
      const found = await matching();
      const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
      const page = Math.min(pages, Math.max(1, Number.parseInt(value("page"), 10) || 1));
      const shown = found.slice((page - 1) * PER_PAGE, page * PER_PAGE);
      const rows = table === "partners" ? [] : await elements.rows(table, shown);
      if (own !== turn) return;
      const body = { partners: partnerTable, meetings: meetingTable }[table];
      const list = body ? body(shown, rows)
        : make("ul", { class: "items" }, shown.map((at, number_) => elements.commitment(context, at, rows[number_], context.terms)));
      content.replaceChildren(pager(found.length, page, pages), list, found.length > PER_PAGE ? pager(found.length, page, pages) : "");
    } catch (error) {
      content.replaceChildren(make("p", { class: "notice", role: "alert" }, error.message));
    }
  }

  function draw() {
    section.replaceChildren(controls(), content);
    show();
  }

  onChange(draw);
  addEventListener("hashchange", draw);
  draw();
})();
