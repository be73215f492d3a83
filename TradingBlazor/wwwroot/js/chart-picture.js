// The chart as a file. It has what the page shows: title, names of the indicators, orders and the average price are drawn into it, the page draws them
// over the figure.
import { figure, inRange, lineColour } from './chart-figure.js';
import { priceText } from './chart-price.js';

const HEAD = 34, TEXT = 11, LETTER = 6.4, LINE = 15;

const plain = text => text.replace(/[&<>]/g, ch => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[ch]);

/** The layout of the picture of a figure that was made for it. */
export function pictureOf(chart, name, shape, c) {
  const { meta } = chart, shown = marked(chart, c);
  return {
    ...shape, paper_bgcolor: c.surface, plot_bgcolor: c.surface, margin: { ...shape.margin, t: shape.margin.t + HEAD }, height: shape.height + HEAD,
    title: { text: `<b>${plain(meta.name)}</b>  ${plain(name)}${legend(meta, c)}`, x: 0.01, xanchor: 'left', font: { size: 14, color: c.strong } },
    shapes: [...shape.shapes, ...shown.map(o => ({ type: 'line', xref: 'paper', yref: 'y', x0: 0, x1: 1, y0: o.price, y1: o.price, line: { color: o.colour, width: 1, dash: o.dash } }))],
    annotations: [...shape.annotations, ...shown.map(o => ({ xref: 'paper', yref: 'y', x: 0, y: o.price, xanchor: 'left', yanchor: 'bottom', xshift: o.left, text: plain(o.text), showarrow: false, font: { size: TEXT, color: o.colour } }))],
  };
}

// Names of lines over the candles, each in its colour; those below have their names in their panes.
function legend(meta, c) {
  const seen = new Set();
  return meta.lines.map((l, i) => {
    const label = l.label;
    if (l.pane !== 0 || seen.has(label)) return '';
    seen.add(label);
    return `  <span style="font-size:${TEXT}px;color:${lineColour(meta, i, c)}">${plain(label)}</span>`;
  }).join('');
}

// Texts whose lines are close to each other stand side by side.
function marked(chart, c) {
  const { meta, marks } = chart, axis = chart.gd._fullLayout.yaxis;
  const all = marks.orders.filter(o => o.id !== 'draft').map(o => ({ price: o.price, text: `${o.text} ${priceText(meta, o.price)}`, colour: o.isBuy ? c.buy : c.sell, dash: 'dash' }));
  if (marks.average) all.push({ price: marks.average.price, text: marks.average.text, colour: c.caution, dash: 'dot' });
  const lanes = [];
  return all.filter(o => inRange(chart, o.price)).sort((a, b) => b.price - a.price).map(o => {
    const y = axis.c2p(o.price);
    let lane = 0, left = 0;
    while (lanes[lane] && lanes[lane].bottom > y) left = Math.max(left, lanes[lane++].right + 8);
    lanes[lane] = { bottom: y + LINE, right: left + o.text.length * LETTER };
    return { ...o, left };
  });
}

/** Saves the picture as a file. */
export async function exportPng(chart, name, file) {
  // With the candle that forms, which the page draws over the figure.
  const { traces, layout: shape } = figure(chart, true), layout = pictureOf(chart, name, shape, chart.colours);
  const url = await window.Plotly.toImage({ data: traces, layout }, { format: 'png', width: layout.width, height: layout.height, scale: 2 });
  const link = document.createElement('a');
  link.href = url;
  link.download = `${chart.meta.name} ${file}`.replace(/[^\w.-]+/g, '-') + '.png';
  link.click();
}
