// The moving part of the price chart. The server draws once with PlotlyChart; from then on it sends changed candles only, and this
// module changes the figure in place with one redraw each. Rows are [slot, etSeconds, open, high, low, close, volume, ema20, ema50, flags].
const charts = new Map();
const SLOT = 0, TIME = 1, OPEN = 2, HIGH = 3, LOW = 4, CLOSE = 5, VOLUME = 6, FAST = 7, SLOW = 8, FLAGS = 9;
const BACKFILL = 1, SESSION_START = 2;
const PIXELS_PER_CANDLE = 7;
const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function attach(hostId, plotId, readoutId) {
  const host = document.getElementById(hostId);
  const gd = document.getElementById(plotId);
  if (!host || !gd) return;
  const chart = {
    host, gd, readout: document.getElementById(readoutId), rows: [], marks: { fills: [], orders: [] }, decimals: 2, seconds: 60,
    span: 0, right: null, yRange: null, volumeMax: 0, dirty: false, lastUp: true,
    crossX: host.querySelector('.crosshair-x'), crossY: host.querySelector('.crosshair-y'),
    crossPrice: host.querySelector('.crosshair-price'), crossTime: host.querySelector('.crosshair-time'), stop: new AbortController(),
  };
  charts.set(plotId, chart);
  const on = { signal: chart.stop.signal };
  chart.resize = new ResizeObserver(() => {
    cancelAnimationFrame(chart.frame);
    chart.frame = requestAnimationFrame(() => { if (gd.offsetParent !== null) { chart.span = chart.follow === false ? chart.span : 0; draw(chart); } });
  });
  chart.resize.observe(host);
  chart.theme = new MutationObserver(() => draw(chart));
  chart.theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  document.addEventListener('visibilitychange', () => { if (!document.hidden && chart.dirty) draw(chart); }, on);
  gd.on?.('plotly_relayout', e => moved(chart, e));
  gd.on?.('plotly_doubleclick', () => { chart.span = 0; chart.right = null; draw(chart); return false; });
  host.addEventListener('pointermove', e => point(chart, e), on);
  host.addEventListener('pointerleave', () => unpoint(chart), on);
}

export function detach(plotId) {
  const chart = charts.get(plotId);
  if (!chart) return;
  chart.stop.abort();
  chart.resize.disconnect();
  chart.theme.disconnect();
  cancelAnimationFrame(chart.frame);
  charts.delete(plotId);
}

export function reset(plotId, decimals, seconds, rows, marks) {
  const chart = charts.get(plotId);
  if (!chart) return;
  chart.decimals = decimals;
  chart.seconds = seconds;
  chart.rows = rows;
  chart.span = 0;
  chart.right = null;
  chart.yRange = null;
  chart.volumeMax = 0;
  if (marks) chart.marks = marks;
  draw(chart);
}

export function patch(plotId, drop, start, rows, marks) {
  const chart = charts.get(plotId);
  if (!chart) return;
  if (drop > 0) chart.rows.splice(0, drop);
  if (start >= 0) {
    chart.rows.length = Math.min(start, chart.rows.length);
    chart.rows.push(...rows);
  }
  if (marks) chart.marks = marks;
  draw(chart);
}

// Programs (and tests) read what is really drawn.
export function drawn(plotId) {
  const chart = charts.get(plotId);
  if (!chart || chart.rows.length === 0) return null;
  const last = chart.rows[chart.rows.length - 1];
  return { bars: chart.rows.length, close: last[CLOSE], ema20: newest(chart, FAST), ema50: newest(chart, SLOW) };
}

// A candle drawn ahead of its first five-second bar has no average yet: then the one before it is the newest.
function newest(chart, column) {
  for (let n = chart.rows.length - 1; n >= 0; n--) if (chart.rows[n][column] !== null) return chart.rows[n][column];
  return null;
}

function moved(chart, e) {
  const from = e['xaxis.range[0]'] ?? e['xaxis.range']?.[0], to = e['xaxis.range[1]'] ?? e['xaxis.range']?.[1];
  if (from === undefined || chart.rows.length === 0) return;
  chart.span = Math.max(8, to - from);
  // Dragged to the right edge means: follow the market again.
  chart.right = to >= lastSlot(chart) ? null : to;
  chart.yRange = null;
  draw(chart);
}

const lastSlot = chart => chart.rows.length > 0 ? chart.rows[chart.rows.length - 1][SLOT] : 0;

function colours() {
  const css = getComputedStyle(document.documentElement);
  const get = name => css.getPropertyValue(name).trim();
  return {
    up: get('--up'), down: get('--down'), upFaded: get('--up-faded'), downFaded: get('--down-faded'), upVolume: get('--up-volume'), downVolume: get('--down-volume'),
    grid: get('--chart-grid'), text: get('--text-faint'), strong: get('--text'), surface: get('--surface'), fast: get('--ema-fast'), slow: get('--ema-slow'), accent: get('--accent'), onTag: get('--on-tag'),
  };
}

function draw(chart) {
  // Hidden pages and dragged charts keep their data and draw it later.
  if (document.hidden || chart.gd._dragging) { chart.dirty = true; return; }
  if (!window.Plotly || !chart.gd.data || chart.gd.offsetParent === null) { chart.dirty = true; return; }
  chart.dirty = false;
  const { gd, rows } = chart, c = colours();
  const width = gd.clientWidth || 600, narrow = width < 500;
  const margin = { l: narrow ? 6 : 10, r: Math.max(52, 18 + 7.2 * (String(Math.trunc(rows.length ? rows[rows.length - 1][CLOSE] : 0)).length + (chart.decimals ? chart.decimals + 1 : 0))), t: 6, b: 24 };
  const last = lastSlot(chart);
  if (!chart.span) chart.span = Math.max(30, Math.floor((width - margin.l - margin.r) / PIXELS_PER_CANDLE));
  const room = Math.max(2, chart.span * 0.04);
  const right = chart.right ?? last + room, left = right - chart.span;

  const live = { x: [], open: [], high: [], low: [], close: [] }, old = { x: [], open: [], high: [], low: [], close: [] };
  const x = [], volume = [], tint = [], fast = [], slow = [], breaks = [];
  let low = Infinity, high = -Infinity, top = 0;
  for (const r of rows) {
    const to = r[FLAGS] & BACKFILL ? old : live;
    to.x.push(r[SLOT]); to.open.push(r[OPEN]); to.high.push(r[HIGH]); to.low.push(r[LOW]); to.close.push(r[CLOSE]);
    x.push(r[SLOT]); volume.push(r[VOLUME]); fast.push(r[FAST]); slow.push(r[SLOW]);
    tint.push(r[CLOSE] >= r[OPEN] ? c.upVolume : c.downVolume);
    if (r[FLAGS] & SESSION_START) breaks.push(r[SLOT] - 1);
    if (r[SLOT] < left || r[SLOT] > right) continue;
    low = Math.min(low, r[LOW], r[FAST] ?? r[LOW], r[SLOW] ?? r[LOW]);
    high = Math.max(high, r[HIGH], r[FAST] ?? r[HIGH], r[SLOW] ?? r[HIGH]);
    top = Math.max(top, r[VOLUME]);
  }
  // The price axis moves only when a candle leaves it or it is far too wide: a chart that rescales with each tick cannot be read.
  if (Number.isFinite(low)) {
    const pad = Math.max((high - low) * 0.08, Math.abs(high) * 1e-5, 1e-9);
    const y = chart.yRange;
    if (!y || low < y[0] || high > y[1] || (y[1] - y[0]) > (high - low + 2 * pad) * 1.7) chart.yRange = [low - pad, high + pad];
  }
  if (top > chart.volumeMax || top < chart.volumeMax * 0.4) chart.volumeMax = top * 1.15;

  const [candles, faded, bars, lineFast, lineSlow, fills] = gd.data;
  Object.assign(candles, live, { increasing: { line: { color: c.up, width: 1 }, fillcolor: c.up }, decreasing: { line: { color: c.down, width: 1 }, fillcolor: c.down }, whiskerwidth: 0, hoverinfo: 'skip', xaxis: 'x', yaxis: 'y' });
  Object.assign(faded, old, { increasing: { line: { color: c.upFaded, width: 1 }, fillcolor: c.upFaded }, decreasing: { line: { color: c.downFaded, width: 1 }, fillcolor: c.downFaded }, whiskerwidth: 0, hoverinfo: 'skip', xaxis: 'x', yaxis: 'y' });
  Object.assign(bars, { x, y: volume, marker: { color: tint, line: { width: 0 } }, hoverinfo: 'skip', xaxis: 'x', yaxis: 'y2' });
  Object.assign(lineFast, { x, y: fast, mode: 'lines', line: { color: c.fast, width: 1.4 }, hoverinfo: 'skip', xaxis: 'x', yaxis: 'y' });
  Object.assign(lineSlow, { x, y: slow, mode: 'lines', line: { color: c.slow, width: 1.4 }, hoverinfo: 'skip', xaxis: 'x', yaxis: 'y' });
  Object.assign(fills, fillMarks(chart, c));

  const end = rows.length > 0 ? rows[rows.length - 1] : null;
  chart.lastUp = !end || end[CLOSE] >= end[OPEN];
  const ticks = timeTicks(chart, left, right, width);
  gd.layout = {
    autosize: false, width, height: gd.clientHeight || 300, showlegend: false, dragmode: 'pan', hovermode: false, bargap: 0.3, boxmode: 'overlay',
    margin, paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', font: { family: 'Inter, system-ui, sans-serif', size: 11, color: c.text },
    xaxis: { type: 'linear', range: [left, right], autorange: false, showgrid: false, zeroline: false, showline: false, tickmode: 'array', tickvals: ticks.at, ticktext: ticks.text, rangeslider: { visible: false }, fixedrange: false, ticks: '', anchor: 'y2' },
    yaxis: { range: chart.yRange ?? [0, 1], autorange: false, side: 'right', domain: [0.2, 1], gridcolor: c.grid, gridwidth: 1, zeroline: false, tickformat: `.${chart.decimals}f`, nticks: Math.max(4, Math.round((gd.clientHeight || 300) / 52)), fixedrange: true, ticks: '', anchor: 'x', showticklabels: rows.length > 0 },
    yaxis2: { range: [0, chart.volumeMax || 1], autorange: false, side: 'right', domain: [0, 0.16], showgrid: false, zeroline: false, showticklabels: false, fixedrange: true, anchor: 'x' },
    shapes: [
      ...breaks.map(s => ({ type: 'rect', xref: 'x', yref: 'paper', x0: s - 0.5, x1: s + 0.5, y0: 0, y1: 1, fillcolor: c.grid, opacity: 0.6, line: { width: 0 }, layer: 'below' })),
      ...chart.marks.orders.map(o => ({ type: 'line', xref: 'paper', yref: 'y', x0: 0, x1: 1, y0: o.price, y1: o.price, line: { color: o.isBuy ? c.up : c.down, width: 1, dash: 'dash' } })),
      ...(end ? [{ type: 'line', xref: 'paper', yref: 'y', x0: 0, x1: 1, y0: end[CLOSE], y1: end[CLOSE], line: { color: chart.lastUp ? c.up : c.down, width: 1, dash: 'dot' }, opacity: 0.7 }] : []),
    ],
    annotations: [
      ...chart.marks.orders.filter(o => inRange(chart, o.price)).map(o => ({ xref: 'paper', yref: 'y', x: 0, y: o.price, xanchor: 'left', yanchor: 'bottom', text: escape(o.text), showarrow: false, font: { size: 11, color: o.isBuy ? c.up : c.down }, bgcolor: c.surface, borderpad: 1 })),
      ...(end && inRange(chart, end[CLOSE]) ? [{ xref: 'paper', yref: 'y', x: 1, y: end[CLOSE], xanchor: 'left', yanchor: 'middle', xshift: 1, text: `<b>${end[CLOSE].toFixed(chart.decimals)}</b>`, showarrow: false, font: { size: 11, color: c.onTag }, bgcolor: chart.lastUp ? c.up : c.down, borderpad: 2 }] : []),
    ],
  };
  window.Plotly.redraw(gd);
  if (!chart.pointed) readout(chart, end);
}

const inRange = (chart, price) => chart.yRange && price >= chart.yRange[0] && price <= chart.yRange[1];
const escape = text => text.replace(/[&<>]/g, ch => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[ch]);

function fillMarks(chart, c) {
  const slots = new Map(chart.rows.map(r => [r[TIME], r[SLOT]]));
  const shown = chart.marks.fills.filter(f => slots.has(f.etSeconds));
  return {
    x: shown.map(f => slots.get(f.etSeconds)), y: shown.map(f => f.price), mode: 'markers', hoverinfo: 'skip', xaxis: 'x', yaxis: 'y',
    marker: { size: 11, symbol: shown.map(f => f.isBuy ? 'triangle-up' : 'triangle-down'), color: shown.map(f => f.isBuy ? c.up : c.down), line: { width: 1.5, color: c.strong } },
  };
}

function timeTicks(chart, left, right, width) {
  const visible = chart.rows.filter(r => r[SLOT] >= left && r[SLOT] <= right);
  const most = Math.max(2, Math.floor(width / 84));
  const crossings = step => visible.reduce((n, r, i) => n + (i > 0 && Math.floor(r[TIME] / step) !== Math.floor(visible[i - 1][TIME] / step) ? 1 : 0), 0);
  const step = STEPS.find(s => s >= chart.seconds && crossings(s) <= most) ?? STEPS[STEPS.length - 1];
  const at = [], text = [];
  for (let i = 1; i < chart.rows.length; i++) {
    const now = chart.rows[i][TIME], before = chart.rows[i - 1][TIME];
    if (Math.floor(now / step) === Math.floor(before / step)) continue;
    at.push(chart.rows[i][SLOT]);
    text.push(Math.floor(now / 86400) !== Math.floor(before / 86400) ? `<b>${day(now)}</b>` : step >= 86400 ? day(now) : clock(now, step < 60));
  }
  return { at, text };
}

const two = n => String(n).padStart(2, '0');
const clock = (t, seconds) => `${two(Math.floor(t / 3600) % 24)}:${two(Math.floor(t / 60) % 60)}${seconds ? ':' + two(t % 60) : ''}`;
function day(t) { const d = new Date(t * 1000); return `${MONTHS[d.getUTCMonth()]} ${d.getUTCDate()}`; }

function point(chart, e) {
  const layout = chart.gd._fullLayout;
  if (!layout?.xaxis?.p2c || chart.rows.length === 0) return;
  const box = chart.gd.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
  const inside = x >= layout.margin.l && x <= box.width - layout.margin.r && y >= layout.margin.t && y <= box.height - layout.margin.b;
  if (!inside) { unpoint(chart); return; }
  const slot = layout.xaxis.p2c(x - layout.xaxis._offset), row = nearest(chart.rows, slot);
  chart.pointed = true;
  const px = layout.xaxis.c2p(row[SLOT]) + layout.xaxis._offset;
  show(chart.crossX, `translateX(${Math.round(px)}px)`);
  show(chart.crossY, `translateY(${Math.round(y)}px)`);
  const inPrice = y >= layout.yaxis._offset && y <= layout.yaxis._offset + layout.yaxis._length;
  if (inPrice) {
    chart.crossPrice.textContent = layout.yaxis.p2c(y - layout.yaxis._offset).toFixed(chart.decimals);
    show(chart.crossPrice, `translateY(${Math.round(y - 9)}px)`);
  } else chart.crossPrice.style.display = 'none';
  chart.crossTime.textContent = `${day(row[TIME])} ${clock(row[TIME], chart.seconds < 60)} ET`;
  show(chart.crossTime, `translateX(${Math.round(Math.min(Math.max(px, 60), box.width - 60))}px) translateX(-50%)`);
  readout(chart, row);
}

function show(element, transform) {
  element.style.display = 'block';
  element.style.transform = transform;
}

function unpoint(chart) {
  chart.pointed = false;
  for (const part of [chart.crossX, chart.crossY, chart.crossPrice, chart.crossTime]) part.style.display = 'none';
  readout(chart, chart.rows[chart.rows.length - 1]);
}

function nearest(rows, slot) {
  let low = 0, high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle][SLOT] < slot) low = middle + 1; else high = middle;
  }
  return low > 0 && slot - rows[low - 1][SLOT] < rows[low][SLOT] - slot ? rows[low - 1] : rows[low];
}

function readout(chart, row) {
  if (!chart.readout) return;
  if (!row) { chart.readout.textContent = ''; return; }
  if (!chart.cells) {
    chart.cells = ['O', 'H', 'L', 'C', 'V', 'EMA 20', 'EMA 50'].map((name, i) => {
      const item = document.createElement('span'), value = document.createElement('b');
      item.className = ['', '', '', '', '', 'ema-fast', 'ema-slow'][i];
      item.append(name + ' ', value);
      chart.readout.append(item);
      return value;
    });
  }
  const isLast = row === chart.rows[chart.rows.length - 1];
  const price = v => v === null || v === undefined ? '–' : v.toFixed(chart.decimals);
  const values = [price(row[OPEN]), price(row[HIGH]), price(row[LOW]), price(row[CLOSE]), volumeText(row[VOLUME]), ...[FAST, SLOW].map(i => price(isLast ? newest(chart, i) : row[i]))];
  values.forEach((text, i) => { if (chart.cells[i].textContent !== text) chart.cells[i].textContent = text; });
}

const volumeText = v => v >= 1e6 ? (v / 1e6).toFixed(1) + 'M' : v >= 1e4 ? (v / 1e3).toFixed(1) + 'K' : String(Math.round(v));
