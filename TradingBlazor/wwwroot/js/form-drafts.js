// What was typed into a form of a live page (limits, the rule of an alert) stays with the tab until the form is saved or left. When the server of the page is gone, the page that
// comes back opens the form again and gives each field its text, and the server is told of it. A form says its name (data-draft) and what opens it (data-opens).
(() => {
  const Key = 'desk-forms', KeptMs = 43_200_000, SettledMs = 3_000, LookMs = 300, LooksMax = 8;
  const read = () => { try { return JSON.parse(sessionStorage.getItem(Key)) ?? {}; } catch { return {}; } };
  const write = forms => { if (Object.keys(forms).length > 0) sessionStorage.setItem(Key, JSON.stringify(forms)); else sessionStorage.removeItem(Key); };

  const heart = () => document.getElementById('desk-heart')?.dataset ?? {};
  const isLost = () => document.getElementById('components-reconnect-modal')?.open === true;
  const find = name => document.querySelector(`[data-draft="${CSS.escape(name)}"]`);
  const isBox = field => field instanceof HTMLInputElement && field.type === 'checkbox';
  const isField = field => field.dataset?.testid && (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && ['text', 'search', 'number', 'checkbox', ''].includes(field.type)));
  // Forms that show what was typed into them: nothing is to be given to them.
  const shown = new Set();
  const opened = new Set(), looks = new Map();
  let waiting = null, isGiving = false;

  function keep(e) {
    const form = !isGiving && isField(e.target) && e.target.closest('[data-draft]');
    if (!form) return;
    const forms = read(), name = form.dataset.draft;
    const kept = forms[name] ?? { fields: {} };
    kept.fields[e.target.dataset.testid] = isBox(e.target) ? e.target.checked : e.target.value;
    forms[name] = { ...kept, place: location.pathname, opens: form.dataset.opens ?? '', time: Date.now() };
    write(forms);
    shown.add(name);
  }
  document.addEventListener('input', keep, true);
  document.addEventListener('change', keep, true);

  // A form that is gone some time after a press was saved or left. One that is gone with its server is kept.
  function settle() {
    const open = Object.keys(read()).filter(find);
    if (open.length === 0) return;
    setTimeout(() => {
      if (isLost()) return;
      const forms = read();
      for (const name of open)
        if (!find(name)) {
          delete forms[name];
          shown.delete(name);
        }
      write(forms);
    }, SettledMs);
  }
  document.addEventListener('click', settle, true);
  document.addEventListener('keydown', e => { if (e.key === 'Enter' || e.key === 'Escape') settle(); }, true);

  function give(field, value) {
    isGiving = true;
    if (isBox(field)) field.checked = value; else field.value = value;
    if (!isBox(field) && !(field instanceof HTMLSelectElement)) field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    isGiving = false;
  }

  // A choice brings further fields, so what is not there yet is looked for some times more.
  function fill(form, name, kept) {
    let isAllThere = true;
    for (const [id, value] of Object.entries(kept.fields)) {
      const field = form.querySelector(`[data-testid="${CSS.escape(id)}"]`);
      if (!field || field.disabled) isAllThere = false;
      else if ((isBox(field) ? field.checked : field.value) !== value) give(field, value);
    }
    const count = (looks.get(name) ?? 0) + 1;
    looks.set(name, count);
    if (isAllThere && count > 1 || count >= LooksMax) shown.add(name);
  }

  function look() {
    if (isLost() || heart().live !== 'true') return;
    const left = Object.entries(read()).filter(([name, kept]) => !shown.has(name) && Date.now() - kept.time < KeptMs);
    if (left.length === 0) stop();
    for (const [name, kept] of left) {
      if (kept.place !== location.pathname) continue;
      const form = find(name);
      if (form) {
        fill(form, name, kept);
        continue;
      }
      const button = !opened.has(name) && kept.opens && document.querySelector(kept.opens);
      if (!button || button.disabled) continue;
      opened.add(name);
      button.click();
    }
  }
  const stop = () => { clearInterval(waiting); waiting = null; };
  function begin() {
    shown.clear();
    opened.clear();
    looks.clear();
    if (waiting === null && sessionStorage.getItem(Key)) waiting = setInterval(look, LookMs);
  }
  begin();

  // After a restart in order the same page is drawn anew by another process, and only then is it known which forms are gone.
  deskTyping.onBack(begin);
})();
