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
  // On a phone they stand over the strip, one at a time.
  if (toasts.length === 0 || innerWidth <= 1100) return;
  const ticket = [...document.querySelectorAll('.panel-of-ticket')].find(t => t.checkVisibility?.() ?? t.offsetParent !== null)?.getBoundingClientRect();
  const width = toasts[0].getBoundingClientRect().width;
  let room = innerHeight - 2 * GAP;
  if (ticket && ticket.right > innerWidth - width - 2 * GAP && ticket.height > 0) {
    // The newest, which is the last, must fit whole.
    const below = innerHeight - ticket.bottom - GAP;
    if (below >= toasts[toasts.length - 1].getBoundingClientRect().height + BETWEEN) room = below;
    else box.style.setProperty('--beside', `${innerWidth - ticket.left + GAP}px`);
  }
  let used = 0;
  toasts.reverse().forEach((toast, i) => {
    used += toast.getBoundingClientRect().height + BETWEEN;
    if (i > 0 && used > room) toast.dataset.noRoom = '';
  });
}

let seen = '', watched = null;
function look() {
  const box = container(), now = box ? [...box.querySelectorAll('.mud-snackbar')].map(t => t.textContent).join() : '';
  if (now === seen) return;
  seen = now;
  place();
}

const watch = new MutationObserver(look);

// The circuit makes the place of the toasts anew when it takes the page over, and whenever it comes back.
function attend() {
  const box = container();
  if (box === watched) return;
  watch.disconnect();
  watched = box;
  if (!box) return;
  watch.observe(box, { childList: true, subtree: true, characterData: true });
  place();
}
attend();
setInterval(attend, 500);
addEventListener('resize', place);
