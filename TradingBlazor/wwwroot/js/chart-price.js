// Prices on the chart, written as everywhere on the desk: with decimals, or as points and 32nds (Thirtyseconds.cs has the rules).
const DIGITS = { 1: 0, 2: 1, 4: 2, 8: 3 };

/** A price as text; the style below 0 is what a step is a part of: -1 whole 32nds, -2, -4 and -8 halves, quarters and eighths. */
export function priceText(meta, price) {
  if (!(meta.style < 0)) return price.toFixed(meta.decimals);
  const part = -meta.style, per = 32 * part, steps = Math.round(Math.abs(price) * per), points = Math.floor(steps / per), digits = DIGITS[part];
  return `${price < 0 && steps > 0 ? '-' : ''}${points}'${((steps - points * per) / part).toFixed(digits).padStart(digits > 0 ? 3 + digits : 2, '0')}`;
}

/** What an axis of prices is marked with: Plotly's own marks for decimals, whole steps of 32nds and points otherwise. */
export function priceMarks(meta, [low, high], most) {
  if (!(meta.style < 0)) return { tickformat: `.${meta.decimals}f`, nticks: most };
  let step = meta.tick > 0 ? meta.tick : 1 / 32;
  while ((high - low) / step > most) step *= 2;
  const at = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) at.push(n * step);
  return { tickmode: 'array', tickvals: at, ticktext: at.map(v => priceText(meta, v)) };
}
