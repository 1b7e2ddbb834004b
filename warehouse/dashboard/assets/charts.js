// Draws the charts in the reader's language and theme; expressions are interpreted, so that no code is made of text.
"use strict";
(async function () {
  const canvases = [...document.querySelectorAll("[data-chart]")];
  const MOST_SQUARE = 640;
  const ONLY_ERRORS = 1;

  function config() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const font = getComputedStyle(document.body).fontFamily;
    const axis = { labelColor: colour("--muted"), titleColor: colour("--muted"), gridColor: colour("--line"),
      domainColor: colour("--line"), tickColor: colour("--line"), labelFontSize: 12.5, titleFontSize: 12.5 };
    const palette = [1, 2, 3, 4, 5, 6, 7].map((number) => colour(`--colour-${number}`));
    return {
      background: "transparent", font, axis, view: { stroke: null },
      legend: { labelColor: colour("--ink"), labelFontSize: 12.5, symbolType: "circle" },
      range: { category: palette, heatmap: [colour("--heat-low"), colour("--heat-high")], ramp: [colour("--heat-low"), colour("--heat-high")] },
      mark: { color: palette[0] }, circle: { color: palette[0] }, bar: { color: palette[0] }, rule: { color: colour("--muted") },
      line: { color: colour("--muted") }, text: { color: colour("--ink"), fontSize: 12.5 },
    };
  }

  async function draw(canvas) {
    const specs = await banggiao.load(`chart-${canvas.dataset.chart}`);
    const spec = structuredClone(specs[banggiao.language()]);
    if (spec.usermeta?.square) {
      const size = Math.min(MOST_SQUARE, canvas.clientWidth);
      Object.assign(spec, { width: size, height: size, padding: 0, autosize: { type: "fit", contains: "padding" } });
    } else spec.autosize = { type: "fit-x", contains: "padding" };
    delete spec.config;
    const english = banggiao.language() === "en";
    await vegaEmbed(canvas, spec, {
      ast: true, actions: false, renderer: "svg", logLevel: ONLY_ERRORS, mode: "vega-lite", defaultStyle: false, config: config(),
      tooltip: { disableDefaultStyle: true },
      formatLocale: english ? undefined : { decimal: ",", thousands: ".", grouping: [3], currency: ["", " ₫"] },
    });
  }

  async function drawAll() {
    for (const canvas of canvases) {
      try {
        await draw(canvas);
      } catch (error) {
        canvas.textContent = error.message;
      }
    }
  }

  banggiao.onChange(drawAll);
  await drawAll();
})();
