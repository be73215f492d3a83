// Starts the circuit with fast retries, shows and hides the reconnect dialog, says when the server has gone silent, and carries the page over
// an ordered restart of the server.
(() => {
  const wait = ms => new Promise(done => setTimeout(done, ms));

  // The state of a circuit that was paused. The server sends it on its own way and confirms the pause on another, so on a busy machine the
  // confirmation can be here first; Blazor hangs up then, and what was typed would be lost. So the confirmation waits here for the state. And the
  // state is kept until a server has taken it: Blazor lets go of it at the first try, also at one that fails half-way.
  const PAUSE_MS = 4000;
  let held = null, came = () => { }, line = null, isPauseAsked = false;
  // True once the server has a circuit for this page. What fails before that Blazor never tries again, and what is seen would never move.
  let isBegun = false;
  async function orAgain(begin) {
    try {
      return await begin();
    } catch {
      for (let answers = false; !answers;) {
        await wait(1000);
        answers = await fetch('/health', { cache: 'no-store' }).then(a => a.ok, () => false);
      }
      location.reload();
      return new Promise(() => { });
    }
  }
  function holding(connection) {
    const { on, invoke, send, start } = connection;
    line = connection;
    connection.start = () => isBegun ? start.call(connection) : orAgain(() => start.call(connection));
    connection.on = (name, handler) => on.call(connection, name, name !== 'JS.SavePersistedState' ? handler : (circuit, components, application) => {
      const isTaken = handler(circuit, components, application);
      held = [components, application];
      came();
      return isTaken;
    });
    connection.invoke = async (name, ...args) => {
      switch (name) {
        case 'PauseCircuit': {
          isPauseAsked = true;
          const arrival = new Promise(done => { came = done; });
          held = null;
          const isPaused = await invoke.call(connection, name, ...args);
          if (isPaused) await Promise.race([arrival, wait(PAUSE_MS)]);
          return isPaused;
        }
        case 'StartCircuit': {
          const circuit = await orAgain(() => invoke.call(connection, name, ...args));
          isBegun = !!circuit;
          return circuit;
        }
        case 'ResumeCircuit': {
          const circuit = await invoke.call(connection, name, ...(held ? [...args.slice(0, 3), ...held] : args));
          if (circuit) held = null;
          return circuit;
        }
        default: return invoke.call(connection, name, ...args);
      }
    };
    // What is sent without waiting for an answer has nobody who could do anything when the line is gone: the dialog tells it, and a new circuit asks anew.
    connection.send = (name, ...args) => send.call(connection, name, ...args).catch(failure => { if (connection.state === 'Connected') throw failure; });
    connection.onclose(() => came());
    return connection;
  }
  function hold(builder) {
    const build = builder.build;
    builder.build = () => holding(build.call(builder));
    return builder;
  }

  // Blazor takes a line that was lost for a pause, and still does when the page is back on the same circuit: it would not ask for a pause then, and what is on
  // the page would be lost with the server. So it is asked for here, as Blazor does it.
  async function pause() {
    isPauseAsked = false;
    await Blazor.pauseCircuit();
    if (isPauseAsked || line?.state !== 'Connected') return;
    Blazor.defaultReconnectionHandler.onConnectionDown(reconnectionOptions, undefined, true);
    await line.invoke('PauseCircuit');
    await line.stop();
  }

  // Close together for the first seconds: most lines that break are back within one.
  const retries = [0, 200, 200, 200, 250, 250, 250, 500, 500, 1000, 1000, 2000];
  // Never gives up by itself: a desk left open over night must come back in the morning.
  const reconnectionOptions = { dialogId: 'components-reconnect-modal', maxRetries: 100000, retryIntervalMilliseconds: attempt => attempt < retries.length ? retries[attempt] : attempt < 60 ? 2000 : 5000 };
  Blazor.start({
    circuit: {
      configureSignalR: builder => hold(builder).withServerTimeout(6000).withKeepAliveInterval(3000),
      reconnectionOptions,
    },
  }).then(() => document.getElementById('splash')?.remove());

  const modal = document.getElementById('components-reconnect-modal');
  const open = () => { if (!modal.open) { document.querySelectorAll('dialog[open]').forEach(d => d.close()); modal.showModal(); } };
  const close = () => { if (modal.open) modal.close(); };
  let draining = false, rejoining = false;
  modal.addEventListener('cancel', e => e.preventDefault());
  modal.addEventListener('components-reconnect-state-changed', e => {
    switch (e.detail.state) {
      // While draining, the page is shown again only when it is alive.
      case 'hide': if (!draining) close(); break;
      // The server answered and does not know this circuit: it was started anew, or kept the page too long. Only a new page helps; it
      // finds what was typed in the tab's storage.
      case 'rejected': open(); if (!draining) location.reload(); break;
      case 'resume-failed': open(); if (!draining) location.reload(); break;
      default: open();
    }
  });
  document.getElementById('components-reconnect-button').addEventListener('click', () => rejoin());
  document.getElementById('components-resume-button').addEventListener('click', () => resume());

  async function rejoin() {
    if (rejoining) return;
    rejoining = true;
    try {
      if (await Blazor.reconnect()) close(); else await resume();
    } catch {
      // The server cannot be reached: the next look at the page, or the network's return, tries again.
    } finally {
      rejoining = false;
    }
  }

  async function resume() {
    try {
      if (await Blazor.resumeCircuit()) { close(); return true; }
    } catch {
      return false;
    }
    location.reload();
    return true;
  }

  // A phone that wakes and a network that is back need not wait for the next try.
  const tryAgain = () => { if (document.visibilityState === 'visible' && modal.open && !draining && modal.classList.contains('components-reconnect-failed')) rejoin(); };
  document.addEventListener('visibilitychange', tryAgain);
  addEventListener('online', tryAgain);

  // On a phone the settings stand in one line: the page that is shown is in sight.
  window.deskShowCurrent = () => document.querySelector('.settings-nav [aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

  // Called by the server before it stops. Answers at once; the pause follows, and then the page asks until a server is there again: one that is
  // going says so at /health. Whatever fails on the way, the page is only loaded again by a server that is there and has refused it: it then
  // finds what was typed in the tab's storage.
  window.deskDrain = () => { setTimeout(drain, 0); };
  async function drain() {
    if (draining) return;
    draining = true;
    open();
    try {
      await pause();
    } catch {
      // The line broke during the pause; the next server may still know this page.
    }
    // Close together for as long as a restart takes, and never all pages at once.
    const since = performance.now();
    for (let refused = 0; refused < 5;) {
      await wait((performance.now() - since < 20_000 ? 100 : 500) * (1 + Math.random()));
      if (!await there()) continue;
      try {
        if (await Blazor.resumeCircuit()) {
          await alive();
          draining = false;
          close();
          return;
        }
        refused++;
      } catch {
        // It went away again in the middle of the try.
      }
    }
    location.reload();
  }
  // The circuit answers before its first picture is here: a click on the old one would be lost.
  async function alive() {
    const before = document.getElementById('desk-heart')?.dataset.second;
    for (let i = 0; i < 60 && document.getElementById('desk-heart')?.dataset.second === before; i++) await wait(50);
  }
  const there = async () => { try { return (await fetch('/health', { cache: 'no-store' })).ok; } catch { return false; } };

  // The heart moves once a second while the server speaks. A line can be dead for many seconds before the socket knows: say so within two.
  const SILENT_MS = 1900;
  const banner = document.getElementById('desk-silence'), age = document.getElementById('desk-silence-age');
  let heard = performance.now(), beat = null, looked = performance.now();
  setInterval(() => {
    const now = performance.now(), heart = document.getElementById('desk-heart');
    // The page itself slept: what it did not hear in that time says nothing yet.
    if (now - looked > 1500) heard = now - Math.min(now - heard, 1000);
    looked = now;
    const live = heart?.dataset.live === 'true';
    if (!live || heart.dataset.second !== beat || document.hidden) { beat = heart?.dataset.second ?? null; heard = now; }
    const silence = now - heard, silent = silence > SILENT_MS && !modal.open;
    if (silent) age.textContent = Math.round(silence / 1000).toString();
    if (banner.hidden === silent) {
      banner.hidden = !silent;
      document.documentElement.toggleAttribute('data-silent', silent);
    }
  }, 100);
})();
