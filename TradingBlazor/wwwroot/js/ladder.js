// The parts of the ladder that only the page can do: how many rows fit, the wheel, the finger that pushes the prices, and keys that must not scroll the page. Orders are never made here.
const ladders = new Map();
// A finger that taps trembles less than this; from there on it pushes, and what it lifts from is not pressed.
const PUSH_PX = 16;
const KEYS = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Delete', 'Backspace', ' ']);

export function attach(element, owner) {
  if (!element) return;
  const stop = new AbortController();
  const ladder = { stop, owner, rows: 0, wheel: 0, isSending: false };
  ladders.set(element, ladder);
  element.addEventListener('keydown', e => { if (KEYS.has(e.key) && e.target === element) e.preventDefault(); }, { signal: stop.signal });
  // A press on a price keeps the keys here.
  element.addEventListener('pointerdown', () => element.focus({ preventScroll: true }), { signal: stop.signal });
  // The line on which an order that is dragged would be let go is marked: the hand is often beside the digits.
  let target = null;
  const mark = row => { if (row === target) return; if (target) delete target.dataset.target; target = row; if (target) target.dataset.target = ''; };
  element.addEventListener('dragover', e => mark(e.target.closest?.('.ladder-row') ?? null), { signal: stop.signal });
  for (const over of ['drop', 'dragend']) element.addEventListener(over, () => mark(null), { signal: stop.signal });
  element.addEventListener('dragleave', e => { if (!element.contains(e.relatedTarget)) mark(null); }, { signal: stop.signal });
  element.addEventListener('wheel', e => {
    e.preventDefault();
    ladder.wheel -= Math.sign(e.deltaY) * 3;
    turn(ladder);
  }, { signal: stop.signal, passive: false });
  element.addEventListener('pointerdown', e => { ladder.push = e.pointerType === 'touch' && e.isPrimary ? { y: e.clientY, isPushed: false } : null; }, { signal: stop.signal });
  element.addEventListener('pointermove', e => push(element, ladder, e), { signal: stop.signal });
  for (const over of ['pointerup', 'pointercancel']) element.addEventListener(over, () => { ladder.push = null; }, { signal: stop.signal });
  ladder.size = new ResizeObserver(() => fit(element, ladder));
  ladder.size.observe(element);
}

export function detach(element) {
  const ladder = ladders.get(element);
  if (!ladder) return;
  ladder.stop.abort();
  ladder.size.disconnect();
  ladders.delete(element);
}

function push(element, ladder, e) {
  const hand = ladder.push;
  if (!hand || !e.isPrimary) return;
  const way = e.clientY - hand.y;
  if (!hand.isPushed) {
    if (Math.abs(way) < PUSH_PX) return;
    hand.isPushed = true;
    // The line under the finger goes with its price, and would take the rest of the movement with it.
    element.setPointerCapture(e.pointerId);
  }
  const height = rowHeight(element), rows = Math.trunc(way / height);
  if (rows === 0) return;
  hand.y += rows * height;
  ladder.wheel += rows;
  turn(ladder);
}

const rowHeight = element => parseFloat(getComputedStyle(element).getPropertyValue('--ladder-row')) || 22;

function fit(element, ladder) {
  if (element.clientHeight < 40) return;
  const rows = Math.max(5, Math.floor(element.clientHeight / rowHeight(element)));
  if (rows === ladder.rows) return;
  ladder.rows = rows;
  ladder.owner.invokeMethodAsync('Fit', rows).catch(() => { /* The line is down; the next size is told anew. */ ladder.rows = 0; });
}

// One call under way; what was turned meanwhile goes with the next.
async function turn(ladder) {
  if (ladder.isSending) return;
  ladder.isSending = true;
  try {
    while (ladder.wheel !== 0) {
      const rows = ladder.wheel;
      ladder.wheel = 0;
      await ladder.owner.invokeMethodAsync('Shift', rows);
    }
  } catch {
    ladder.wheel = 0;
  } finally {
    ladder.isSending = false;
  }
}
