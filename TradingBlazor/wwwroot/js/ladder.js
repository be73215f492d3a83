// The parts of the ladder that only the page can do: how many rows fit, the wheel, and keys that must not scroll the page. Orders are never made here.
const ladders = new Map();
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

function fit(element, ladder) {
  if (element.clientHeight < 40) return;
  const height = parseFloat(getComputedStyle(element).getPropertyValue('--ladder-row')) || 22;
  const rows = Math.max(5, Math.floor(element.clientHeight / height));
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
