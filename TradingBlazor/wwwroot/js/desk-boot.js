// Starts the circuit with fast retries, shows and hides the reconnect dialog, and says when the server has gone silent.
(() => {
  const retries = [0, 250, 500, 1000, 2000];
  Blazor.start({
    circuit: {
      configureSignalR: builder => builder.withServerTimeout(8000).withKeepAliveInterval(3000),
      // Never gives up by itself: a desk left open over night must come back in the morning.
      reconnectionOptions: { maxRetries: 100000, retryIntervalMilliseconds: attempt => attempt < retries.length ? retries[attempt] : attempt < 60 ? 2000 : 5000 },
    },
  });

  const modal = document.getElementById('components-reconnect-modal');
  const open = () => { if (!modal.open) modal.showModal(); };
  const close = () => { if (modal.open) modal.close(); };
  modal.addEventListener('cancel', e => e.preventDefault());
  modal.addEventListener('components-reconnect-state-changed', e => {
    switch (e.detail.state) {
      case 'hide': close(); break;
      // The server answered and does not know this circuit: it was started anew, or kept the page too long. Only a new page helps.
      case 'rejected': open(); location.reload(); break;
      case 'failed': open(); document.addEventListener('visibilitychange', tryAgain); break;
      default: open();
    }
  });
  document.getElementById('components-reconnect-button').addEventListener('click', () => rejoin());
  document.getElementById('components-resume-button').addEventListener('click', () => resume());

  async function rejoin() {
    document.removeEventListener('visibilitychange', tryAgain);
    try {
      if (await Blazor.reconnect()) return;
    } catch {
      // The server cannot be reached: the next look at the page tries again.
      document.addEventListener('visibilitychange', tryAgain);
      return;
    }
    await resume();
  }

  async function resume() {
    try {
      if (await Blazor.resumeCircuit()) { close(); return; }
    } catch {
      modal.classList.replace('components-reconnect-paused', 'components-reconnect-resume-failed');
      return;
    }
    location.reload();
  }
  const tryAgain = () => { if (document.visibilityState === 'visible') rejoin(); };

  // The clock moves once a second while the server speaks. A line can be dead for many seconds before the socket knows: say so after two.
  const banner = document.getElementById('desk-silence'), age = document.getElementById('desk-silence-age');
  let heard = performance.now(), clockText = '';
  setInterval(() => {
    const clock = document.getElementById('desk-clock');
    const text = clock ? clock.textContent : null;
    const now = performance.now();
    const live = document.querySelector('[data-testid="desk-page"]')?.dataset.interactive === 'true';
    if (text === null || text !== clockText || document.hidden || !live) { clockText = text; heard = now; }
    const silence = (now - heard) / 1000;
    const silent = silence > 2.2;
    if (silent) age.textContent = Math.floor(silence).toString();
    if (banner.hidden === silent) {
      banner.hidden = !silent;
      document.documentElement.toggleAttribute('data-silent', silent);
    }
  }, 250);
})();
