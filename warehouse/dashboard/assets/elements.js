// Builds what the tables and the search show. Text only ever enters as text, never as markup.
"use strict";
const elements = (function () {
  const { address, said, t } = banggiao;

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "onclick" || name === "onchange" || name === "oninput") node[name] = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  const data = (text, attributes) => make("bdi", attributes, text);
  const capital = (name) => name.charAt(0).toUpperCase() + name.slice(1);
  const plain = (text) =>
    text.normalize("NFC").toLowerCase().normalize("NFD").replace(/\p{M}+/gu, "").replaceAll("đ", "d");
  const words = (text) => text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];

  // The text as nodes, with the words that were searched for marked.
  function marked(text, terms) {
    if (!terms || !terms.length) return [text];
    const nodes = [];
    let at = 0;
    for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      const word = plain(match[0]);
      const isFound = terms.some((term, number) => (number === terms.length - 1 ? word.startsWith(term) : word === term));
      if (!isFound) continue;
      nodes.push(text.slice(at, match.index), make("mark", { class: "found" }, match[0]));
      at = match.index + match[0].length;
    }
    nodes.push(text.slice(at));
    return nodes;
  }

  function chip(partners, number) {
    const name = said(partners.name[number]);
    const short = said(partners.short[number]);
    const attributes = { class: "chip", href: address(partners.page[number]), title: short === name ? null : name };
    return make("a", attributes, data(short));
  }

  function chips(partners, numbers, most) {
    const shown = numbers.slice(0, most).map((number) => chip(partners, number));
    const more = numbers.length > most ? make("span", { class: "more" }, `+${numbers.length - most}`) : null;
    return make("span", { class: "chips" }, shown, more);
  }

  const label = (labels, vocabulary, number) => said(labels[vocabulary].texts[number]);
  const sentence = (path, short) =>
    path ? make("a", { class: "source", href: address(path), "aria-label": t("Xem câu trong bài", "See it in the article") },
      short || t("Xem câu trong bài", "See it in the article")) : null;

  function meetingLink(row, terms) {
    return make("a", { href: address(row.page), lang: "vi" }, data("", {}), ...marked(capital(row.name), terms));
  }

  function meeting(context, number, row, terms) {
    const { labels, partners, meetings } = context;
    const status = labels.meeting_status.values[meetings.status[number]];
    return make(
      "li",
      { class: "item" },
      make(
        "p",
        { class: "item-head" },
        make("span", { class: "when" }, said(row.when)),
        " ",
        make("span", { class: "badge" }, label(labels, "meeting_kind", meetings.kind[number])),
        status === "held"
          ? null
          : make("span", { class: `badge status-${status}` }, label(labels, "meeting_status", meetings.status[number])),
      ),
      make("h3", {}, meetingLink(row, terms)),
      make("p", {}, row.place ? make("span", { class: "muted", lang: "vi" }, data(row.place), " ") : null,
        chips(partners, meetings.partners[number], 8)),
      row.sentence && terms
        ? make("p", { class: "quiet", lang: "vi" }, ...marked(row.quote, terms), " ", sentence(row.sentence))
        : null,
    );
  }

  function commitment(context, number, row, terms) {
    const { labels, partners, commitments } = context;
    const kind = labels.commitment_kind.values[commitments.kind[number]];
    const state = commitments.state[number];
    const states = {
      open: t("chưa thấy phản hồi", "no answer seen"),
      answered: t("có phản hồi", "answered"),
      fulfilled: t("đã thấy thực hiện", "delivery seen"),
    };
    const counterparties = kind === "agreement" ? [] : commitments.counterparties[number];
    const topics = commitments.topics[number]
      .filter((topic) => labels.topic.values[topic] !== "other")
      .map((topic) => make("span", { class: "topic" }, label(labels, "topic", topic)));
    const instrument = commitments.instrument[number];
    return make(
      "li",
      { class: `item commitment kind-${kind}` },
      make(
        "p",
        { class: "item-head" },
        make("span", { class: `badge kind-${kind}` }, label(labels, "commitment_kind", commitments.kind[number])),
        " ",
        chips(partners, commitments.actors[number], 6),
        counterparties.length ? make("span", { class: "arrow", "aria-hidden": "true" }, "→") : null,
        counterparties.length ? make("span", { class: "hidden" }, t("với", "to")) : null,
        counterparties.length ? chips(partners, counterparties, 6) : null,
        states[state] ? make("span", { class: `badge state-${state}` }, states[state]) : null,
      ),
      make("blockquote", { lang: "vi" }, make("p", {}, ...marked(row.quote, terms))),
      make(
        "p",
        { class: "item-foot" },
        make("span", { class: "when" }, said(row.when)),
        row.speaker ? make("span", {}, data(row.speaker)) : null,
        row.value ? make("strong", {}, said(row.value)) : null,
        commitments.deadline[number] ? make("span", {}, `${t("hạn", "due")} ${commitments.deadline[number]}`) : null,
        instrument < 0 ? null : make("span", {}, label(labels, "instrument", instrument)),
        topics,
        row.meeting ? make("a", { href: address(row.meeting.page), lang: "vi" }, data(capital(row.meeting.name))) : null,
        sentence(row.sentence),
        row.source ? make("span", { class: "muted" }, data(row.source)) : null,
      ),
    );
  }

  function partner(context, number, terms) {
    const { labels, partners } = context;
    return make(
      "li",
      { class: "item" },
      make("p", { class: "item-head" }, make("span", { class: "badge" }, label(labels, "partner_kind", partners.kind[number]))),
      make("h3", {}, make("a", { href: address(partners.page[number]) }, ...marked(said(partners.name[number]), terms))),
    );
  }

  function article(row, terms) {
    return make(
      "li",
      { class: "item" },
      make("p", { class: "item-head" }, make("span", { class: "when" }, said(row.when)), " ",
        row.publisher ? make("span", { class: "muted" }, data(row.publisher)) : null),
      make("h3", {}, make("a", { href: address(row.page), lang: "vi" }, ...marked(row.title, terms))),
    );
  }

  // Rows of a table by their numbers, from the files that hold them.
  async function rows(table, numbers) {
    const { rowsPerFile } = await banggiao.load("labels");
    const files = [...new Set(numbers.map((number) => Math.floor(number / rowsPerFile)))];
    const loaded = new Map();
    await Promise.all(files.map(async (file) => loaded.set(file, await banggiao.load(`${table}-${file}`))));
    return numbers.map((number) => loaded.get(Math.floor(number / rowsPerFile))[number % rowsPerFile]);
  }

  return { article, capital, chips, commitment, data, label, make, marked, meeting, meetingLink, partner, plain, rows, sentence, words };
})();
