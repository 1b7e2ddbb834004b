// Full-text search: words and pairs of neighbouring words, with or without accents, from files that are loaded on demand.
"use strict";
const search = (function () {
  const MOST_FILES = 4;

  const decode = (steps) => {
    let at = 0;
    return steps.split(",").map((step) => (at += Number(step)));
  };

  // The last file whose first entry is not after the word.
  function fileOf(firsts, word) {
    let low = 0;
    let high = firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  async function entries(kind, firsts, word, isPrefix) {
    const first = Math.max(0, fileOf(firsts, word));
    const last = isPrefix ? fileOf(firsts, `${word}\uffff`) : first;
    if (last < 0) return [];
    const files = [];
    for (let file = first; file <= last && files.length < MOST_FILES; file += 1) files.push(banggiao.load(`${kind}-${file}`));
    const found = [];
    for (const file of await Promise.all(files)) {
      if (!isPrefix) {
        if (Object.hasOwn(file, word)) found.push(file[word]);
        continue;
      }
      for (const entry of Object.keys(file)) if (entry.startsWith(word)) found.push(file[entry]);
    }
    return found;
  }

  // Documents that hold the word; those that hold it as it was typed, with its accents, are worth more.
  async function documentsOf(index, typed, isPrefix) {
    const word = elements.plain(typed);
    const scores = new Map();
    for (const spellings of await entries("words", index.words, word, isPrefix)) {
      for (const [spelling, steps] of Object.entries(spellings)) {
        const worth = spelling === typed ? 2 : 1;
        for (const number of decode(steps)) scores.set(number, Math.max(worth, scores.get(number) || 0));
      }
    }
    return scores;
  }

  // Numbers of the documents that hold all words, the best first; equal ones in the order of the tables.
  async function find(query) {
    const typed = elements.words(query).slice(0, 12).map((word) => word.slice(0, 24));
    if (!typed.length) return null;
    const index = await banggiao.load("search");
    const all = await Promise.all(typed.map((word, at) => documentsOf(index, word, at === typed.length - 1)));
    all.sort((one, other) => one.size - other.size);
    const scores = new Map();
    for (const [number, score] of all[0]) {
      if (all.every((scored) => scored.has(number))) {
        scores.set(number, all.slice(1).reduce((sum, scored) => sum + scored.get(number), score));
      }
    }
    for (let at = 0; at + 1 < typed.length && scores.size; at += 1) {
      const pair = `${elements.plain(typed[at])} ${elements.plain(typed[at + 1])}`;
      for (const steps of await entries("pairs", index.pairs, pair, at + 2 === typed.length)) {
        for (const number of decode(steps)) if (scores.has(number)) scores.set(number, scores.get(number) + 3);
      }
    }
    const documents = [...scores.keys()].sort((one, other) => scores.get(other) - scores.get(one) || one - other);
    const groups = index.sizes.map(() => []);
    for (const number of documents) {
      let group = 0;
      let own = number;
      while (own >= index.sizes[group]) own -= index.sizes[group++];
      groups[group].push(own);
    }
    const [partners, meetings, commitments, articles] = groups;
    return { total: documents.length, terms: typed.map(elements.plain), partners, meetings, commitments, articles };
  }

  return { find };
})();
