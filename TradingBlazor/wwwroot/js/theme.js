// Runs before the first paint. The choice is remembered in this browser alone; dark is the default.
(() => {
  const key = 'desk-theme';
  const read = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const apply = theme => { document.documentElement.dataset.theme = theme; return theme; };
  window.deskTheme = {
    current: () => document.documentElement.dataset.theme,
    set: theme => { try { localStorage.setItem(key, theme); } catch { /* private mode: lasts as long as the page */ } return apply(theme); },
  };
  apply(read() === 'light' ? 'light' : 'dark');
})();
