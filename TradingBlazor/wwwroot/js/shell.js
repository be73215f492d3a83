// What every page needs from the browser: menus that open beside their button and are walked with the arrow keys.
document.addEventListener('toggle', e => {
  const menu = e.target;
  if (e.newState !== 'open' || !(menu instanceof HTMLElement) || !menu.classList.contains('menu')) return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (button) {
    const r = button.getBoundingClientRect(), m = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(r.right - m.width, innerWidth - m.width - 8))}px`;
    menu.style.top = `${Math.max(8, r.bottom + 4 + m.height > innerHeight - 8 ? Math.min(r.top - m.height - 4, innerHeight - m.height - 8) : r.bottom + 4)}px`;
  }
  menu.style.visibility = 'visible';
  items(menu)[0]?.focus();
}, true);

const items = menu => [...menu.querySelectorAll('[role^="menuitem"], input, select')].filter(i => !i.disabled && i.offsetParent !== null);

document.addEventListener('keydown', e => {
  const menu = e.target.closest?.('.menu[popover], .chart-menu');
  if (!menu || e.target.matches('input, select')) return;
  const all = items(menu), at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? all.length - 1 : at - 1, Home: 0, End: all.length - 1 }[e.key];
  if (to === undefined || all.length === 0) return;
  e.preventDefault();
  all[(to + all.length) % all.length].focus();
});

// The list of a grid's columns stays open while several are chosen, and closes with Escape or a press elsewhere.
document.addEventListener('pointerdown', e => document.querySelectorAll('details.grid-menu[open]').forEach(d => { if (!d.contains(e.target)) d.open = false; }), true);
document.addEventListener('keydown', e => {
  const open = e.key === 'Escape' && document.querySelector('details.grid-menu[open]');
  if (!open) return;
  open.open = false;
  open.querySelector('summary')?.focus();
});

// So does what the chip of the connection says, wherever the keys are by then; what is asked or undone with Escape goes first.
const chipDetail = () => document.querySelector('.chip-detail [data-closes]');
document.addEventListener('pointerdown', e => { if (!e.target.closest?.('.chip-wrap')) chipDetail()?.click(); }, true);
document.addEventListener('keydown', e => { if (e.key === 'Escape' && !document.querySelector('dialog[open], .mud-dialog, .undo, .menu:popover-open')) chipDetail()?.click(); });

// A chosen item closes its menu; the server has its click by then.
document.addEventListener('click', e => {
  const item = e.target.closest?.('.menu[popover] [role^="menuitem"]');
  if (item && !item.hasAttribute('data-keep')) setTimeout(() => { try { item.closest('[popover]')?.hidePopover(); } catch { /* closed already */ } }, 0);
});

// What is unfolded in the ticket below other parts comes into sight: scrolled to by hand, it would not be noticed.
document.addEventListener('click', e => {
  const fold = e.target.closest?.('.ticket-strip .fold'), body = fold?.closest('.ticket-body');
  if (!body) return;
  const look = new MutationObserver(() => {
    look.disconnect();
    if (fold.getAttribute('aria-expanded') !== 'true') return;
    const part = fold.dataset.testid === 'ticket-exits-toggle' ? body.querySelector('.exits') : body.lastElementChild;
    let place = part.parentElement;
    while (place && !(place.scrollHeight > place.clientHeight && /auto|scroll/.test(getComputedStyle(place).overflowY))) place = place.parentElement;
    if (!place) return;
    const p = part.getBoundingClientRect(), room = place.getBoundingClientRect();
    if (p.bottom > room.bottom) place.scrollTop += Math.min(p.bottom - room.bottom, p.top - room.top);
  });
  look.observe(body, { childList: true });
  setTimeout(() => look.disconnect(), 5000);
});

// What comes of a button or of Enter in the row of an order is told below the row, which can be below the edge of a phone: it comes into sight.
const told = e => {
  const part = e.target.closest?.('.orders tr'), row = part?.matches('.row-note') ? part.previousElementSibling : part;
  if (!row || (e.type === 'click' ? !e.target.closest('button') : e.key !== 'Enter')) return;
  const note = () => row.nextElementSibling?.matches('.row-note') ? row.nextElementSibling : null;
  let text = note()?.textContent ?? '';
  const look = new MutationObserver(() => {
    const now = note()?.textContent ?? '';
    if (now !== text && now) note().scrollIntoView({ block: 'nearest' });
    text = now;
  });
  look.observe(row.parentElement, { childList: true, subtree: true, characterData: true });
  setTimeout(() => look.disconnect(), 5000);
};
document.addEventListener('click', told);
document.addEventListener('keydown', told);

// -- dialogs that the page opens by itself --------------------------------------------------------------------------

const open = id => {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open || document.querySelector('dialog.reconnect[open]')) return;
  document.querySelectorAll('dialog[open]').forEach(d => d.close());
  dialog.showModal();
  dialog.querySelector('input')?.focus();
};

document.addEventListener('click', e => {
  const opener = e.target.closest?.('[data-open-dialog]');
  if (opener) return setTimeout(() => open(opener.dataset.openDialog), 0);
  if (e.target.closest?.('[data-close-dialog]') || (e.target instanceof HTMLDialogElement && e.target.matches('.palette, .help') && outside(e))) e.target.closest('dialog').close();
  // What was chosen in the palette is done by the server; the palette is done.
  if (e.target.closest?.('.palette-item')) e.target.closest('dialog').close();
});

const outside = e => { const r = e.target.getBoundingClientRect(); return e.clientX < r.left || e.clientX > r.right || e.clientY < r.top || e.clientY > r.bottom; };

// -- keys -----------------------------------------------------------------------------------------------------------

let server = null, map = new Map();

/** Names the actions of keys to the server, by the map it gives. */
export function listen(reference, bindings) {
  server = reference;
  map = new Map(JSON.parse(bindings).map(b => [b.keys.toLowerCase(), b]));
  // From here on keys are heard; before it the page is there and they are not.
  document.documentElement.dataset.keys = 'heard';
}

/** Puts the focus on the first control of a panel, as soon as the panel is there. */
export function focusPanel(panel) {
  const until = performance.now() + 2000;
  (function look() {
    const body = document.getElementById(`panel-${panel}`);
    const target = body && body.offsetParent !== null && [...body.querySelectorAll('input, select, button, a[href], [tabindex="0"]')].find(i => !i.disabled && i.tabIndex >= 0 && i.offsetParent !== null);
    if (target) return target.focus();
    if (body && body.offsetParent !== null) { body.tabIndex = -1; return body.focus(); }
    if (performance.now() < until) requestAnimationFrame(look);
  })();
}

// The physical key, so that Alt and a letter are the same on machines where Alt writes signs.
const letter = e => /^Key[A-Z]$/.test(e.code) ? e.code[3] : /^Digit\d$/.test(e.code) ? e.code[5] : e.key;
const name = e => [e.ctrlKey || e.metaKey ? 'ctrl' : '', e.altKey ? 'alt' : '', e.shiftKey ? 'shift' : '', letter(e).toLowerCase()].filter(Boolean).join('+');
const isText = t => t instanceof HTMLElement && (t.isContentEditable || t.matches('textarea, select') || (t.matches('input') && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(t.type)));
// A chart takes the press for itself, so the field would keep the focus of a hand that went on to the chart, and a key would be typed into it.
document.addEventListener('pointerdown', e => { if (isText(document.activeElement) && e.target.closest?.('.chart-host')) document.activeElement.blur(); }, true);

// The keyboard of a phone takes half of the page: what is typed into stays in sight.
addEventListener('resize', () => { if (isText(document.activeElement)) document.activeElement.scrollIntoView({ block: 'nearest' }); });

document.addEventListener('keydown', e => {
  if (e.isComposing || e.repeat && e.key.length === 1) return;
  if (e.target.closest?.('#palette') && e.key === 'Enter') setTimeout(() => document.getElementById('palette')?.close(), 0);
  if (e.target.closest?.('#palette') && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) e.preventDefault();
  const key = name(e), binding = map.get(key) ?? ({ 'ctrl+k': { id: 'palette', inText: true }, f1: { id: 'help', inText: true } })[key];
  if (!binding || (!binding.inText && isText(e.target))) return;
  if (binding.id === 'palette' || binding.id === 'help') { e.preventDefault(); return open(binding.id); }
  if (!server) return;
  // An open dialog has its keys for itself; only undoing an order is more important.
  if (binding.id === 'undo') return void (document.querySelector('.undo') && server.invokeMethodAsync('OnKey', 'undo', ''));
  if (document.querySelector('dialog[open], .mud-dialog')) return;
  e.preventDefault();
  server.invokeMethodAsync('OnKey', binding.id, document.getElementById('desk-heart')?.dataset.second ?? '');
});

// Nobody sees or undoes what waits in a page that is not shown, and a page that comes back after an hour must not come back armed.
document.addEventListener('visibilitychange', () => {
  if (document.hidden && document.querySelector('.undo, .arm.is-armed, .ladder.is-armed')) server?.invokeMethodAsync('OnKey', 'hidden', '');
});

// -- keys of what comes and goes ------------------------------------------------------------------------------------

// A row that is changed in place takes the keys and gives them back to its button, and the drawer of an order to what opened it: taken away by the server, they
// would be at the top of the page. Keys that went elsewhere meanwhile stay there.
function handOver(place, find) {
  const until = performance.now() + 5000;
  (function look() {
    const at = document.activeElement ?? document.body, target = at === document.body && find();
    if (target) { target.focus({ preventScroll: true }); target.select?.(); return; }
    if ((at === document.body || place.contains(at)) && performance.now() < until) setTimeout(look, 50);
  })();
}
const byId = id => document.querySelector(`[data-testid="${id}"]:not(:disabled)`);
const part = (row, name) => row.querySelector(`[data-testid^="${name}"]:not(:disabled)`);
const leaveRow = row => handOver(row, () => part(row, 'order-modify-'));
let opener = null;
const leaveDrawer = drawer => handOver(drawer, () => !drawer.isConnected && opener?.isConnected && opener);
document.addEventListener('focusin', e => {
  const drawer = e.target.closest?.('.drawer');
  if (drawer && e.relatedTarget && !drawer.contains(e.relatedTarget)) opener = e.relatedTarget;
});
document.addEventListener('click', e => {
  const id = e.target.closest?.('button')?.dataset.testid ?? '', row = e.target.closest?.('tr');
  if (id.startsWith('order-modify-')) handOver(row, () => part(row, 'modify-limit') ?? part(row, 'modify-stop') ?? part(row, 'modify-quantity'));
  if (id === 'modify-save' || id === 'modify-cancel') leaveRow(row);
  if (id === 'drawer-close') leaveDrawer(e.target.closest('.drawer'));
  // What goes with the press: the keys go to what stands nearest.
  const goes = e.target.closest?.('.alert-card, .rule-editor, .toast');
  if (id === 'alert-acknowledge') handOver(goes, () => !e.target.isConnected && goes.querySelector('button:not(:disabled), a[href], summary'));
  if (id === 'rule-save' || id === 'rule-leave') handOver(goes, () => byId('rule-new') ?? byId('rule-save'));
  if (id === 'layout-undo') handOver(goes, () => byId('layout-menu'));
});
document.addEventListener('keydown', e => {
  const row = e.target.closest?.('tr.is-editing'), drawer = e.key === 'Escape' && e.target.closest?.('.drawer');
  if (row && (e.key === 'Enter' || e.key === 'Escape')) leaveRow(row);
  if (drawer) leaveDrawer(drawer);
});

// A dialog gives the keys back to the button that asked, which cannot take them while its order is sent, and is gone when nothing is left to do with its row:
// then they go to it as soon as it can be pressed, or to what stands nearest.
let asked = null;
document.addEventListener('focusin', e => {
  const button = e.target.closest?.('.mud-dialog') && e.relatedTarget?.closest?.('.row-actions button, .tab-tools :is(button, select)'), row = button?.closest('tr');
  if (button && !row) asked = { button, tools: button.closest('.dock-strip, .page-title') };
  if (row) asked = { button, row, rows: row.parentElement, place: row.rowIndex - row.parentElement.rows[0].rowIndex, panel: row.closest('[role=tabpanel]') };
});
const pressable = part => part?.querySelector('.row-actions button:not(:disabled)');
function nearest({ button, tools, row, rows, place, panel }) {
  // What is done with all of them has nothing left to do when it is done: its tab stands beside it.
  if (tools) return button.isConnected && !button.disabled ? button : tools.querySelector('[role=tab][aria-selected=true]');
  if (button.isConnected) return button.disabled ? null : button;
  const left = rows.isConnected ? [...rows.rows] : [], at = row.isConnected ? left.indexOf(row) : place - 1;
  return pressable(row.isConnected ? row : null) ?? pressable(left.slice(at + 1).find(pressable)) ?? pressable(left.slice(0, Math.max(at, 0)).findLast(pressable))
    ?? document.querySelector(`[role=tab][aria-controls="${CSS.escape(panel?.id ?? '')}"]`);
}
function giveBack(dialog) {
  const from = asked, until = performance.now() + 5000;
  if (from) (function look() {
    const at = document.activeElement ?? document.body;
    if (!dialog.isConnected && (at === document.body || at.disabled)) nearest(from)?.focus({ preventScroll: true });
    if ((dialog.isConnected || at === document.body || at === from.button) && performance.now() < until) setTimeout(look, 50);
  })();
}
for (const kind of ['click', 'keydown']) document.addEventListener(kind, e => {
  const dialog = e.target.closest?.('.mud-dialog');
  if (dialog && (kind === 'keydown' ? e.key === 'Escape' : e.target.closest('button'))) giveBack(dialog);
});

// -- the installed desk ---------------------------------------------------------------------------------------------

// Only for the offline page and files that never change: see sw.js. Not offered without a secure context.
navigator.serviceWorker?.register('/sw.js').catch(() => { /* The desk works without. */ });

// -- tour -----------------------------------------------------------------------------------------------------------

// Where the keys were before they went into the tour: they go back there when it ends.
let before = null;
document.addEventListener('focusin', e => {
  const tour = e.target.closest?.('.tour');
  if (tour && e.relatedTarget && !tour.contains(e.relatedTarget)) before = e.relatedTarget;
});

// Escape ends the tour where the keys are in it or nowhere; what is asked or undone with the same key goes first.
document.addEventListener('keydown', e => {
  const tour = e.key === 'Escape' && document.querySelector('.tour');
  if (!tour || document.querySelector('dialog[open], .mud-dialog, .undo, .menu:popover-open') || (e.target !== document.body && !tour.contains(e.target))) return;
  tour.querySelector('[data-ends]')?.click();
});

/** Marks the part of the page that a step of the tour is about; empty ends it. A tour that was asked for takes the keys. */
export function point(step, takesKeys) {
  if (step) document.documentElement.dataset.tour = step; else delete document.documentElement.dataset.tour;
  if (step && takesKeys) document.querySelector('.tour .btn-accent')?.focus();
  if (step || !before) return;
  if (document.activeElement === document.body && before.isConnected) before.focus();
  before = null;
}
