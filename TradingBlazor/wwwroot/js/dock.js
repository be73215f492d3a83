// Pointer and keys of the dock: dragging lines and panels. The server owns the layout; while a line is dragged the page moves the
// rectangles by itself, so that it follows the hand, and tells the server the end of it.
const SHARE_MIN = 0.06, EDGE = 14, FAR = 6;

export function attach(root, server) {
  root.addEventListener('pointerdown', e => {
    if (e.button !== 0 || root.classList.contains('is-locked')) return;
    const line = e.target.closest('.dock-splitter');
    if (line) return dragLine(root, server, line, e);
    const tab = e.target.closest('.dock-tabs [data-panel]');
    if (tab) watchTab(root, server, tab, e);
  });
  root.addEventListener('keydown', e => {
    const line = e.target.closest('.dock-splitter');
    if (!line || root.classList.contains('is-locked')) return;
    const across = line.classList.contains('is-across');
    const step = { [across ? 'ArrowUp' : 'ArrowLeft']: -1, [across ? 'ArrowDown' : 'ArrowRight']: 1 }[e.key];
    if (!step) return;
    e.preventDefault();
    server.invokeMethodAsync('OnResize', line.dataset.path, Number(line.dataset.index), step * (e.shiftKey ? 0.1 : 0.02));
  });
  root.addEventListener('click', e => {
    const item = e.target.closest('[data-resize]');
    if (item) resizeByKeys(root, server, item.dataset.resize);
  });
  root.dataset.ready = 'true';
}

// -- lines ----------------------------------------------------------------------------------------------------------

function dragLine(root, server, line, e) {
  e.preventDefault();
  const tree = JSON.parse(root.dataset.tree), path = line.dataset.path, index = Number(line.dataset.index);
  const across = line.classList.contains('is-across');
  const split = path === '' ? tree : path.split('.').reduce((node, i) => (node.row ?? node.column)[Number(i)], tree);
  const extent = extentOf(tree, path, across, root);
  const before = [...split.sizes], both = before[index] + before[index + 1], least = Math.min(SHARE_MIN, both / 2);
  const start = across ? e.clientY : e.clientX;
  line.setPointerCapture(e.pointerId);
  line.classList.add('is-dragged');
  const move = m => {
    const first = Math.min(both - least, Math.max(least, before[index] + ((across ? m.clientY : m.clientX) - start) / extent));
    split.sizes[index] = first;
    split.sizes[index + 1] = both - first;
    place(root, tree);
  };
  const end = (ok) => {
    line.classList.remove('is-dragged');
    line.removeEventListener('pointermove', move);
    document.removeEventListener('keydown', cancel, true);
    const delta = split.sizes[index] - before[index];
    if (!ok) { split.sizes = before; place(root, tree); }
    else if (Math.abs(delta) > 1e-4) server.invokeMethodAsync('OnResize', path, index, delta);
  };
  const cancel = k => { if (k.key === 'Escape') { k.stopPropagation(); end(false); } };
  line.addEventListener('pointermove', move);
  line.addEventListener('pointerup', () => end(true), { once: true });
  line.addEventListener('lostpointercapture', () => line.classList.remove('is-dragged'), { once: true });
  document.addEventListener('keydown', cancel, true);
}

// Pixels that the split at a path is long.
function extentOf(tree, path, across, root) {
  let share = 1, node = tree;
  for (const step of path === '' ? [] : path.split('.').map(Number)) {
    if (Boolean(node.column) === across) share *= node.sizes[step] / sum(node.sizes);
    node = (node.row ?? node.column)[step];
  }
  return share * (across ? root.clientHeight : root.clientWidth);
}

const sum = list => list.reduce((a, b) => a + b, 0);

function place(root, tree) {
  const put = (selector, l, t, w, h) => root.querySelectorAll(selector).forEach(e => Object.assign(e.style, { left: `${l}%`, top: `${t}%`, width: `${w}%`, height: `${h}%` }));
  (function walk(node, l, t, w, h, path) {
    if (node.tabs) return put(`:scope > [data-group="${node.id}"]`, l, t, w, h);
    const children = node.row ?? node.column, total = sum(node.sizes), column = Boolean(node.column);
    let at = column ? t : l;
    children.forEach((child, i) => {
      const size = node.sizes[i] / total * (column ? h : w);
      if (column) walk(child, l, at, w, size, path === '' ? `${i}` : `${path}.${i}`);
      else walk(child, at, t, size, h, path === '' ? `${i}` : `${path}.${i}`);
      at += size;
      if (i + 1 < children.length) {
        const line = `:scope > .dock-splitter[data-path="${path}"][data-index="${i}"]`;
        if (column) put(line, l, at, w, 0); else put(line, at, t, 0, h);
      }
    });
  })(tree, 0, 0, 100, 100, '');
}

// -- panels ---------------------------------------------------------------------------------------------------------

function watchTab(root, server, tab, down) {
  const stop = new AbortController(), on = { signal: stop.signal };
  let drag = null;
  document.addEventListener('pointermove', e => {
    if (!drag && Math.hypot(e.clientX - down.clientX, e.clientY - down.clientY) > FAR) {
      if (root.classList.contains('is-maximized')) return stop.abort();
      drag = startDrag(tab);
    }
    if (drag) { e.preventDefault(); drag.aim(root, e); }
  }, on);
  const end = ok => {
    stop.abort();
    if (!drag) return;
    drag.remove();
    // The click that ends a drag is not a choice of the tab.
    document.addEventListener('click', c => { c.stopPropagation(); c.preventDefault(); }, { capture: true, once: true });
    setTimeout(() => document.body.click(), 0);
    if (ok && drag.target) server.invokeMethodAsync('OnDrop', tab.dataset.panel, drag.target.group, drag.target.zone, drag.target.at);
  };
  document.addEventListener('pointerup', () => end(true), on);
  document.addEventListener('pointercancel', () => end(false), on);
  document.addEventListener('keydown', e => { if (e.key === 'Escape' && drag) { e.stopPropagation(); end(false); } }, { ...on, capture: true });
}

function startDrag(tab) {
  const ghost = document.createElement('div'), mark = document.createElement('div');
  ghost.className = 'dock-ghost';
  ghost.textContent = tab.childNodes[0].textContent.trim();
  mark.className = 'dock-mark';
  document.body.append(mark, ghost);
  document.documentElement.classList.add('is-docking');
  return {
    target: null,
    aim(root, e) {
      ghost.style.transform = `translate(${e.clientX + 12}px, ${e.clientY + 10}px)`;
      this.target = targetAt(root, e.clientX, e.clientY);
      const r = this.target?.rect;
      mark.hidden = !r;
      if (r) Object.assign(mark.style, { left: `${r.x}px`, top: `${r.y}px`, width: `${r.w}px`, height: `${r.h}px` });
    },
    remove() {
      ghost.remove();
      mark.remove();
      document.documentElement.classList.remove('is-docking');
    },
  };
}

function targetAt(root, x, y) {
  const all = root.getBoundingClientRect();
  if (x < all.left || x > all.right || y < all.top || y > all.bottom) return null;
  const half = (zone, r, share) => ({
    left: { x: r.left, y: r.top, w: r.width * share, h: r.height }, right: { x: r.right - r.width * share, y: r.top, w: r.width * share, h: r.height },
    top: { x: r.left, y: r.top, w: r.width, h: r.height * share }, bottom: { x: r.left, y: r.bottom - r.height * share, w: r.width, h: r.height * share },
    center: { x: r.left, y: r.top, w: r.width, h: r.height },
  })[zone];
  const edge = x - all.left < EDGE ? 'left' : all.right - x < EDGE ? 'right' : all.bottom - y < EDGE ? 'bottom' : y - all.top < 3 ? 'top' : null;
  if (edge) return { group: '', zone: edge, at: -1, rect: half(edge, all, 0.25) };
  for (const head of root.querySelectorAll(':scope > .dock-head:not(.is-hidden)')) {
    const strip = head.getBoundingClientRect(), body = root.querySelector(`:scope > .dock-panel[data-group="${head.dataset.group}"]`)?.getBoundingClientRect() ?? strip;
    if (x < body.left || x > body.right || y < body.top || y > body.bottom) continue;
    if (y <= strip.bottom) {
      const tabs = [...head.querySelectorAll('[data-panel]')];
      let at = tabs.findIndex(t => { const r = t.getBoundingClientRect(); return x < r.left + r.width / 2; });
      if (at < 0) at = tabs.length;
      const r = (tabs[at] ?? tabs[tabs.length - 1]).getBoundingClientRect();
      return { group: head.dataset.group, zone: 'center', at, rect: { x: (at < tabs.length ? r.left : r.right) - 2, y: strip.top, w: 4, h: strip.height } };
    }
    const fx = (x - body.left) / body.width, fy = (y - body.top) / body.height;
    const near = [['left', fx], ['right', 1 - fx], ['top', fy], ['bottom', 1 - fy]].sort((a, b) => a[1] - b[1])[0];
    const zone = near[1] < 0.25 ? near[0] : 'center';
    return { group: head.dataset.group, zone, at: -1, rect: half(zone, body, 0.5) };
  }
  return null;
}

// -- resizing by keys -----------------------------------------------------------------------------------------------

function resizeByKeys(root, server, panel) {
  const element = document.getElementById(`panel-${panel}`), back = document.getElementById(`menu-btn-${panel}`);
  const hint = document.createElement('div');
  hint.className = 'dock-hint';
  hint.setAttribute('role', 'status');
  document.body.append(hint);
  hint.textContent = 'Arrow keys change the size, with Shift in larger steps. Enter or Esc ends.';
  element?.classList.add('is-resizing');
  const stop = new AbortController();
  const end = () => { stop.abort(); hint.remove(); element?.classList.remove('is-resizing'); back?.focus(); };
  document.addEventListener('keydown', e => {
    const step = { ArrowLeft: [false, -1], ArrowRight: [false, 1], ArrowUp: [true, -1], ArrowDown: [true, 1] }[e.key];
    if (!step && !['Enter', 'Escape', 'Tab'].includes(e.key)) return;
    e.preventDefault();
    e.stopPropagation();
    if (!step) return end();
    server.invokeMethodAsync('OnGrow', panel, step[0], step[1] * (e.shiftKey ? 0.1 : 0.02));
  }, { capture: true, signal: stop.signal });
  document.addEventListener('pointerdown', end, { capture: true, signal: stop.signal });
}
