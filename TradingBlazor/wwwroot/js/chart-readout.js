// Crosshair, the values under it, and the labels of the time axis.
import { SLOT, TIME, OPEN, HIGH, LOW, CLOSE, VOLUME, FLAGS, FIRST_VALUE, BACKFILL, INCOMPLETE, SYNTHETIC, colours, lineColour } from './chart-figure.js';
import { priceText } from './chart-price.js';

const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000];
// The room that a label of the time axis needs.
const LABEL_PX = 58;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = n => String(n).padStart(2, '0');
const clock = (t, seconds) => `${two(Math.floor(t / 3600) % 24)}:${two(Math.floor(t / 60) % 60)}${seconds ? ':' + two(t % 60) : ''}`;
function day(t, year) { const d = new Date(t * 1000); return `${MONTHS[d.getUTCMonth()]} ${d.getUTCDate()}${year ? ` ${d.getUTCFullYear()}` : ''}`; }

export function timeTicks(chart, near, left, right, width) {
  const base = chart.meta.base, time = r => r[TIME] + base;
  const visible = near.filter(r => r[SLOT] >= left && r[SLOT] <= right);
  const most = Math.max(2, Math.floor(width / 84));
  const crossings = step => visible.reduce((n, r, i) => n + (i > 0 && Math.floor(time(r) / step) !== Math.floor(time(visible[i - 1]) / step) ? 1 : 0), 0);
  const step = STEPS.find(s => s >= chart.meta.seconds && crossings(s) <= most) ?? STEPS[STEPS.length - 1];
  const at = [], text = [], apart = LABEL_PX * (right - left) / width;
  for (let i = 1; i < near.length; i++) {
    const now = time(near[i]), before = time(near[i - 1]), slot = near[i][SLOT];
    if (Math.floor(now / step) === Math.floor(before / step)) continue;
    const isDay = chart.meta.seconds < 86400 && Math.floor(now / 86400) !== Math.floor(before / 86400);
    // Few candles, or a session that has only just begun: no label is written over another, and the day is the one that stays.
    if (slot - at.at(-1) < apart) {
      if (!isDay) continue;
      at.pop();
      text.pop();
    }
    at.push(slot);
    text.push(chart.meta.seconds >= 86400 ? day(now, step >= 7776000) : isDay ? `<b>${day(now)}</b>` : step >= 86400 ? day(now) : clock(now, step < 60));
  }
  return { at, text };
}

// True when the pointer is over the candles; then the chart knows its row and price.
export function showAt(chart, e) {
  const layout = chart.gd._fullLayout;
  if (!layout?.xaxis?.p2c || chart.rows.length === 0) return false;
  const box = chart.gd.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
  const inside = x >= layout.margin.l && x <= box.width && y >= layout.margin.t && y <= box.height - layout.margin.b;
  if (!inside) { unshow(chart); return false; }
  const row = nearest(chart.rows, layout.xaxis.p2c(x - layout.xaxis._offset)), part = name => chart.host.querySelector(name);
  chart.pointed = true;
  chart.pointedSlot = row[SLOT];
  const px = layout.xaxis.c2p(row[SLOT]) + layout.xaxis._offset;
  place(part('.crosshair-x'), `translateX(${Math.round(px)}px)`);
  place(part('.crosshair-y'), `translateY(${Math.round(y)}px)`);
  const inPrice = y >= layout.yaxis._offset && y <= layout.yaxis._offset + layout.yaxis._length;
  chart.pointedPrice = inPrice ? layout.yaxis.p2c(y - layout.yaxis._offset) : null;
  const tag = part('.crosshair-price');
  if (inPrice) {
    tag.textContent = priceText(chart.meta, chart.pointedPrice);
    place(tag, `translateY(${Math.round(y - 9)}px)`);
  } else tag.style.display = 'none';
  const time = row[TIME] + chart.meta.base, label = part('.crosshair-time');
  label.textContent = chart.meta.seconds >= 86400 ? day(time, true) : `${day(time)} ${clock(time, chart.meta.seconds < 60)} ET`;
  place(label, `translateX(${Math.round(Math.min(Math.max(px, 60), box.width - 60))}px) translateX(-50%)`);
  readout(chart, row);
  return inPrice;
}

/** Reads the chart out anew: what is under the crosshair, or the newest candle. */
export function readAgain(chart) {
  if (chart.pointed) readout(chart, nearest(chart.rows, chart.pointedSlot));
  else readout(chart, chart.rows[chart.rows.length - 1]);
}

export function unshow(chart) {
  chart.pointed = false;
  for (const part of chart.host.querySelectorAll('.crosshair')) part.style.display = 'none';
  readout(chart, chart.rows[chart.rows.length - 1]);
}

function place(element, transform) {
  element.style.display = 'block';
  element.style.transform = transform;
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
  if (!row) { chart.readout.textContent = ''; chart.cells = null; if (chart.flags) chart.flags.textContent = ''; return; }
  if (!chart.cells) {
    const c = colours();
    chart.readout.textContent = '';
    chart.cells = ['O', 'H', 'L', 'C', 'V', ...chart.meta.lines.map(l => l.label)].map((name, i) => {
      const item = document.createElement('span'), value = document.createElement('b');
      item.append(name + ' ', value);
      if (i >= 5) value.style.color = chart.meta.lines[i - 5].isHistogram ? c.text : lineColour(chart.meta, i - 5, c);
      chart.readout.append(item);
      return value;
    });
  }
  const isLast = row === chart.rows[chart.rows.length - 1], price = v => v === null || v === undefined ? '–' : priceText(chart.meta, v);
  const value = (l, i) => {
    let v = row[FIRST_VALUE + i];
    if (v === null && isLast && chart.rows.length > 1) v = chart.rows[chart.rows.length - 2][FIRST_VALUE + i];
    return v === null || v === undefined ? '–' : l.pane === 0 ? price(v) : Math.abs(v) >= 1000 ? v.toFixed(0) : v.toFixed(Math.max(2, chart.meta.decimals));
  };
  const notes = [row[FLAGS] & BACKFILL ? 'backfilled' : '', row[FLAGS] & INCOMPLETE ? 'incomplete' : '', row[FLAGS] & SYNTHETIC ? 'no data' : ''].filter(n => n);
  const values = [price(row[OPEN]), price(row[HIGH]), price(row[LOW]), price(row[CLOSE]), volumeText(row[VOLUME]), ...chart.meta.lines.map(value)];
  if (chart.flags) chart.flags.textContent = chart.pointed ? notes.join(', ') : '';
  values.forEach((text, i) => { if (chart.cells[i].textContent !== text) chart.cells[i].textContent = text; });
}

const volumeText = v => v >= 1e6 ? (v / 1e6).toFixed(1) + 'M' : v >= 1e4 ? (v / 1e3).toFixed(1) + 'K' : String(Math.round(v));
