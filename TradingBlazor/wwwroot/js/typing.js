// The text of the field that has the focus lives in the page alone until the server has it. When the line is lost in the middle of a word, or the page is loaded
// again because its server is gone, the field gets the text back and the server is told of it. What was sent, left or never finished is not kept.
(() => {
  const Key = 'desk-typing', KeptMs = 600_000;
  const Secret = ['one-time-code', 'current-password', 'new-password'];
  const isKept = field => field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && ['text', 'search', 'number', ''].includes(field.type) && !Secret.includes(field.autocomplete));
  const selectorOf = field => field.dataset.testid ? `[data-testid="${CSS.escape(field.dataset.testid)}"]` : field.id ? '#' + CSS.escape(field.id) : null;
  const read = () => { try { return JSON.parse(sessionStorage.getItem(Key)); } catch { return null; } };
  const forget = () => sessionStorage.removeItem(Key);
  const isLost = () => document.getElementById('components-reconnect-modal')?.open === true;
  let isRestoring = false;

  // What the tab keeps (draft of the ticket, forms, what was pressed) is of who was signed in. Somebody else finds nothing of it; the same person all, also after another sign-in.
  const Who = 'desk-who', who = document.body.dataset.who ?? '', before = sessionStorage.getItem(Who);
  if (before !== null && before !== who) for (const key of Object.keys(sessionStorage).filter(k => k.startsWith('desk-'))) sessionStorage.removeItem(key);
  sessionStorage.setItem(Who, who);

  document.addEventListener('input', e => {
    const at = isKept(e.target) && selectorOf(e.target);
    if (!at || isRestoring) return;
    sessionStorage.setItem(Key, JSON.stringify({ at, value: e.target.value, place: location.pathname, time: Date.now() }));
  }, true);
  document.addEventListener('keydown', e => { if (e.key === 'Enter') forget(); }, true);
  // The dialog of the lost line takes the focus too.
  document.addEventListener('focusout', () => setTimeout(() => {
    if (isLost() || !document.hasFocus()) return;
    leave(read());
    forget();
  }), true);

  // A field of the ticket that was just left is at the server, but the server has not given it to the tab yet: a server that dies in that moment takes it along.
  // It is kept until the tab was given a draft that must have it. A quantity that confirms an order is typed anew.
  const Left = 'desk-left', OnTheWayMs = 1_000;
  let isLeftRestored = false;
  const symbolOf = () => document.querySelector('[data-testid="ticket-symbol"]')?.textContent ?? '';
  const readLeft = () => { try { return JSON.parse(sessionStorage.getItem(Left)) ?? []; } catch { return []; } };
  function leave(kept) {
    const field = kept && document.querySelector(kept.at);
    if (!field?.closest('[data-testid="ticket"]') || kept.at.includes('confirm')) return;
    sessionStorage.setItem(Left, JSON.stringify([...readLeft().filter(l => l.at !== kept.at), { ...kept, symbol: symbolOf(), time: Date.now() }]));
  }
  function keepDraft(json) {
    sessionStorage.setItem('desk-draft', json);
    if (!isLeftRestored) return;
    const left = readLeft(), under = left.filter(l => Date.now() - l.time < OnTheWayMs);
    if (under.length < left.length) sessionStorage.setItem(Left, JSON.stringify(under));
  }
  function restoreLeft() {
    const left = readLeft();
    isLeftRestored = true;
    sessionStorage.removeItem(Left);
    for (const l of left) {
      const field = document.querySelector(l.at);
      if (!field || field.disabled || field.value === l.value || l.place !== location.pathname || l.symbol !== symbolOf() || Date.now() - l.time > KeptMs) continue;
      give(field, l.value);
    }
  }
  addEventListener('pagehide', () => {
    const kept = read();
    if (kept && document.querySelector(kept.at)?.value !== kept.value) forget();
  });

  // Whoever trades by the keys of a ladder does not look for the mouse first when the page is back.
  const Keys = 'desk-keys';
  document.addEventListener('focusin', e => {
    if (isLost()) return;
    const panel = e.target.closest?.('.ladder-rows')?.closest('.dock-panel')?.id;
    if (panel) sessionStorage.setItem(Keys, panel); else sessionStorage.removeItem(Keys);
  });
  function restoreKeys() {
    const panel = sessionStorage.getItem(Keys);
    if (panel && (document.activeElement ?? document.body) === document.body) document.querySelector(`#${CSS.escape(panel)} .ladder-rows`)?.focus({ preventScroll: true });
  }

  function restore(isSamePage) {
    restoreKeys();
    if (!isSamePage) restoreLeft();
    const kept = read(), field = kept && document.querySelector(kept.at);
    if (!field || field.disabled || kept.place !== location.pathname || Date.now() - kept.time > KeptMs) return;
    // The same page shows what somebody, or the server, made of it since.
    if (isSamePage && field.value !== kept.value) return;
    give(field, kept.value);
    field.focus();
    if (field.type !== 'number') field.setSelectionRange(kept.value.length, kept.value.length);
  }

  function give(field, value) {
    isRestoring = true;
    try {
      // Who types already while the page comes alive has it there.
      if (field.value !== value) field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      // Fields that are told when they are left: the dialog took the focus while nobody could be told.
      field.dispatchEvent(new Event('change', { bubbles: true }));
    } finally { isRestoring = false; }
  }

  // What the server draws into a field of the ticket a moment after somebody typed there, such as the price of a row that was pressed just before, it drew before
  // it had the letters, and its own ticket has them by now. So they stay, and it is told of them once more. What was pressed after them is meant.
  const TypedMs = 2_000, Writing = /^(.|Tab|Shift|Backspace|Delete|Home|End|ArrowLeft|ArrowRight)$/u;
  const typed = new Map(), value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  const isTyped = e => isKept(e.target) && e.target.closest('[data-testid="ticket"]');
  document.addEventListener('input', e => {
    if (isRestoring || !isTyped(e)) return;
    typed.set(e.target, Date.now());
    guard(e.target);
  }, true);
  document.addEventListener('keydown', e => { if (e.ctrlKey || e.altKey || e.metaKey || !Writing.test(e.key) || !isTyped(e)) typed.clear(); }, true);
  // A click without a pointer is one of a screen reader or of a voice.
  for (const press of ['pointerdown', 'click']) document.addEventListener(press, e => { if (!isTyped(e)) typed.clear(); }, true);
  // The server's drawing sets the value, and no event tells of that: so the field itself, once somebody has typed there, looks at what it is given. No other field does.
  function guard(field) {
    if (!(field instanceof HTMLInputElement) || Object.hasOwn(field, 'value')) return;
    Object.defineProperty(field, 'value', {
      ...value,
      set(text) {
        if (typed.has(field) && Date.now() - typed.get(field) < TypedMs && text !== field.value) setTimeout(tellAgain, 0, field);
        else value.set.call(field, text);
      },
    });
  }
  function tellAgain(field) {
    if (!field.isConnected || field.disabled) return;
    isRestoring = true;
    try { field.dispatchEvent(new Event('input', { bubbles: true })); } finally { isRestoring = false; }
  }

  // A press on a ladder, on a chart's order or on the question before an order says before which second it had heard of: one that was held up by the line is not meant for the market of then.
  const stamp = e => {
    const press = document.getElementById('desk-press');
    if (!press || !e.target.closest?.('.ladder-rows, .chart-draft, .for-now')) return;
    press.value = document.getElementById('desk-heart')?.dataset.second ?? '';
    press.dispatchEvent(new Event('change', { bubbles: true }));
  };
  for (const kind of ['click', 'keydown', 'drop']) addEventListener(kind, stamp, true);

  // What is pressed is noted with the key on its button until the server answers, which puts another key there: a page that comes back after the line was lost
  // with the press can tell what became of it. The contract that the button named, and the last second that the page heard of, are told before the press.
  const Pressed = 'desk-pressed';
  let answer = null;
  document.addEventListener('click', e => {
    const button = e.target.closest?.('[data-intent]');
    if (!button || button.disabled || e.detail > 1) return;
    const named = button.previousElementSibling, key = button.dataset.intent;
    if (named instanceof HTMLInputElement && named.type === 'hidden') {
      named.value = `${button.dataset.for}|${document.getElementById('desk-heart')?.dataset.second ?? ''}`;
      named.dispatchEvent(new Event('change', { bubbles: true }));
    }
    sessionStorage.setItem(Pressed, JSON.stringify({ key, words: button.textContent.trim(), time: Date.now() }));
    answer?.disconnect();
    answer = new MutationObserver(() => {
      if (button.dataset.intent === key) return;
      answer.disconnect();
      sessionStorage.removeItem(Pressed);
    });
    answer.observe(button, { attributes: true, attributeFilter: ['data-intent'] });
  }, true);

  // A page that is shown again may still be the one that the circuit before has drawn, and nobody takes an event of that: so not before the server has drawn anew.
  const drawn = () => document.getElementById('desk-heart')?.dataset.second;
  function whenDrawn(run, before, tries = 100) {
    if (drawn() !== before) run();
    // The dialog of the lost line may still be open for a moment.
    else if (tries > 0) setTimeout(whenDrawn, 100, run, before, tries - 1);
  }
  const onBack = run => document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', e => { if (e.detail.state === 'hide') setTimeout(whenDrawn, 100, run, drawn()); });
  onBack(() => restore(true));

  // `restore` is called when a page is alive and has what the tab kept of it; it is drawn a moment later. What is given to `onBack` runs when the line is back and the server has drawn anew.
  window.deskTyping = { keepDraft, onBack, restore: () => { setTimeout(restore, 300, false); } };
})();
