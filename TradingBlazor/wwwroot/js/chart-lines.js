// Orders on the chart: lines that can be dragged, the average price, and the marker that begins an order. What is dropped is told to the server,
// which makes it a change of the order; a line that is refused goes back with the next marks.
import { priceText } from './chart-price.js';

const KEY_PAUSE_MS = 450;
// A hand that meant to push the chart, or to click, trembles less than this: no order is moved by it.
const DRAG_PX = 4;

export function startLines(chart) {
  chart.lines = chart.host.querySelector('.chart-orders');
  chart.plus = chart.host.querySelector('.chart-plus');
  chart.elements = new Map();
  const on = { signal: chart.stop.signal };
  chart.plus?.addEventListener('click', e => { e.stopPropagation(); openMenu(chart, chart.plusPrice, chart.plusY); }, on);
  chart.host.addEventListener('contextmenu', e => {
    const price = chart.meta.canTrade ? priceAt(chart, e.clientY) : null;
    if (price === null) return;
    e.preventDefault();
    openMenu(chart, snap(chart, price), e.clientY - chart.host.getBoundingClientRect().top);
  }, on);
  // A menu goes as every menu does: with Escape wherever the keys are, and when something else is touched.
  const close = which => chart.host.parentElement?.querySelector(`${which} .pop-close`)?.click();
  document.addEventListener('keydown', e => { if (e.key === 'Escape') close('.chart-pop'); }, on);
  document.addEventListener('pointerdown', e => { if (!e.target.closest?.('.chart-menu')) close('.chart-menu'); }, { ...on, capture: true });
}

export function stopLines(chart) {
  for (const line of chart.elements?.values() ?? []) line.remove();
  chart.elements?.clear();
}

export function openMenu(chart, price, y) {
  if (price === null || price === undefined) return;
  chart.owner?.invokeMethodAsync('OpenMenu', price, Math.round(y)).catch(() => { /* The line is down; the page says so. */ });
}

/** Price at a height of the window; null where the chart draws none. */
export function priceAt(chart, clientY) {
  const axis = chart.gd._fullLayout?.yaxis, y = clientY - chart.host.getBoundingClientRect().top - (axis?._offset ?? 0);
  return axis?.p2c && chart.rows.length > 0 && y >= 0 && y <= axis._length ? axis.p2c(y) : null;
}

export const snap = (chart, price) => Number((Math.round(price / chart.meta.tick) * chart.meta.tick).toFixed(chart.meta.decimals));

export function hover(chart, e) {
  if (!chart.plus || !chart.meta.canTrade || chart.dragged || e.pointerType === 'touch') return;
  const y = e.clientY - chart.host.getBoundingClientRect().top;
  if (e.target === chart.plus) return;
  chart.plusPrice = snap(chart, chart.pointedPrice);
  chart.plusY = y;
  chart.plus.hidden = false;
  chart.plus.title = `Order at ${priceText(chart.meta, chart.plusPrice)}`;
  chart.plus.style.transform = `translateY(${Math.round(y - 9)}px)`;
  chart.plus.style.right = `${chart.gd._fullLayout.margin.r - 9}px`;
}

export function unhover(chart) {
  if (chart.plus) chart.plus.hidden = true;
}

// Puts every line where its price is now. Elements live as long as their order, so that a drag is never cut off by a redraw.
export function layLines(chart) {
  const layout = chart.gd._fullLayout;
  if (!chart.lines || !layout?.yaxis?.c2p) return;
  const wanted = new Map(chart.marks.orders.map(o => [`${o.id}/${o.kind}`, o]));
  if (chart.marks.average) wanted.set('average', { id: 'average', kind: 'average', price: chart.marks.average.price, text: chart.marks.average.text, isBuy: chart.marks.average.isLong, canMove: false, isPending: false });
  for (const [key, element] of chart.elements) if (!wanted.has(key)) { element.letGo?.(); element.remove(); chart.elements.delete(key); }
  for (const [key, order] of wanted) {
    let element = chart.elements.get(key);
    if (!element) chart.elements.set(key, element = make(chart, key));
    element.order = order;
    // What is held keeps its price, and with it its place when the axis moves; beyond the axis nothing is drawn, and the hand would be let go.
    const { range } = layout.yaxis, price = chart.dragged === element ? element.price : order.price;
    if (chart.dragged !== element || (price >= range[0] && price <= range[1])) show(chart, element, price);
  }
  spread(chart);
}

// Tags of orders whose prices are close to each other stand side by side, and where there is no room beside each other below and above: what works at a
// price, and the cross that cancels it, is never under another and never outside the chart.
const TAG_LEFT = 8, TAG_GAP = 4, TAG_ROWS = 12;
function spread(chart) {
  const { width, margin, yaxis } = chart.gd._fullLayout, most = width - margin.r, all = [...chart.elements.values()].filter(e => !e.hidden && e.order.id !== 'draft');
  for (const element of all) {
    const tag = element.firstChild, text = tag.textContent;
    if (element.measured !== text) { element.measured = text; element.wide = tag.offsetWidth; element.high = tag.offsetHeight; }
  }
  // The average keeps its place at the other end.
  const taken = all.filter(e => e.order.kind === 'average').map(e => ({ left: most - TAG_LEFT - e.wide, right: most - TAG_LEFT, top: e.y, bottom: e.y + e.high }));
  for (const element of all.filter(e => e.order.kind !== 'average').sort((a, b) => a.y - b.y)) {
    let place = null;
    for (let n = 0; n <= 2 * TAG_ROWS; n++) {
      const shift = (n % 2 ? 1 : -1) * Math.ceil(n / 2) * (element.high + 1), top = element.y + shift;
      if (n > 0 && (top < yaxis._offset || top > yaxis._offset + yaxis._length)) continue;
      let left = TAG_LEFT;
      for (let hit; (hit = taken.find(t => t.top < top + element.high && t.bottom > top && t.left < left + element.wide + TAG_GAP && t.right + TAG_GAP > left));) left = hit.right + TAG_GAP;
      place ??= { left, shift, top };
      if (left + element.wide <= most) { place = { left, shift, top }; break; }
    }
    taken.push({ left: place.left, right: place.left + element.wide, top: place.top, bottom: place.top + element.high });
    const tag = element.firstChild;
    if (element.left !== place.left) tag.style.left = `${element.left = place.left}px`;
    if ((element.shift ?? 0) !== place.shift) tag.style.marginTop = `${element.shift = place.shift}px`;
  }
}

function make(chart, key) {
  const element = document.createElement('div'), tag = document.createElement('div'), grip = document.createElement('button'), cancel = document.createElement('button');
  element.className = 'chart-order';
  tag.className = 'chart-order-tag';
  grip.type = cancel.type = 'button';
  grip.className = 'chart-order-grip';
  cancel.className = 'chart-order-cancel';
  cancel.textContent = '×';
  tag.append(grip, cancel);
  element.append(tag);
  if (key !== 'average') {
    element.addEventListener('pointerdown', e => { if (e.target !== cancel) drag(chart, element, e); });
    grip.addEventListener('keydown', e => keys(chart, element, e));
    cancel.addEventListener('click', e => { e.stopPropagation(); tell(chart, 'CancelLine', element.order.id, element.order.kind); });
  } else {
    grip.tabIndex = -1;
    cancel.hidden = true;
  }
  element.dataset.testid = `chart-line-${key}`;
  chart.lines.append(element);
  return element;
}

function show(chart, element, price) {
  const { yaxis, margin } = chart.gd._fullLayout, o = element.order;
  const isIn = price >= yaxis.range[0] && price <= yaxis.range[1];
  element.hidden = !isIn;
  element.price = price;
  if (!isIn) return;
  element.y = Math.round(yaxis.c2p(price) + yaxis._offset);
  element.style.top = `${element.y}px`;
  element.style.right = `${margin.r}px`;
  const state = `chart-order ${o.kind === 'average' ? 'is-average' : o.isBuy ? 'is-buy' : 'is-sell'} ${o.isPending ? 'is-pending' : ''} ${o.canMove ? 'can-move' : ''} ${o.id === 'draft' ? 'is-draft' : ''} ${chart.dragged === element ? 'is-dragged' : ''}`;
  if (element.className !== state) element.className = state;
  element.dataset.price = price;
  element.dataset.pending = o.isPending ? 'true' : 'false';
  const [grip, cancel] = element.firstChild.children;
  const text = o.kind === 'average' ? o.text : `${o.text} ${priceText(chart.meta, price)}${o.isPending && o.id !== 'draft' ? ' …' : ''}`;
  if (grip.textContent !== text) grip.textContent = text;
  grip.setAttribute('aria-label', o.canMove ? `${text}; arrow keys move it, Delete cancels` : text);
  cancel.setAttribute('aria-label', o.id === 'draft' ? 'Give the order up' : `Cancel ${o.text}`);
  cancel.hidden = o.kind === 'average' || (o.id === 'draft' && o.kind !== 'entry');
}

function drag(chart, element, e) {
  if (!element.order.canMove || e.button > 0) return;
  e.preventDefault();
  e.stopPropagation();
  element.setPointerCapture(e.pointerId);
  // A tag that stands beside its line is held where it is, and the line keeps its distance.
  const beside = element.firstChild.contains(e.target) ? element.shift ?? 0 : 0;
  const from = element.price, seen = element.order.seen, host = chart.host.getBoundingClientRect(), stop = new AbortController(), on = { signal: stop.signal };
  chart.dragged = element;
  unhover(chart);
  let isMoved = false;
  const priceAt = y => {
    const axis = chart.gd._fullLayout.yaxis;
    const price = snap(chart, axis.p2c(Math.min(Math.max(y - host.top, axis._offset), axis._offset + axis._length) - axis._offset));
    // The step next to the edge may lie beyond it, where nothing is drawn: a line that vanishes under the hand ends the drag.
    return price > axis.range[1] ? snap(chart, price - chart.meta.tick) : price < axis.range[0] ? snap(chart, price + chart.meta.tick) : price;
  };
  // An order that fills or goes under the hand ends the drag, and nothing is sent for it.
  element.letGo = () => end(false);
  const end = keep => {
    stop.abort();
    chart.dragged = element.letGo = null;
    if (keep && element.price !== from) move(chart, element, element.price, seen);
    else show(chart, element, from);
  };
  element.addEventListener('pointermove', m => {
    isMoved ||= Math.abs(m.clientY - e.clientY) >= DRAG_PX;
    if (isMoved) show(chart, element, priceAt(m.clientY - beside));
  }, on);
  element.addEventListener('pointerup', () => end(true), on);
  element.addEventListener('pointercancel', () => end(false), on);
  document.addEventListener('keydown', k => { if (k.key === 'Escape') end(false); }, on);
}

function keys(chart, element, e) {
  const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[e.key];
  if (e.key === 'Delete' || e.key === 'Backspace') {
    e.preventDefault();
    tell(chart, 'CancelLine', element.order.id, element.order.kind);
  } else if (e.key === 'Escape' && chart.dragged === element) {
    e.preventDefault();
    element.letGo?.();
  } else if (steps && element.order.canMove) {
    e.preventDefault();
    const isFirst = chart.dragged !== element;
    chart.dragged = element;
    if (isFirst) {
      const from = element.price;
      element.seen = element.order.seen;
      element.letGo = () => { clearTimeout(element.pause); chart.dragged = element.letGo = null; show(chart, element, from); };
    }
    show(chart, element, snap(chart, element.price + steps * chart.meta.tick));
    clearTimeout(element.pause);
    // Several presses are one change.
    element.pause = setTimeout(() => { chart.dragged = element.letGo = null; move(chart, element, element.price, element.seen); }, KEY_PAUSE_MS);
  }
}

// `seen` says at which drawing of the order the drag began: the server compares it with what the order is by now. The last second that the page heard of tells it
// when the line has held the drop up, which is not meant for the market of then.
function move(chart, element, price, seen) {
  // Until the server's next marks it stands where it was dropped.
  element.order = { ...element.order, price, isPending: true };
  for (const o of chart.marks.orders) if (o.id === element.order.id && o.kind === element.order.kind) Object.assign(o, { price, isPending: true });
  show(chart, element, price);
  tell(chart, 'MoveLine', element.order.id, element.order.kind, price, seen ?? 0, document.getElementById('desk-heart')?.dataset.second ?? '');
}

const tell = (chart, method, ...args) => chart.owner?.invokeMethodAsync(method, ...args).catch(() => { /* The line is down; the page says so. */ });
