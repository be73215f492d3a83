// What Plotly draws: candles, volume, indicators, session breaks, gaps. Only what is near the window is handed over, however much is loaded.
// The last candle is not among it: see chart-forming.js.
import { timeTicks } from './chart-readout.js';
import { priceText, priceMarks } from './chart-price.js';

export const SLOT = 0, TIME = 1, OPEN = 2, HIGH = 3, LOW = 4, CLOSE = 5, VOLUME = 6, FLAGS = 7, FIRST_VALUE = 8;
export const BACKFILL = 1, SESSION_START = 2, AFTER_GAP = 4, INCOMPLETE = 16, SYNTHETIC = 32;
const PIXELS_PER_CANDLE = 7, PANE = 0.17, GAP = 0.025;

export function colours() {
  const css = getComputedStyle(document.documentElement);
  const get = name => css.getPropertyValue(name).trim();
  return {
    up: get('--up'), down: get('--down'), upFaded: get('--up-faded'), downFaded: get('--down-faded'), upVolume: get('--up-volume'), downVolume: get('--down-volume'), buy: get('--buy'), sell: get('--sell'),
    grid: get('--chart-grid'), text: get('--text-faint'), strong: get('--text'), surface: get('--surface'), caution: get('--caution'), onTag: get('--on-tag'), accent: get('--accent'),
    lines: [1, 2, 3, 4, 5, 6, 7, 8].map(n => get(`--chart-line-${n}`) || get('--accent')),
  };
}

export function draw(chart) {
  const { gd } = chart;
  // Hidden pages and dragged charts keep their data and draw it later.
  if (document.hidden || gd._dragging || !window.Plotly || !gd.data || gd.offsetParent === null) { chart.dirty = true; return; }
  chart.dirty = false;
  const { traces, layout } = figure(chart);
  // One array for ever: Plotly keeps its own reference to it.
  gd.data.splice(0, gd.data.length, ...traces);
  gd.layout = layout;
  chart.redraws++;
  const { rows } = chart, end = rows[rows.length - 1];
  chart.drawnFor = { rows: rows.length, slot: end?.[SLOT], flags: end?.[FLAGS] };
  window.Plotly.redraw(gd);
}

/** Traces and layout of what the chart holds, in the size that its place has now; whole, as a picture of its own, or without what the page draws over it. */
export function figure(chart, isWhole = false) {
  const { gd, rows, meta } = chart;
  const c = chart.colours = colours(), width = gd.clientWidth || 600, height = gd.clientHeight || 300;
  const margin = { l: width < 500 ? 6 : 10, r: axisWidth(chart), t: 6, b: Math.round(2.2 * typeSize()) };
  const end = rows.length > 0 ? rows[rows.length - 1] : null, last = end ? end[SLOT] : 0;
  if (!chart.span) chart.span = Math.max(30, Math.floor((width - margin.l - margin.r) / PIXELS_PER_CANDLE));
  const right = chart.right ?? last + Math.max(2, chart.span * 0.04), left = right - chart.span;
  const near = rows.filter(r => r[SLOT] >= left - chart.span && r[SLOT] <= right + chart.span), closed = isWhole ? near : near.filter(r => r !== end);
  scale(chart, near, left, right);
  const isUp = !end || end[CLOSE] >= end[OPEN];
  const panes = Math.max(0, ...meta.lines.map(l => l.pane));
  const floor = panes * (PANE + GAP);
  const traces = [...candles(closed, c), volume(closed, c), ...markers(chart, near, c), ...lines(meta, closed, c)];
  const ticks = timeTicks(chart, near, left, right, width);
  const layout = {
    autosize: false, width, height, showlegend: false, dragmode: 'pan', hovermode: false, bargap: 0.3, boxmode: 'overlay', margin,
    paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', font: { family: 'Inter, system-ui, sans-serif', size: typeSize(), color: c.text },
    xaxis: { type: 'linear', range: [left, right], autorange: false, showgrid: false, zeroline: false, showline: false, tickmode: 'array', tickvals: ticks.at, ticktext: ticks.text, rangeslider: { visible: false }, fixedrange: false, ticks: '', anchor: panes > 0 ? `y${panes + 2}` : 'y2' },
    yaxis: { range: chart.yRange ?? [0, 1], autorange: false, side: 'right', domain: [floor + (1 - floor) * 0.2, 1], gridcolor: c.grid, gridwidth: 1, zeroline: false, ...priceMarks(meta, chart.yRange ?? [0, 1], Math.max(3, Math.round((height * (1 - floor)) / 52))), fixedrange: true, ticks: '', anchor: 'x', showticklabels: rows.length > 0 },
    yaxis2: { range: [0, chart.volumeMax || 1], autorange: false, side: 'right', domain: [floor, floor + (1 - floor) * 0.16], showgrid: false, zeroline: false, showticklabels: false, fixedrange: true, anchor: 'x' },
    ...lowerAxes(chart, near, left, right, panes, c),
    shapes: [...breaks(near, c), ...guides(meta, c),
      ...(isWhole && end ? [{ type: 'line', xref: 'paper', yref: 'y', x0: 0, x1: 1, y0: end[CLOSE], y1: end[CLOSE], line: { color: isUp ? c.up : c.down, width: 1, dash: 'dot' }, opacity: 0.7 }] : [])],
    annotations: [...names(meta, panes, c),
      ...(isWhole && end && inRange(chart, end[CLOSE]) ? [{ xref: 'paper', yref: 'y', x: 1, y: end[CLOSE], xanchor: 'left', yanchor: 'middle', xshift: 1, text: `<b>${priceText(meta, end[CLOSE])}</b>`, showarrow: false, font: { size: typeSize(), color: c.onTag }, bgcolor: isUp ? c.up : c.down, borderpad: 2 }] : [])],
  };
  return { traces, layout };
}

export const inRange = (chart, price) => !!chart.yRange && price >= chart.yRange[0] && price <= chart.yRange[1];

// As large as the rest of the desk on a wall, which is read from further away.
const TYPE = 11;
const typeSize = () => innerWidth >= 3200 ? 17 : innerWidth >= 2400 ? 13 : TYPE;

function axisWidth(chart) {
  const top = chart.rows.length ? chart.rows[chart.rows.length - 1][CLOSE] : 0;
  return Math.max(52, 18 + 7.2 * (typeSize() / TYPE) * priceText(chart.meta, Math.abs(top)).length);
}

// The price axis moves only when a candle leaves it or it is far too wide: a chart that rescales with each tick cannot be read.
function scale(chart, near, left, right) {
  const overlays = chart.meta.lines.map((l, i) => l.pane === 0 ? FIRST_VALUE + i : -1).filter(i => i >= 0);
  let low = Infinity, high = -Infinity, top = 0;
  for (const r of near) {
    if (r[SLOT] < left || r[SLOT] > right) continue;
    low = Math.min(low, r[LOW]);
    high = Math.max(high, r[HIGH]);
    top = Math.max(top, r[VOLUME]);
  }
  if (!Number.isFinite(low)) return;
  // A line far away from the candles may not squeeze them flat.
  const reach = Math.max(high - low, Math.abs(high) * 1e-4);
  for (const r of near) {
    if (r[SLOT] < left || r[SLOT] > right) continue;
    for (const i of overlays) if (r[i] !== null && r[i] > low - reach && r[i] < high + reach) { low = Math.min(low, r[i]); high = Math.max(high, r[i]); }
  }
  for (const o of chart.marks.orders) if (o.id === 'draft' && o.price > low - 3 * reach && o.price < high + 3 * reach) { low = Math.min(low, o.price); high = Math.max(high, o.price); }
  const pad = Math.max((high - low) * 0.08, Math.abs(high) * 1e-5, 1e-9), y = chart.yRange;
  if (!y || low < y[0] || high > y[1] || (y[1] - y[0]) > (high - low + 2 * pad) * 1.7) chart.yRange = [low - pad, high + pad];
  if (top > chart.volumeMax || top < chart.volumeMax * 0.4) chart.volumeMax = top * 1.15;
}

const isFaded = flags => (flags & (BACKFILL | SYNTHETIC)) !== 0;

/** What a candle is drawn with when it rises, and when it falls. */
export const candleColours = (row, c) => isFaded(row[FLAGS]) ? [c.upFaded, c.downFaded] : [c.up, c.down];

function candles(near, c) {
  const make = (wanted, up, down) => {
    const t = { type: 'candlestick', x: [], open: [], high: [], low: [], close: [], increasing: { line: { color: up, width: 1 }, fillcolor: up }, decreasing: { line: { color: down, width: 1 }, fillcolor: down }, whiskerwidth: 0, hoverinfo: 'skip', xaxis: 'x', yaxis: 'y' };
    for (const r of near) if (wanted(r[FLAGS])) { t.x.push(r[SLOT]); t.open.push(r[OPEN]); t.high.push(r[HIGH]); t.low.push(r[LOW]); t.close.push(r[CLOSE]); }
    return t;
  };
  return [make(f => !isFaded(f), c.up, c.down), make(isFaded, c.upFaded, c.downFaded)];
}

const volume = (near, c) => ({ type: 'bar', x: near.map(r => r[SLOT]), y: near.map(r => r[VOLUME]), marker: { color: near.map(r => r[CLOSE] >= r[OPEN] ? c.upVolume : c.downVolume), line: { width: 0 } }, hoverinfo: 'skip', xaxis: 'x', yaxis: 'y2' });

function markers(chart, near, c) {
  const slots = new Map(near.map(r => [r[TIME] + chart.meta.base, r[SLOT]]));
  const fills = chart.marks.fills.filter(f => slots.has(f.etSeconds)), incomplete = near.filter(r => r[FLAGS] & INCOMPLETE);
  return [
    { type: 'scatter', x: fills.map(f => slots.get(f.etSeconds)), y: fills.map(f => f.price), mode: 'markers', hoverinfo: 'skip', xaxis: 'x', yaxis: 'y', cliponaxis: true,
      marker: { size: 11, symbol: fills.map(f => f.isBuy ? 'triangle-up' : 'triangle-down'), color: fills.map(f => f.isBuy ? c.buy : c.sell), line: { width: 1.5, color: c.strong } } },
    { type: 'scatter', x: incomplete.map(r => r[SLOT]), y: incomplete.map(r => r[LOW]), mode: 'markers', hoverinfo: 'skip', xaxis: 'x', yaxis: 'y', marker: { size: 5, symbol: 'circle-open', color: c.caution, line: { width: 1.5 } } },
  ];
}

function lines(meta, near, c) {
  const x = near.map(r => r[SLOT]);
  return meta.lines.map((l, i) => {
    const y = near.map(r => r[FIRST_VALUE + i]), axis = l.pane === 0 ? 'y' : `y${l.pane + 2}`;
    return l.isHistogram
      ? { type: 'bar', x, y, marker: { color: y.map(v => v >= 0 ? c.upVolume : c.downVolume) }, hoverinfo: 'skip', xaxis: 'x', yaxis: axis }
      : { type: 'scatter', x, y, mode: 'lines', connectgaps: false, line: { color: lineColour(meta, i, c), width: 1.4, dash: isDotted(l) ? 'dot' : 'solid' }, hoverinfo: 'skip', xaxis: 'x', yaxis: axis };
  });
}

/** The edges of a band are dotted. */
export const isDotted = line => /up$|low$/.test(line.label);

// Bands of one indicator share a colour; lines in a pane of their own do not.
export function lineColour(meta, i, c) {
  const own = meta.lines[i];
  let n = 0;
  const seen = new Map();
  for (const l of meta.lines) {
    const name = l.pane === 0 ? l.spec : `${l.spec}/${l.label}`;
    if (!seen.has(name)) seen.set(name, n++);
    if (l === own) return c.lines[seen.get(name) % c.lines.length];
  }
  return c.accent;
}

function lowerAxes(chart, near, left, right, panes, c) {
  const axes = {};
  for (let p = 1; p <= panes; p++) {
    const columns = chart.meta.lines.map((l, i) => l.pane === p ? FIRST_VALUE + i : -1).filter(i => i >= 0);
    const line = chart.meta.lines.find(l => l.pane === p);
    let low = Infinity, high = -Infinity;
    for (const r of near) if (r[SLOT] >= left && r[SLOT] <= right) for (const i of columns) if (r[i] !== null) { low = Math.min(low, r[i]); high = Math.max(high, r[i]); }
    for (const guide of [line.low, line.high]) if (guide !== null && guide !== undefined) { low = Math.min(low, guide); high = Math.max(high, guide); }
    const pad = Number.isFinite(low) ? Math.max((high - low) * 0.1, 1e-9) : 0;
    const bottom = (panes - p) * (PANE + GAP);
    axes[`yaxis${p + 2}`] = { range: Number.isFinite(low) ? [low - pad, high + pad] : [0, 1], autorange: false, side: 'right', domain: [bottom, bottom + PANE], gridcolor: c.grid, zeroline: false, nticks: 3, fixedrange: true, ticks: '', anchor: 'x', showticklabels: Number.isFinite(low), ...ticksAt(line) };
  }
  return axes;
}

// A pane with guides is read by them.
const ticksAt = line => typeof line.low === 'number' && typeof line.high === 'number' ? { tickmode: 'array', tickvals: [line.low, line.high] } : {};

function breaks(near, c) {
  const shapes = [];
  near.forEach((r, i) => {
    if (r[FLAGS] & SESSION_START) shapes.push({ type: 'rect', xref: 'x', yref: 'paper', x0: r[SLOT] - 1.5, x1: r[SLOT] - 0.5, y0: 0, y1: 1, fillcolor: c.grid, opacity: 0.6, line: { width: 0 }, layer: 'below' });
    if (r[FLAGS] & AFTER_GAP && i > 0) shapes.push({ type: 'rect', xref: 'x', yref: 'paper', x0: near[i - 1][SLOT] + 0.5, x1: r[SLOT] - 0.5, y0: 0, y1: 1, fillcolor: c.caution, opacity: 0.1, line: { width: 0 }, layer: 'below' });
  });
  return shapes;
}

function guides(meta, c) {
  const seen = new Set(), shapes = [];
  for (const l of meta.lines) {
    if (l.pane === 0 || seen.has(l.pane)) continue;
    seen.add(l.pane);
    for (const y of [l.low, l.high]) if (y !== null && y !== undefined) shapes.push({ type: 'line', xref: 'paper', yref: `y${l.pane + 2}`, x0: 0, x1: 1, y0: y, y1: y, line: { color: c.text, width: 1, dash: 'dot' }, opacity: 0.5 });
  }
  return shapes;
}

const names = (meta, panes, c) => Array.from({ length: panes }, (_, i) => ({
  xref: 'paper', yref: 'paper', x: 0, y: (panes - i - 1) * (PANE + GAP) + PANE, xanchor: 'left', yanchor: 'top', showarrow: false, font: { size: 10, color: c.text }, bgcolor: c.surface, borderpad: 1,
  text: meta.lines.filter(l => l.pane === i + 1).map(l => l.label).join(' · '),
}));
