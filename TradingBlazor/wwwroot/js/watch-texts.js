// Prices of the watchlist come as one text a beat, in the attribute data-texts of a hidden element: a line for each row that changed, its symbol and its cells
// apart by tabs. An edit for every cell would be ten times as much on the line, and most of what the server has to do for an open desk.
// The cells themselves are the server's: it makes the rows, and whatever it renders anew has the newest text.
const Cells = ['bid', 'ask', 'last', 'chg', 'vol'];
const lists = new WeakMap();

// The last text of each cell. Rows come and go, and a row that was stale gets its cells anew.
function nodesOf(list, ticker) {
  if (!lists.has(list)) lists.set(list, new Map());
  const known = lists.get(list);
  let nodes = known.get(ticker);
  if (!nodes?.every(n => n.isConnected)) {
    const row = list.querySelector('#' + CSS.escape('watch-' + ticker));
    nodes = row ? Cells.map(c => row.querySelector(`:scope > .${c}`)?.lastChild).filter(n => n?.nodeType === Node.TEXT_NODE) : [];
    if (nodes.length !== Cells.length) return null;
    known.set(ticker, nodes);
  }
  return nodes;
}

function write(source, texts) {
  const list = source.closest('.watchlist');
  if (!list || !texts) return;
  for (const line of texts.split('\n')) {
    const [ticker, ...cells] = line.split('\t'), nodes = nodesOf(list, ticker);
    nodes?.forEach((node, i) => { if (node.data !== cells[i]) node.data = cells[i]; });
  }
}

new MutationObserver(changes => {
  const sources = new Set();
  for (const { target, oldValue } of changes) {
    // Two texts that came at once: what the second has replaced is the old value of its change.
    if (sources.has(target)) write(target, oldValue);
    sources.add(target);
  }
  for (const source of sources) write(source, source.dataset.texts);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-texts'], attributeOldValue: true });
