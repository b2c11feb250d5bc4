// What each kind of chart is, as the charts' library wants it told. Every text
// is drawn as text, tooltips too: none of it is markup.

// inTooltip is a text that the library's own rich text leaves alone.
const inTooltip = (text) => text.replace(/[{}|]/g, " ");

const axisText = (column) => (value) => grouped(Math.round(value), 0) + (column.kind === "share" ? percentSign() : "");

// wholeSteps keeps an axis of counts from having two lines with one label.
const wholeSteps = (column) => (column.kind === "number" && !column.digits ? { minInterval: 1 } : {});

// unitName puts a column's unit at the end of its axis.
const unitName = (column) => (column.unit ? { name: column.unit, nameGap: 10 } : {});

function axis(colours, more) {
  return {
    nameTextStyle: { color: colours.quiet, fontSize: 12 },
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours.quiet, fontSize: 12, hideOverlap: true, ...more.axisLabel },
    splitLine: { show: more.type === "value", lineStyle: { color: colours.line } },
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== "axisLabel")),
  };
}

function frame(colours, more) {
  return {
    animation: false,
    textStyle: { fontFamily: colours.font, color: colours.ink, fontSize: 12 },
    grid: { left: 8, right: 26, top: 16, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colours.paper,
      borderColor: colours.line,
      borderWidth: 1,
      padding: [8, 10],
      textStyle: { color: colours.ink, fontSize: 12, lineHeight: 18 },
      ...more.tooltip,
    },
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== "tooltip")),
  };
}

const rowsOf = (chart) => Array.from({ length: chart.rows }, (_, r) => r);
const nameOf = (chart, row) => shownAs(chart.grid.columns[0], chart.grid.columns[0].values[row]);
const drawn = (chart) => chart.series.map((c) => chart.grid.columns[c]);

// rowTooltip says all that the table has in one row.
function rowTooltip(chart, row) {
  const lines = chart.grid.columns.slice(1).map((column) => [said(column.title), shownAs(column, column.values[row])]);
  return [nameOf(chart, row), ...lines.filter((line) => line[1] !== "").map((line) => line.join("  "))].map(inTooltip).join("\n");
}

const byRow = (chart) => (at) => rowTooltip(chart, (Array.isArray(at) ? at[0] : at).dataIndex);

// pointTooltip says both shares of a point of a curve.
const pointTooltip = (chart) => (at) => {
  const own = at.find((point) => point.seriesIndex === 0);
  const line = (column) => inTooltip(`${said(column.title)}  ${shownAs(column, column.values[own.dataIndex])}`);
  return own ? chart.grid.columns.slice(0, 2).map(line).join("\n") : "";
};

// curveOption is a share of a whole over another, beside what it would be if all were alike.
function curveOption(chart, colours) {
  const [x, y] = chart.grid.columns;
  const points = rowsOf(chart).map((r) => [numberAt(x, r), numberAt(y, r)]);
  const percent = { formatter: (v) => v + percentSign() };
  const share = (column) =>
    axis(colours, { type: "value", min: 0, max: 100, name: said(column.title), nameLocation: "middle", axisLabel: percent });
  return frame(colours, {
    grid: { left: 32, right: 24, top: 16, bottom: 28, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { ...share(x), nameGap: 30 },
    yAxis: { ...share(y), nameGap: 46 },
    tooltip: { trigger: "axis", formatter: pointTooltip(chart) },
    series: [
      {
        type: "line",
        data: points,
        showSymbol: false,
        lineStyle: { width: 2.5, color: seriesColour(colours, 0) },
        itemStyle: { color: seriesColour(colours, 0) },
        areaStyle: { color: seriesColour(colours, 0), opacity: 0.12 },
        markLine: {
          silent: true,
          symbol: "none",
          lineStyle: { color: colours.quiet, type: "dashed", width: 1 },
          label: { position: "insideStartTop", color: colours.quiet, fontSize: 12, formatter: "80" + percentSign() },
          data: [{ yAxis: 80 }],
        },
      },
      {
        type: "line",
        data: [
          [0, 0],
          [100, 100],
        ],
        showSymbol: false,
        silent: true,
        lineStyle: { width: 1, type: "dotted", color: colours.quiet },
      },
    ],
  });
}

// few reports whether every bar of a distribution is to have its name.
const few = (chart) => chart.kind === "columns" && chart.rows <= 16;

function overTime(chart, colours, width, seriesOf) {
  const columns = drawn(chart);
  const tight = width / chart.rows < 64;
  return frame(colours, {
    ...(columns[0].unit
      ? { grid: { left: 8, right: 26, top: 32, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" } }
      : {}),
    xAxis: axis(colours, {
      type: "category",
      data: rowsOf(chart).map((r) => nameOf(chart, r)),
      axisLabel: few(chart) && tight ? { rotate: 40, hideOverlap: false, interval: 0 } : {},
    }),
    yAxis: axis(colours, { type: "value", ...wholeSteps(columns[0]), ...unitName(columns[0]), axisLabel: { formatter: axisText(columns[0]) } }),
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: colours.line, opacity: 0.35 } },
      formatter: byRow(chart),
    },
    series: columns.map(seriesOf),
  });
}

// stackOption is columns one on the other; what is lost hangs below the line.
function stackOption(chart, colours, width) {
  const below = new Set(chart.below || []);
  return overTime(chart, colours, width, (column, n) => {
    const down = below.has(chart.series[n]) ? -1 : 1;
    return {
      type: "bar",
      stack: "all",
      barMaxWidth: 34,
      itemStyle: { color: seriesColour(colours, n), borderColor: colours.paper, borderWidth: 0.5 },
      data: rowsOf(chart).map((r) => {
        const v = numberAt(column, r);
        return v === null ? null : down * v;
      }),
    };
  });
}

const linesOption = (chart, colours, width) =>
  overTime(chart, colours, width, (column, n) => ({
    type: "line",
    symbolSize: 5,
    lineStyle: { width: 2, color: seriesColour(colours, n) },
    itemStyle: { color: seriesColour(colours, n) },
    data: rowsOf(chart).map((r) => numberAt(column, r)),
  }));

// columnsOption is a distribution: bars side by side, without gaps to speak of.
const columnsOption = (chart, colours, width) =>
  overTime(chart, colours, width, (column, n) => ({
    type: "bar",
    barCategoryGap: "12%",
    itemStyle: { color: seriesColour(colours, n), borderRadius: chart.series.length === 1 ? [3, 3, 0, 0] : 0 },
    data: rowsOf(chart).map((r) => numberAt(column, r)),
  }));

// barsOption is lying bars, the first row on top.
function barsOption(chart, colours) {
  const columns = drawn(chart);
  const alone = columns.length === 1;
  return frame(colours, {
    grid: { left: 8, right: alone ? 64 : 16, top: 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    yAxis: axis(colours, {
      type: "category",
      inverse: true,
      data: rowsOf(chart).map((r) => nameOf(chart, r)),
      axisLabel: { width: 130, overflow: "truncate", hideOverlap: false, color: colours.ink },
    }),
    xAxis: axis(colours, { type: "value", show: !alone, axisLabel: { formatter: axisText(columns[0]) } }),
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: colours.line, opacity: 0.35 } },
      formatter: byRow(chart),
    },
    series: columns.map((column, n) => ({
      type: "bar",
      barMaxWidth: 22,
      itemStyle: { color: seriesColour(colours, n), borderRadius: [0, 3, 3, 0] },
      data: rowsOf(chart).map((r) => numberAt(column, r)),
      label: {
        show: alone,
        position: "right",
        color: colours.ink,
        fontSize: 12,
        formatter: (at) => brief(column, column.values[at.dataIndex]),
      },
    })),
  });
}

// heatOption is a matrix of shares, the first row on top, the largest share the deepest.
function heatOption(chart, colours, width) {
  const columns = drawn(chart);
  const cells = [];
  for (const r of rowsOf(chart))
    columns.forEach((column, c) => {
      const v = numberAt(column, r);
      if (v !== null) cells.push([c, r, v]);
    });
  const most = Math.max(1, ...cells.map((cell) => cell[2]));
  const roomy = (width - 80) / columns.length >= 36;
  return frame(colours, {
    grid: { left: 4, right: 4, top: 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: axis(colours, {
      type: "category",
      position: "top",
      data: columns.map((column) => said(column.title)),
      axisLabel: { color: colours.quiet },
    }),
    yAxis: axis(colours, { type: "category", inverse: true, data: rowsOf(chart).map((r) => nameOf(chart, r)) }),
    visualMap: { show: false, min: 0, max: most, inRange: { color: colours.heat } },
    tooltip: {
      formatter: (at) =>
        inTooltip(
          `${nameOf(chart, at.value[1])}\n${said(columns[at.value[0]].title)}  ${shownAs(columns[at.value[0]], columns[at.value[0]].values[at.value[1]])}`,
        ),
    },
    series: [
      {
        type: "heatmap",
        itemStyle: { borderColor: colours.paper, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: colours.ink } },
        data: cells.map((cell) => ({
          value: cell,
          label: {
            show: roomy,
            fontSize: 11,
            color: inkOn(heatColour(colours, cell[2] / most), colours),
            formatter: () => String(Math.round(cell[2])),
          },
        })),
      },
    ],
  });
}

// funnelOption is steps below one another; beside each its number and the share
// of the step before that came so far.
function funnelOption(chart, colours, width) {
  const [column] = drawn(chart);
  const share = (r) => {
    const now = numberAt(column, r),
      before = r > 0 ? numberAt(column, r - 1) : null;
    return before > 0 && now !== null ? ` · ${Math.round((now / before) * 100)}${percentSign()}` : "";
  };
  const room = Math.min(150, width * 0.36);
  const names = rowsOf(chart).map((r) => `${nameOf(chart, r)}\n${shownAs(column, column.values[r])}${share(r)}`);
  return frame(colours, {
    grid: { left: room, right: 8, top: 4, bottom: 4 },
    yAxis: {
      ...axis(colours, {
        type: "category",
        inverse: true,
        data: names,
        axisLabel: { color: colours.ink, lineHeight: 18, margin: 14, width: room - 20, overflow: "truncate" },
      }),
      axisLine: { show: false },
    },
    xAxis: { type: "value", show: false },
    tooltip: { formatter: byRow(chart) },
    series: [
      {
        type: "funnel",
        sort: "none",
        left: room,
        right: 8,
        top: 4,
        bottom: 4,
        min: 0,
        minSize: "1%",
        gap: 4,
        itemStyle: { color: seriesColour(colours, 0), borderWidth: 0 },
        label: { show: false },
        labelLine: { show: false },
        data: rowsOf(chart).map((r) => ({ name: nameOf(chart, r), value: numberAt(column, r) || 0 })),
      },
    ],
  });
}

const options = {
  curve: curveOption,
  stack: stackOption,
  lines: linesOption,
  bars: barsOption,
  columns: columnsOption,
  heat: heatOption,
  funnel: funnelOption,
};
