// Draws a figure of the chart without Plotly: what stands there until the large script has been read. Everything lies where Plotly will draw it, so nothing moves when it does.
const SVG = 'http://www.w3.org/2000/svg';
// Shares of a slot, as Plotly has them: 1 less its gaps of 0.3, which are two for a candle.
const CANDLE = 0.49, BAR = 0.7;
// Plotly's rule for marks that it chooses by itself: the next of these steps in the power of ten.
const STEPS = [2, 5, 10];

/** An SVG element of the traces and the layout that Plotly would be given. */
export function sketch(traces, layout) {
  const { width, height, margin } = layout, plot = { w: width - margin.l - margin.r, h: height - margin.t - margin.b };
  const svg = add(null, 'svg', { width, height }), inner = add(svg, 'g', { transform: `translate(${margin.l} ${margin.t})` });
  const x = along(layout.xaxis.range, 0, plot.w), axes = {};
  for (const [name, axis] of Object.entries(layout))
    if (/^yaxis\d*$/.test(name)) axes[name.replace('axis', '')] = { ...axis, at: along(axis.range, plot.h * (1 - axis.domain[0]), plot.h * (1 - axis.domain[1])) };

  const clip = add(add(inner, 'clipPath', { id: 'chart-sketch' }), 'rect', { width: plot.w, height: plot.h }).parentNode;
  const shapes = layer => { for (const s of layout.shapes) if ((s.layer === 'below') === (layer === 'below')) shape(add(inner, 'g', { 'clip-path': `url(#${clip.id})` }), s, x, axes, plot); };
  shapes('below');
  for (const axis of Object.values(axes)) if (axis.gridcolor) for (const { value } of marks(axis)) add(inner, 'path', { d: `M0,${round(axis.at(value))}H${plot.w}`, stroke: axis.gridcolor });
  const drawn = add(inner, 'g', { 'clip-path': `url(#${clip.id})` });
  for (const t of traces) Drawers[t.type]?.(drawn, t, x, axes[t.yaxis].at);
  shapes('above');

  const size = layout.font.size, text = { fill: layout.font.color, 'font-size': size, 'font-family': layout.font.family };
  for (const axis of Object.values(axes))
    if (axis.showticklabels !== false) for (const mark of marks(axis)) add(inner, 'text', { ...text, x: plot.w + 2, y: round(axis.at(mark.value) + size * 0.35) }, mark.text);
  layout.xaxis.tickvals.forEach((slot, i) => {
    const bold = /^<b>(.*)<\/b>$/.exec(layout.xaxis.ticktext[i]);
    add(inner, 'text', { ...text, x: round(x(slot)), y: plot.h + size + 1, 'text-anchor': 'middle', 'font-weight': bold ? 'bold' : 'normal' }, bold ? bold[1] : layout.xaxis.ticktext[i]);
  });
  for (const a of layout.annotations) note(inner, a, axes, plot, text);
  return svg;
}

const Drawers = {
  candlestick(to, t, x, y) {
    for (const [isUp, { line, fillcolor }] of [[true, t.increasing], [false, t.decreasing]]) {
      let wicks = '', bodies = '';
      t.x.forEach((slot, i) => {
        if (t.close[i] >= t.open[i] !== isUp) return;
        const left = round(x(slot - CANDLE / 2)), right = round(x(slot + CANDLE / 2)), middle = round(x(slot)), ends = [round(y(t.open[i])), round(y(t.close[i]))];
        wicks += `M${middle},${round(y(t.high[i]))}V${Math.min(...ends)}M${middle},${Math.max(...ends)}V${round(y(t.low[i]))}`;
        bodies += `M${left},${ends[0]}H${right}V${ends[1]}H${left}Z`;
      });
      if (bodies) add(to, 'path', { d: wicks + bodies, stroke: line.color, fill: fillcolor, class: 'sketch-candles' });
    }
  },
  bar(to, t, x, y) {
    const byColour = new Map();
    t.x.forEach((slot, i) => {
      if (t.y[i] === null) return;
      const colour = t.marker.color[i];
      byColour.set(colour, `${byColour.get(colour) ?? ''}M${round(x(slot - BAR / 2))},${round(y(0))}V${round(y(t.y[i]))}H${round(x(slot + BAR / 2))}V${round(y(0))}Z`);
    });
    for (const [fill, d] of byColour) add(to, 'path', { d, fill });
  },
  scatter(to, t, x, y) {
    if (t.mode !== 'lines') {
      const { size, color, line } = t.marker;
      if (typeof color === 'string') t.x.forEach((slot, i) => add(to, 'circle', { cx: round(x(slot)), cy: round(y(t.y[i])), r: size / 2, fill: 'none', stroke: color, 'stroke-width': line.width }));
      return;
    }
    let d = '', isDown = false;
    t.x.forEach((slot, i) => {
      const isThere = typeof t.y[i] === 'number';
      if (isThere) d += `${isDown ? 'L' : 'M'}${round(x(slot))},${round(y(t.y[i]))}`;
      isDown = isThere;
    });
    if (d) add(to, 'path', { d, fill: 'none', stroke: t.line.color, 'stroke-width': t.line.width, 'stroke-dasharray': t.line.dash === 'dot' ? '3,3' : 'none' });
  },
};

function shape(to, s, x, axes, plot) {
  const across = s.xref === 'paper' ? v => v * plot.w : x, up = s.yref === 'paper' ? v => plot.h * (1 - v) : axes[s.yref].at;
  const [x0, x1, y0, y1] = [across(s.x0), across(s.x1), up(s.y0), up(s.y1)].map(round);
  if (s.type === 'line') add(to, 'path', { d: `M${x0},${y0}L${x1},${y1}`, stroke: s.line.color, 'stroke-width': s.line.width, 'stroke-dasharray': s.line.dash === 'dot' ? '3,3' : 'none', opacity: s.opacity });
  else add(to, 'rect', { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0), fill: s.fillcolor, opacity: s.opacity });
}

function note(to, a, axes, plot, text) {
  const size = a.font.size, words = a.text.replace(/<\/?b>/g, ''), x = a.x * plot.w + (a.xshift ?? 0), y = a.yref === 'paper' ? plot.h * (1 - a.y) : axes[a.yref].at(a.y);
  const label = add(to, 'text', { ...text, fill: a.font.color, 'font-size': size, 'font-weight': words === a.text ? 'normal' : 'bold', x: round(x + a.borderpad), y: round(a.yanchor === 'top' ? y + size + a.borderpad : y + size * 0.35) }, words);
  const high = size * 1.2 + 2 * a.borderpad, top = a.yanchor === 'top' ? y : y - high / 2;
  // As wide as its figures are, without asking the browser to lay the page out for it.
  to.insertBefore(add(null, 'rect', { x: round(x), y: round(top), width: round(words.length * size * 0.62 + 2 * a.borderpad), height: round(high), fill: a.bgcolor }), label);
}

function marks(axis) {
  if (axis.tickvals) return axis.tickvals.map((value, i) => ({ value, text: axis.ticktext?.[i] ?? String(value) }));
  const [low, high] = axis.range, rough = (high - low) / axis.nticks, ten = 10 ** Math.floor(Math.log10(rough)), step = ten * STEPS.find(s => s >= rough / ten), all = [];
  const decimals = axis.tickformat ? Number(/\d+/.exec(axis.tickformat)[0]) : Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  for (let n = Math.ceil(low / step); n * step <= high; n++) all.push({ value: n * step, text: (n * step).toFixed(decimals) });
  return all;
}

const along = ([from, to], first, last) => value => first + (value - from) / (to - from) * (last - first);
const round = n => Math.round(n * 100) / 100;

function add(to, name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  to?.append(element);
  return element;
}
