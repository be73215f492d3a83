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
  const menu = e.target.closest?.('.menu[popover]');
  if (!menu || e.target.matches('input, select')) return;
  const all = items(menu), at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
  if (to === undefined || all.length === 0) return;
  e.preventDefault();
  all[(to + all.length) % all.length].focus();
});

// A chosen item closes its menu; the server has its click by then.
document.addEventListener('click', e => {
  const item = e.target.closest?.('.menu[popover] [role^="menuitem"]');
  if (item && !item.hasAttribute('data-keep')) setTimeout(() => { try { item.closest('[popover]')?.hidePopover(); } catch { /* closed already */ } }, 0);
});
