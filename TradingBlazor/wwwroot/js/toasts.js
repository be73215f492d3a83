// Toasts stand low on the right and never over the ticket: where it reaches down there they stand beside it, and where there is little room below it
// only the newest of them are shown. The log has them all.
const GAP = 10, BETWEEN = 6;

const container = () => document.getElementById('mud-snackbar-container');

function place() {
  const box = container();
  if (!box) return;
  const toasts = [...box.querySelectorAll('.mud-snackbar')];
  toasts.forEach(t => delete t.dataset.noRoom);
  box.style.removeProperty('--beside');
  box.style.removeProperty('--lift');
  if (toasts.length === 0) return;
  // On a phone they stand over the strip, one at a time.
  if (innerWidth <= 1100) return lift(box, toasts);
  const ticket = [...document.querySelectorAll('.panel-of-ticket')].find(t => t.checkVisibility?.() ?? t.offsetParent !== null)?.getBoundingClientRect();
  const width = toasts[0].getBoundingClientRect().width;
  let room = innerHeight - 2 * GAP;
  if (ticket && ticket.right > innerWidth - width - 2 * GAP && ticket.height > 0) {
    // The newest, which is the last, must fit whole.
    const below = innerHeight - ticket.bottom - GAP;
    if (below >= toasts[toasts.length - 1].getBoundingClientRect().height + BETWEEN) room = below;
    else box.style.setProperty('--beside', `${innerWidth - ticket.left + GAP}px`);
  }
  room -= lift(box, toasts);
  let used = 0;
  toasts.reverse().forEach((toast, i) => {
    used += toast.getBoundingClientRect().height + BETWEEN;
    if (i > 0 && used > room) toast.dataset.noRoom = '';
  });
}

// What is pressed in a notice is never covered: where a toast would stand over it, all of them stand on its other side. Returns how far they were moved.
function lift(box, toasts) {
  const notices = document.querySelector('.notices');
  if (!notices) return 0;
  const pressed = [...notices.querySelectorAll('button, a, summary')].filter(b => b.checkVisibility?.() ?? b.offsetParent !== null).map(b => b.getBoundingClientRect());
  const seen = toasts.map(t => t.getBoundingClientRect()).filter(t => t.height > 0);
  if (!seen.some(t => pressed.some(b => t.left < b.right && b.left < t.right && t.top < b.bottom && b.top < t.bottom))) return 0;
  const { top, bottom } = notices.getBoundingClientRect(), isAbove = top < innerHeight / 2;
  const to = isAbove ? bottom + BETWEEN : innerHeight - top + BETWEEN;
  box.style.setProperty('--lift', `${to}px`);
  return isAbove ? 0 : to - GAP;
}

// Where the notices lie: they come and go while toasts stand.
const lie = () => { const r = document.querySelector('.notices')?.getBoundingClientRect(); return r ? `${r.left} ${r.top} ${r.right} ${r.bottom}` : ''; };

let seen = '', lay = '', watched = null;
function look() {
  const box = container(), now = box ? [...box.querySelectorAll('.mud-snackbar')].map(t => t.textContent).join() : '';
  const lies = box?.childElementCount ? lie() : '';
  if (now === seen && lies === lay) return;
  [seen, lay] = [now, lies];
  place();
}

const watch = new MutationObserver(look);

// The circuit makes the place of the toasts anew when it takes the page over, and whenever it comes back.
function attend() {
  const box = container();
  if (box === watched) return look();
  watch.disconnect();
  watched = box;
  if (!box) return;
  watch.observe(box, { childList: true, subtree: true, characterData: true });
  place();
}
attend();
setInterval(attend, 500);
addEventListener('resize', place);
