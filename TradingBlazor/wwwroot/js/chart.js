// The moving part of the price chart. The server draws once with PlotlyChart; from then on it sends changed candles only. A change of the candle that forms
// is drawn over the figure, every other one in the figure itself, with one redraw each.
import { SLOT, draw } from './chart-figure.js';
import { drawForming, startForming } from './chart-forming.js';
import { layLines, startLines, stopLines, hover, unhover } from './chart-lines.js';
import { readAgain, showAt, unshow } from './chart-readout.js';
import { apply, empty } from './chart-rows.js';
import { startTouch } from './chart-touch.js';
import { takePicture } from './chart-first.js';

const charts = new Map();
const LOAD_BEFORE = 0.35;

export function attach(hostId, plotId, readoutId, owner) {
  const host = document.getElementById(hostId), gd = document.getElementById(plotId);
  if (!host || !gd) return;
  const chart = {
    ...empty(host, gd), owner, readout: document.getElementById(readoutId), flags: document.getElementById(readoutId)?.parentElement.querySelector('.chart-flags'), dirty: false, redraws: 0, isLoading: false, isComplete: false, stop: new AbortController(),
  };
  charts.set(plotId, chart);
  const on = { signal: chart.stop.signal };
  const now = host.querySelector('.chart-now');
  chart.redraw = () => { draw(chart); if (chart.redraws > 0 && chart.rows.length > 0) takePicture(host); drawForming(chart); layLines(chart); pointAgain(chart); if (now) now.hidden = chart.right === null; wantOlder(chart); };
  now?.addEventListener('click', e => { e.stopPropagation(); follow(chart); host.focus({ preventScroll: true }); }, on);
  chart.resize = new ResizeObserver(() => {
    cancelAnimationFrame(chart.frame);
    chart.frame = requestAnimationFrame(() => { if (gd.offsetParent !== null) { if (chart.right === null) chart.span = 0; chart.redraw(); } });
  });
  chart.resize.observe(host);
  chart.theme = new MutationObserver(() => { chart.cells = null; chart.redraw(); });
  chart.theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-colours'] });
  document.addEventListener('visibilitychange', () => { if (!document.hidden && chart.dirty) chart.redraw(); }, on);
  gd.on?.('plotly_relayout', e => moved(chart, e));
  gd.on?.('plotly_relayouting', () => { drawForming(chart); layLines(chart); });
  gd.on?.('plotly_doubleclick', () => { follow(chart); return false; });
  host.addEventListener('pointermove', e => { chart.at = e; point(chart); }, on);
  host.addEventListener('pointerleave', () => { unshow(chart); unhover(chart); }, on);
  host.addEventListener('keydown', e => key(chart, e), on);
  startForming(chart);
  startLines(chart);
  startTouch(chart, look);
}

function point(chart) {
  if (showAt(chart, chart.at)) hover(chart, chart.at); else unhover(chart);
}

// With another range of prices or time, what is under a pointer that rests is another price. Not under one that is on the button for an order: that is meant as it was seen.
function pointAgain(chart) {
  if (chart.pointed && chart.at && chart.at.target !== chart.plus) point(chart); else readAgain(chart);
}

export function detach(plotId) {
  const chart = charts.get(plotId);
  if (!chart) return;
  chart.stop.abort();
  chart.resize.disconnect();
  chart.theme.disconnect();
  stopLines(chart);
  cancelAnimationFrame(chart.frame);
  charts.delete(plotId);
}

// What the server sends is one text each, see PageText.
export function reset(plotId, metaText, numbers, marks) {
  const chart = charts.get(plotId), meta = JSON.parse(metaText);
  if (!chart) return;
  const isOther = chart.meta.ticker !== meta.ticker || chart.meta.seconds !== meta.seconds;
  chart.meta = meta;
  chart.rows = [];
  apply(chart, JSON.parse(numbers));
  if (isOther) Object.assign(chart, { span: 0, right: null, isComplete: false });
  Object.assign(chart, { yRange: null, volumeMax: 0, cells: null });
  if (marks) chart.marks = JSON.parse(marks);
  chart.redraw();
}

export function patch(plotId, numbers) {
  const chart = charts.get(plotId);
  if (!chart) return;
  if (apply(chart, JSON.parse(numbers)) && drawForming(chart)) readAgain(chart);
  else chart.redraw();
}

export function setMarks(plotId, marks) {
  const chart = charts.get(plotId);
  if (!chart) return;
  chart.marks = JSON.parse(marks);
  chart.redraw();
}

/** Saves the picture of a chart as a file. */
export const exportPng = async (plotId, name, file) => charts.has(plotId) ? (await import('./chart-picture.js')).exportPng(charts.get(plotId), name, file) : null;

function moved(chart, e) {
  const from = e['xaxis.range[0]'] ?? e['xaxis.range']?.[0], to = e['xaxis.range[1]'] ?? e['xaxis.range']?.[1];
  if (from === undefined || chart.rows.length === 0) return;
  look(chart, from, to);
}

function look(chart, from, to) {
  chart.span = Math.max(8, Math.min(4000, to - from));
  // Dragged to the right edge means: follow the market again.
  chart.right = to >= lastSlot(chart) ? null : to;
  chart.yRange = null;
  chart.redraw();
}

function follow(chart) {
  Object.assign(chart, { span: 0, right: null, yRange: null });
  chart.redraw();
}

const lastSlot = chart => chart.rows.length > 0 ? chart.rows[chart.rows.length - 1][SLOT] : 0;

function key(chart, e) {
  if (e.target !== chart.host || e.ctrlKey || e.metaKey || e.altKey || chart.rows.length === 0) return;
  const right = chart.right ?? lastSlot(chart) + Math.max(2, chart.span * 0.04), left = right - chart.span, step = chart.span * 0.2;
  switch (e.key) {
    case 'ArrowLeft': look(chart, left - step, right - step); break;
    case 'ArrowRight': look(chart, left + step, right + step); break;
    case '+': case '=': look(chart, left + chart.span * 0.25, right); break;
    case '-': look(chart, left - chart.span * 0.35, right); break;
    case 'Home': look(chart, chart.rows[0][SLOT] - 2, chart.rows[0][SLOT] - 2 + chart.span); break;
    case 'End': follow(chart); break;
    default: return;
  }
  e.preventDefault();
}

// Near the left end the older candles are asked for, once at a time. The server says when there are no more.
async function wantOlder(chart) {
  if (chart.isLoading || chart.isComplete || chart.rows.length === 0 || !chart.span || !chart.owner || document.hidden) return;
  const left = (chart.right ?? lastSlot(chart)) - chart.span;
  if (left - chart.rows[0][SLOT] > chart.span * LOAD_BEFORE) return;
  chart.isLoading = true;
  chart.host.dataset.loading = 'true';
  try {
    chart.isComplete = !await chart.owner.invokeMethodAsync('LoadOlder');
  } catch {
    // The line is down; the next drawing asks again.
  } finally {
    chart.isLoading = false;
    delete chart.host.dataset.loading;
  }
}
