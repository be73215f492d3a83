// Runs before the first paint. The server has written the person's choice into the page; this resolves "as the machine", and on pages that
// are shown before anybody signed in it takes the look that this browser showed last.
(() => {
  const root = document.documentElement, key = 'desk-look', machine = matchMedia('(prefers-color-scheme: light)');
  const read = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const apply = ({ theme, density, pair, still }) => {
    root.dataset.choice = theme;
    root.dataset.density = density;
    root.dataset.pair = pair;
    root.toggleAttribute('data-still', Boolean(still));
    // Last, because the charts follow this one.
    root.dataset.theme = theme === 'system' ? (machine.matches ? 'light' : 'dark') : theme;
    const bar = document.querySelector('meta[name="theme-color"]');
    if (bar) bar.content = root.dataset.theme === 'light' ? '#FFFFFF' : root.dataset.theme === 'contrast' ? '#000000' : '#11151D';
  };
  const shown = () => ({ theme: root.dataset.choice, density: root.dataset.density, pair: root.dataset.pair, still: root.hasAttribute('data-still') });
  apply(root.hasAttribute('data-default') ? { ...shown(), ...read() } : shown());
  machine.addEventListener('change', () => apply(shown()));
  window.deskTheme = {
    facts: () => ({ isLight: machine.matches, zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? '' }),
    set: (theme, density, pair, still) => {
      const look = { theme, density, pair, still };
      try { localStorage.setItem(key, JSON.stringify(look)); } catch { /* private mode: the server remembers it */ }
      apply(look);
    },
  };
})();
