// A number that is marked with data-flash lights up for a moment when it changes: green when it rose, red when it fell. Here and not on the server,
// which would have to send a class with every price. Two steps and no animation: while thirty prices move, one that fades would have the browser
// style and paint the page sixty times a second, and cost it more than everything else on the desk. The steps come with the next change of the page.
// 32nds are written 110'165 and compare as 110.165.
const BRIGHT = 200, LIT = 400, REST = 150;
const number = text => Number(text.replaceAll(',', '').replace("'", '.').replace('\u2212', '-'));
const still = matchMedia('(prefers-reduced-motion: reduce)');
const lit = new Map();
let rest = 0;

function light(cell, direction, now) {
  const known = lit.get(cell);
  if (known?.direction !== direction) {
    if (known) cell.classList.remove(known.direction, 'is-fading');
    cell.classList.add(direction);
  } else if (known.isFading) cell.classList.remove('is-fading');
  lit.set(cell, { direction, since: now, isFading: false });
}

function dim(now) {
  for (const [cell, known] of lit) {
    const age = now - known.since;
    if (age >= LIT || !cell.isConnected) { cell.classList.remove(known.direction, 'is-fading'); lit.delete(cell); }
    else if (age >= BRIGHT && !known.isFading) { cell.classList.add('is-fading'); known.isFading = true; }
  }
  // Nothing may come for a while, and what is lit goes out all the same.
  clearTimeout(rest);
  if (lit.size > 0) rest = setTimeout(() => dim(performance.now()), REST);
}

new MutationObserver(changes => {
  const now = performance.now();
  if (!still.matches) for (const { target, oldValue } of changes) {
    const cell = target.parentElement;
    if (!cell?.hasAttribute('data-flash')) continue;
    const before = number(oldValue ?? ''), after = number(target.data);
    if (after > before) light(cell, 'flash-up', now);
    else if (after < before) light(cell, 'flash-down', now);
  }
  dim(now);
}).observe(document, { subtree: true, characterData: true, characterDataOldValue: true });
