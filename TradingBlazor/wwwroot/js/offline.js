// Asks for the server until it answers, then goes where the person wanted to go. Says since when it has tried.
(() => {
  const state = document.getElementById('state'), since = Date.now();
  const time = new Date(since).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  let tries = 0;
  async function attempt() {
    tries++;
    state.textContent = `Not reachable since ${time}, ${tries} ${tries === 1 ? 'try' : 'tries'}. Trying again by itself.`;
    try { if ((await fetch('/health', { cache: 'no-store' })).ok) location.reload(); } catch { /* Not there yet. */ }
  }
  document.getElementById('again').addEventListener('click', attempt);
  addEventListener('online', attempt);
  setInterval(() => { if (!document.hidden) attempt(); }, 3000);
})();
