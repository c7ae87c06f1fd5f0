// Draws every <figure data-chart>: an ECharts option of plain JSON in our colours, our fonts and the reader's
// number habits. ECharts itself is fetched when the first chart appears.
(() => {
  const source = document.currentScript.dataset.echarts;
  const language = document.documentElement.lang || "en";
  const chinese = language.startsWith("zh");
  const drawn = new Map();
  let library = null;

  const load = () => {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = () => resolve(window.echarts);
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  };

  // Computed colours: ECharts draws on a canvas and knows no custom properties.
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const plain = (colour) => {
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = colour;
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = probe.getImageData(0, 0, 1, 1).data;
    return `rgba(${r}, ${g}, ${b}, ${a / 255})`;
  };
  const palette = () => {
    const host = document.createElement("span");
    host.hidden = true;
    document.body.append(host);
    const read = (name) => {
      host.style.color = `var(--${name})`;
      return plain(getComputedStyle(host).color);
    };
    const names = ["primary", "accent", "good", "warning", "bad", "info", "muted", "ink", "line", "surface"];
    const colours = Object.fromEntries(names.map((name) => [name, read(`td-${name}`)]));
    for (const letter of "abcde") colours[`grade-${letter}`] = read(`td-grade-${letter}`);
    colours.series = [1, 2, 3, 4, 5, 6].map((n) => read(`td-series-${n}`));
    host.remove();
    return colours;
  };

  const trimmed = (value, options) => new Intl.NumberFormat(language, options).format(value);
  const writers = {
    share: (v) => trimmed(v, { style: "percent", maximumFractionDigits: 1 }),
    days: (v) => trimmed(v, { maximumFractionDigits: 1 }) + (chinese ? " 天" : " d"),
    ppm: (v) => `${trimmed(v, { maximumFractionDigits: 0 })} ppm`,
    money: (v, currency) =>
      trimmed(v, { style: "currency", currency: currency || "USD", notation: "compact", maximumFractionDigits: 1 }),
    count: (v) => trimmed(v, { notation: Math.abs(v) >= 100000 ? "compact" : "standard", maximumFractionDigits: 0 }),
    points: (v) => trimmed(v, { maximumFractionDigits: 1 }),
  };
  const writer = (figure) => {
    const write = writers[figure.dataset.value] || ((v) => trimmed(v, { maximumFractionDigits: 2 }));
    return (v) => (typeof v === "number" ? write(v, figure.dataset.currency) : v == null || v === "-" ? "–" : String(v));
  };

  const coloured = (node, colours) => {
    if (Array.isArray(node)) return node.map((item) => coloured(item, colours));
    if (node && typeof node === "object") {
      return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, coloured(item, colours)]));
    }
    return typeof node === "string" && node.startsWith("@") ? colours[node.slice(1)] || node : node;
  };
  const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

  const axis = (given, kind, colours, write, flat) => ({
    type: kind,
    ...given,
    axisLine: { show: kind === "category", lineStyle: { color: colours.line }, ...given.axisLine },
    axisTick: { show: false, ...given.axisTick },
    splitLine: { show: kind === "value", lineStyle: { color: colours.line }, ...given.splitLine },
    nameTextStyle: { color: colours.muted, ...given.nameTextStyle },
    axisLabel: {
      color: colours.muted,
      hideOverlap: true,
      ...(kind === "value" ? { formatter: write } : {}),
      // On a phone the first and the last would be cut off at the edge: of an axis from left to right alone.
      ...(flat && kind === "category" ? { showMinLabel: true, showMaxLabel: true, alignMinLabel: "left", alignMaxLabel: "right" } : {}),
      ...given.axisLabel,
      // Names of many bars would lie upon each other on a phone: a few of them show where in the list one is.
      ...(flat && list(given.data).length > 8 && given.axisLabel?.interval === 0 ? { interval: Math.ceil(given.data.length / 5) - 1 } : {}),
    },
  });

  const dressed = (figure) => {
    const colours = palette();
    const option = coloured(JSON.parse(figure.querySelector("script").textContent), colours);
    const write = writer(figure);
    const legend = option.legend && { type: "scroll", bottom: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, itemGap: 18,
      textStyle: { color: colours.ink }, inactiveColor: colours.muted, ...option.legend };
    const plane = option.xAxis || option.yAxis;
    const narrow = figure.clientWidth < 420;
    for (const name of plane ? ["xAxis", "yAxis"] : []) {
      option[name] ??= {};
      const fallback = name === "xAxis" ? "category" : "value";
      option[name] = list(option[name]).map((given) => axis(given, given.type || fallback, colours, write, narrow && name === "xAxis"));
    }
    const series = list(option.series).map((one) => {
      const common = { emphasis: { focus: "none" }, ...one };
      if (one.markLine) common.markLine = { ...one.markLine, label: { color: colours.ink, textBorderWidth: 0, ...one.markLine.label } };
      if (one.type === "line") return { symbolSize: 6, showSymbol: false, lineStyle: { width: 2.5 }, ...common };
      if (one.type === "bar") {
        return { barMaxWidth: 26, itemStyle: { borderRadius: one.stack ? 0 : 3 }, ...common };
      }
      // Without an outline of its own: that of ECharts is made for labels on a coloured ground.
      if (one.type === "scatter") return { ...common, label: { color: colours.ink, textBorderWidth: 0, ...one.label } };
      if (one.type === "pie") return { itemStyle: { borderColor: colours.surface, borderWidth: 2 }, ...common };
      return common;
    });
    if (option.radar) {
      // The grey bands of ECharts are made for white paper.
      const names = narrow ? { formatter: (name) => name.replaceAll(" ", "\n") } : {};
      option.radar = { axisName: { color: colours.muted, ...names }, splitArea: { show: false }, splitLine: { lineStyle: { color: colours.line } },
        axisLine: { lineStyle: { color: colours.line } }, center: ["50%", narrow ? "45%" : "50%"], ...option.radar };
    }
    return {
      color: colours.series,
      animationDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 350,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colours.ink },
      aria: { enabled: true, label: { enabled: false } },
      ...option,
      grid: { left: 8, right: 12, top: 16, bottom: legend ? 34 : 8, outerBoundsMode: "same", ...option.grid },
      legend,
      tooltip: {
        trigger: series.some((one) => one.type === "pie" || one.type === "scatter") ? "item" : "axis",
        // Rich text is drawn on the canvas; HTML tooltips need inline styles, which our policy forbids.
        renderMode: "richText",
        confine: true,
        valueFormatter: write,
        backgroundColor: colours.surface,
        borderColor: colours.line,
        textStyle: { color: colours.ink, fontSize: 12 },
        axisPointer: { lineStyle: { color: colours.muted }, shadowStyle: { opacity: 0.08 } },
        ...option.tooltip,
      },
      series,
    };
  };

  const draw = async (figure) => {
    const echarts = await load();
    if (drawn.has(figure) || !figure.isConnected) return;
    const canvas = figure.querySelector(".plot-canvas");
    const plot = echarts.init(canvas, null, { renderer: "canvas", locale: chinese ? "ZH" : "EN" });
    plot.setOption(dressed(figure));
    // A point of data may carry the address it stands for.
    plot.on("click", (event) => event.data?.url && window.location.assign(event.data.url));
    const watcher = new ResizeObserver(() => plot.resize());
    watcher.observe(canvas);
    drawn.set(figure, { plot, watcher });
    figure.dataset.drawn = "yes";
  };
  const forget = () => {
    for (const [figure, { plot, watcher }] of drawn) {
      if (figure.isConnected) continue;
      watcher.disconnect();
      plot.dispose();
      drawn.delete(figure);
    }
  };
  const look = () => {
    forget();
    document.querySelectorAll("figure[data-chart]").forEach((figure) => drawn.has(figure) || draw(figure));
  };

  document.addEventListener("htmx:afterSettle", look);
  document.addEventListener("tandem:theme", () => {
    for (const [figure, { plot }] of drawn) plot.setOption({ ...dressed(figure), animation: false }, { notMerge: true });
  });
  look();
})();
