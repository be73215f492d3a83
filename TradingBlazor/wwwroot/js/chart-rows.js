// Reads a frame of the server into the rows of a chart. Numbers of a frame: see ChartWire.
import { FIRST_VALUE } from './chart-figure.js';

/** True when nothing but the last row has changed. */
export function apply(chart, numbers) {
  const columns = FIRST_VALUE + chart.meta.lines.length, rows = chart.rows;
  const [drop, length, prepend, patches] = numbers, before = rows.length;
  let at = 4, first = Infinity;
  const take = count => {
    const taken = [];
    for (let i = 0; i < count; i++, at += columns) taken.push(numbers.slice(at, at + columns));
    return taken;
  };
  if (drop > 0) rows.splice(0, drop);
  if (prepend > 0) rows.unshift(...take(prepend));
  if (rows.length > length) rows.length = length;
  for (let i = 0; i < patches; i++) {
    const start = numbers[at], count = numbers[at + 1];
    at += 2;
    first = Math.min(first, start);
    take(count).forEach((row, n) => { rows[start + n] = row; });
  }
  return drop === 0 && prepend === 0 && before > 0 && rows.length === before && first >= before - 1;
}

/** A chart that holds nothing yet. */
export const empty = (host, gd) => ({
  host, gd, rows: [], marks: { fills: [], orders: [], average: null }, meta: { decimals: 2, style: 2, seconds: 60, base: 0, tick: 0.01, lines: [], ticker: '', canTrade: false },
  span: 0, right: null, yRange: null, volumeMax: 0, colours: null, drawnFor: null,
});
