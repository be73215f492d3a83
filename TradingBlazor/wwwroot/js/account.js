// The account pages: takes the code of a one-time link from behind the #, and speaks to passkeys. Everything works without it, but for passkeys.
(() => {
  const FAULTS = {
    NotAllowedError: 'No passkey was chosen, or none came in time. Try again, or use your password.',
    InvalidStateError: 'This key or device has a passkey here already.',
    SecurityError: `Passkeys belong to a name such as localhost: open the page by its name, not by the address ${location.hostname}.`,
  };

  // On a phone the settings stand in one line: the page that is shown is in sight.
  document.querySelector('.settings-nav [aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

  // What takes a while says so at once, and is not asked for twice. A page that comes back from the history is as it was before.
  for (const button of document.querySelectorAll('button[data-busy]')) {
    const word = button.textContent;
    button.form.addEventListener('submit', e => {
      if (e.submitter && e.submitter !== button) return;
      setTimeout(() => { button.disabled = true; button.textContent = button.dataset.busy; }, 0);
    });
    addEventListener('pageshow', () => { button.disabled = false; button.textContent = word; });
  }

  for (const form of document.querySelectorAll('form[data-fragment]')) {
    const token = location.hash.slice(1);
    if (!token) continue;
    form.elements[form.dataset.fragment].value = token;
    form.querySelector('[data-fragment-field]').hidden = true;
    // Out of the address bar and the history.
    history.replaceState(null, '', location.pathname + location.search);
  }

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) { form.hidden = true; continue; }
    form.addEventListener('submit', async e => {
      const field = [...form.elements].find(x => x.name.endsWith('.Credential'));
      if (field.value) return;
      e.preventDefault();
      // What came of the last form is not about this one.
      for (const old of document.querySelectorAll('.account-done, .account-fault')) old.hidden = true;
      const fault = form.querySelector('[data-passkey-fault]');
      // A second request while the first waits would end both.
      const button = e.submitter ?? form.querySelector('[type=submit]');
      button.disabled = true;
      fault.hidden = false;
      fault.classList.add('is-waiting');
      fault.textContent = 'Waiting for your passkey: touch the key, or answer what the browser asks.';
      try {
        const body = new FormData();
        body.append('__RequestVerificationToken', form.elements['__RequestVerificationToken'].value);
        const answer = await fetch(form.dataset.options, { method: 'POST', body });
        if (!answer.ok) throw new Error('The server did not answer. Load the page again.');
        const options = await answer.json();
        const credential = form.dataset.passkey === 'create'
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        field.value = JSON.stringify(credential);
        button.disabled = false;
        form.requestSubmit(button);
      } catch (failure) {
        button.disabled = false;
        fault.classList.remove('is-waiting');
        fault.textContent = FAULTS[failure.name] ?? failure.message;
      }
    });
  }

  // The second press of a double click would do it twice: two keys are made, and one is shown. Last, so that what a form stopped itself does not count as sent.
  let sent = new WeakSet();
  document.addEventListener('submit', e => {
    if (e.defaultPrevented || e.target.method !== 'post') return;
    if (sent.has(e.target)) e.preventDefault();
    sent.add(e.target);
  });
  addEventListener('pageshow', () => { sent = new WeakSet(); });
})();
