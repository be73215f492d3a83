// What fingers do on the chart beyond pushing it, which the figure does itself: two of them stretch or squeeze time about what is between them, and one
// that rests opens the menu of orders at its price. No order is made here.
import { openMenu, priceAt, snap } from './chart-lines.js';

const REST_MS = 600;
// A finger trembles less than this while it rests.
const REST_PX = 8;
const APART_MIN_PX = 24;

export function startTouch(chart, look) {
  const on = { signal: chart.stop.signal }, first = { ...on, capture: true, passive: false };
  let pinch = null, rest = null, from = null, frame = 0;
  const stay = () => { clearTimeout(rest); rest = null; };
  chart.host.addEventListener('touchstart', e => {
    stay();
    if (e.touches.length === 1 && !e.target.closest('button, .chart-order')) {
      const y = e.touches[0].clientY;
      from = e.touches[0];
      rest = setTimeout(() => {
        const price = chart.meta.canTrade ? priceAt(chart, y) : null;
        if (price !== null) openMenu(chart, snap(chart, price), y - chart.host.getBoundingClientRect().top);
      }, REST_MS);
    }
    if (e.touches.length < 2) return;
    // The figure has begun to push with the first finger, and would go on with the mean of none: for it that finger has left.
    e.stopPropagation();
    e.preventDefault();
    if (!pinch) document.dispatchEvent(new Event('touchend'));
    pinch = begin(chart, e.touches);
  }, first);
  document.addEventListener('touchmove', e => {
    if (rest && Math.hypot(e.touches[0].clientX - from.clientX, e.touches[0].clientY - from.clientY) > REST_PX) stay();
    if (!pinch || e.touches.length < 2) return;
    e.preventDefault();
    const [a, b] = e.touches, { left, span } = stretched(pinch, a, b);
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => look(chart, left, left + span));
  }, first);
  for (const over of ['touchend', 'touchcancel']) document.addEventListener(over, e => { stay(); if (e.touches && e.touches.length < 2) pinch = null; }, on);
  // A browser that has a gesture of its own for this is quicker.
  chart.host.addEventListener('contextmenu', stay, on);
}

const apart = (a, b) => Math.max(APART_MIN_PX, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY));

function begin(chart, [a, b]) {
  const { range, _offset, _length } = chart.gd._fullLayout.xaxis, left = chart.host.getBoundingClientRect().left + _offset;
  const share = ((a.clientX + b.clientX) / 2 - left) / _length, span = range[1] - range[0];
  return { left, length: _length, span, apart: apart(a, b), slot: range[0] + share * span };
}

function stretched(pinch, a, b) {
  const span = Math.max(8, Math.min(4000, pinch.span * pinch.apart / apart(a, b)));
  return { span, left: pinch.slot - ((a.clientX + b.clientX) / 2 - pinch.left) / pinch.length * span };
}
