// A number that is marked with data-flash lights up for a moment when it changes: green when it rose, red when it fell. Here and not on the server,
// which would have to send a class with every price. Two names for the same fade: a new name starts it again, the same one would not.
// 32nds are written 110'165 and compare as 110.165.
const number = text => Number(text.replaceAll(',', '').replace("'", '.').replace('\u2212', '-'));

new MutationObserver(changes => {
  for (const { target, oldValue } of changes) {
    const cell = target.parentElement;
    if (!cell?.hasAttribute('data-flash')) continue;
    const before = number(oldValue ?? ''), now = number(target.data);
    if (!(now > before) && !(now < before)) continue;
    const name = now > before ? 'flash-up-' : 'flash-down-', next = cell.classList.contains(`${name}a`) ? 'b' : 'a';
    cell.classList.remove('flash-up-a', 'flash-up-b', 'flash-down-a', 'flash-down-b');
    cell.classList.add(name + next);
  }
}).observe(document, { subtree: true, characterData: true, characterDataOldValue: true });
