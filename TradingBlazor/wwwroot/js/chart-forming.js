// The candle that forms, its volume, the last piece of every line, and the line of the last price with its tag. The page draws them itself, over the figure:
// a price that moves changes a few attributes, while a drawing of Plotly takes twenty milliseconds even of a single candle, in which nothing else of the
// page moves. Plotly draws what is closed, and again when that changes: a new candle, another window, an axis that has become too short.
import { SLOT, OPEN, HIGH, LOW, CLOSE, VOLUME, FLAGS, FIRST_VALUE, candleColours, inRange, isDotted, lineColour } from './chart-figure.js';
import { priceText } from './chart-price.js';

const SVG = 'http://www.w3.org/2000/svg';
// Half the widths that Plotly gives to candles and to bars, in slots: 1 less its gaps of 0.3, which are two for a candle.
const HALF_CANDLE = 0.245, HALF_BAR = 0.35;

export function startForming(chart) {
  const svg = chart.host.querySelector('.chart-forming'), make = (name, parent = svg) => parent.appendChild(document.createElementNS(SVG, name));
  svg.replaceChildren();
  const lines = make('g');
  chart.forming = { svg, lines, pieces: [], last: make('line'), volume: make('rect'), wick: make('path'), body: make('path'), tag: chart.host.querySelector('.chart-last-tag'), make };
}

/** Draws the last candle where it is now. False when the figure has to be drawn anew for it. */
export function drawForming(chart) {
  const { rows, meta, gd, forming, colours: c } = chart, row = rows[rows.length - 1], layout = gd._fullLayout;
  if (!forming || !c || !row || !layout?.yaxis?.c2p) return false;
  if (document.hidden) { chart.dirty = true; return true; }
  const { xaxis: x, yaxis: y, yaxis2: v, margin } = layout, isIn = row[SLOT] <= x.range[1] && row[SLOT] >= x.range[0];
  if (isIn && !fits(chart, row, layout)) return false;

  const { svg, last, volume, wick, body, tag } = forming, up = row[CLOSE] >= row[OPEN], width = x._length, height = layout._size.h;
  set(svg, { width, height });
  svg.style.transform = `translate(${margin.l}px, ${margin.t}px)`;
  const price = p => y.c2p(p) + y._offset - margin.t, slot = s => x.c2p(s), at = n => Math.round(n * 100) / 100;
  const [rising, falling] = candleColours(row, c), colour = up ? rising : falling;
  for (const part of [volume, wick, body]) part.style.display = isIn ? '' : 'none';
  if (isIn) {
    const left = at(slot(row[SLOT] - HALF_CANDLE)), right = at(slot(row[SLOT] + HALF_CANDLE)), middle = at(slot(row[SLOT]));
    const open = at(price(row[OPEN])), close = at(price(row[CLOSE]));
    set(body, { d: `M${left},${open}H${right}V${close}H${left}Z`, fill: colour, stroke: colour });
    set(wick, { d: `M${middle},${at(price(row[HIGH]))}V${Math.min(open, close)}M${middle},${Math.max(open, close)}V${at(price(row[LOW]))}`, stroke: colour });
    bar(volume, row, row[VOLUME], v, margin, slot, up ? c.upVolume : c.downVolume);
  }
  pieces(chart, row, isIn, slot);

  const isShown = inRange(chart, row[CLOSE]), line = at(price(row[CLOSE])), now = up ? c.up : c.down;
  last.style.display = isShown ? '' : 'none';
  if (isShown) set(last, { x1: 0, x2: width, y1: line, y2: line, stroke: now });
  tag.hidden = !isShown;
  if (isShown) {
    const text = priceText(meta, row[CLOSE]);
    if (tag.textContent !== text) tag.textContent = text;
    tag.style.background = now;
    tag.style.transform = `translate(${Math.round(margin.l + width + 1)}px, ${Math.round(line + margin.t)}px) translateY(-50%)`;
  }
  return true;
}

// The figure is of the candles before it, and nothing of it lies beyond an axis.
function fits({ rows, meta, drawnFor }, row, layout) {
  if (!drawnFor || rows.length !== drawnFor.rows || row[SLOT] !== drawnFor.slot || row[FLAGS] !== drawnFor.flags) return false;
  return isWithin(layout.yaxis, row[LOW]) && isWithin(layout.yaxis, row[HIGH]) && isWithin(layout.yaxis2, row[VOLUME])
    && meta.lines.every((l, i) => l.pane === 0 || row[FIRST_VALUE + i] === null || isWithin(layout[`yaxis${l.pane + 2}`], row[FIRST_VALUE + i]));
}

const isWithin = (axis, value) => typeof value === 'number' && value >= axis.range[0] && value <= axis.range[1];

function pieces(chart, row, isIn, slot) {
  const { rows, meta, gd, forming, colours: c } = chart, layout = gd._fullLayout, before = rows.length > 1 ? rows[rows.length - 2] : null;
  while (forming.pieces.length > meta.lines.length) forming.pieces.pop().remove();
  meta.lines.forEach((l, i) => {
    const name = l.isHistogram ? 'rect' : 'line';
    if (forming.pieces[i]?.tagName !== name) {
      forming.pieces[i]?.remove();
      forming.pieces[i] = forming.make(name, forming.lines);
    }
    const piece = forming.pieces[i], axis = layout[l.pane === 0 ? 'yaxis' : `yaxis${l.pane + 2}`], value = row[FIRST_VALUE + i], from = before?.[FIRST_VALUE + i];
    const isThere = isIn && axis?.c2p && isWithin(axis, value) && (l.isHistogram || isWithin(axis, from));
    piece.style.display = isThere ? '' : 'none';
    if (!isThere) return;
    const y = n => axis.c2p(n) + axis._offset - layout.margin.t;
    if (l.isHistogram) bar(piece, row, value, axis, layout.margin, slot, value >= 0 ? c.upVolume : c.downVolume);
    else set(piece, { x1: slot(before[SLOT]), y1: y(from), x2: slot(row[SLOT]), y2: y(value), stroke: lineColour(meta, i, c), 'stroke-width': 1.4, 'stroke-dasharray': isDotted(l) ? '3,3' : 'none' });
  });
}

function bar(element, row, value, axis, margin, slot, fill) {
  const y = n => axis.c2p(n) + axis._offset - margin.t, ends = [y(0), y(value)], left = slot(row[SLOT] - HALF_BAR);
  set(element, { x: left, width: Math.max(0, slot(row[SLOT] + HALF_BAR) - left), y: Math.min(...ends), height: Math.abs(ends[0] - ends[1]), fill });
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}
