// What a page lacks for people who use a keyboard, a screen reader or weak eyes: a list of faults, empty if there are none.
() => {
  const faults = [];
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && node.getClientRects().length > 0;
  const hiddenForGood = (node) => node.closest(".hidden, .skip, noscript, svg, [hidden], details:not([open]) > :not(summary)");
  const told = (node) => `${node.tagName.toLowerCase()}.${node.className} "${node.textContent.trim().slice(0, 40)}"`;

  // Colours as [red, green, blue, alpha], each from 0 to 1; computed styles write rgb() or color(srgb ...).
  const parse = (text) => {
    const numbers = text.match(/[\d.]+(?:e-?\d+)?/g).map(Number);
    const scale = text.startsWith("rgb") ? 255 : 1;
    return [...numbers.slice(0, 3).map((part) => part / scale), numbers[3] ?? 1];
  };
  const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);
  const background = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [1, 1, 1, 1]);
  };
  const light = ([red, green, blue]) => {
    const linear = [red, green, blue].map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };

  for (const node of document.body.querySelectorAll("*")) {
    const hasText = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!hasText || hiddenForGood(node) || !shown(node) || node.closest(":disabled")) continue;
    const style = getComputedStyle(node);
    const below = background(node);
    const ratio = contrast(over(parse(style.color), below), below);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)}: ${told(node)}`);
  }
  for (const node of document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")) {
    const name = node.getAttribute("aria-label") || node.textContent.trim() || node.labels?.[0]?.textContent.trim();
    if (!name) faults.push(`no name: ${told(node)}`);
    if (shown(node) && node.matches("button, input, select") && node.getBoundingClientRect().height < 24) faults.push(`too small to hit: ${told(node)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) faults.push(`the same id twice: ${twice.slice(0, 3)}`);
  let level = 0;
  for (const heading of document.querySelectorAll("main h1, main h2, main h3, main h4")) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) faults.push(`heading h${own} after h${level}: ${told(heading)}`);
    level = own;
  }
  for (const list of document.querySelectorAll("ul, ol")) {
    if ([...list.children].some((child) => child.tagName !== "LI")) faults.push(`not only items in ${told(list)}`);
  }
  for (const table of document.querySelectorAll("table:not(#vg-tooltip-element *)")) {
    if (!table.querySelector("th[scope]")) faults.push(`no heads: ${told(table)}`);
  }
  for (const node of document.querySelectorAll("[lang]")) {
    if (!/^[a-z]{2}$/.test(node.lang)) faults.push(`no language: ${node.lang}`);
  }
  if (!document.title) faults.push("no title");
  return [...new Set(faults)].slice(0, 20);
}
