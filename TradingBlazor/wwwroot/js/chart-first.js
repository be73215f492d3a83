// The first drawing of the chart. The candles that came with the page are drawn at once, while Plotly is still being loaded; the circuit comes a moment
// later, makes the page anew and draws the same candles for itself. Until it has, the first drawing stays in its place as a picture.
import { figure } from './chart-figure.js';
import { apply, empty } from './chart-rows.js';
import { sketch } from './chart-sketch.js';

const Id = 'plotly-import', script = document.getElementById('plotly-script'), interop = document.getElementById('plotly-interop');
let picture = null, watcher = null;

// Plotly.Blazor's own loader, so that it knows that the script is there. It asks again under the name that it knows, and must find that.
async function load() {
  if (document.getElementById(Id)) return;
  const { importScript } = await import(interop.href);
  const loaded = importScript(Id, script.href);
  document.getElementById(Id).dataset.originalSrc = script.dataset.asked;
  await loaded;
}

// This script may be here before the styles are, and without them nothing has its size.
const styled = () => Promise.all([...document.querySelectorAll('link[rel=stylesheet]')].filter(l => !l.sheet).map(l => new Promise(done => {
  l.addEventListener('load', done);
  l.addEventListener('error', done);
})));

function drawFirst() {
  const place = document.querySelector('.chart-first[data-chart]');
  if (!place || place.offsetParent === null || picture) return;
  const { ticker, size, meta, rows } = JSON.parse(place.dataset.chart), gd = document.createElement('div');
  place.append(gd);
  const chart = { ...empty(place, gd), meta };
  apply(chart, rows);
  gd.style.width = `${place.clientWidth}px`;
  gd.style.height = `${place.clientHeight}px`;
  const { traces, layout } = figure(chart, true);
  gd.append(sketch(traces, layout));
  picture = { place, ticker, size, width: place.clientWidth, height: place.clientHeight };
  watcher = new MutationObserver(move);
  watcher.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-ticker', 'data-size'] });
}

// The circuit replaces what the server had drawn: the picture goes to the new place when that is of the same candles and as large.
function move() {
  if (!picture) return;
  const box = document.querySelector('[data-testid=chart]'), isSame = box && box.dataset.ticker === picture.ticker && box.dataset.size === picture.size;
  if (!isSame) return takePicture();
  if (picture.place.isConnected) return;
  const host = box.querySelector('.chart-host');
  if (!host || host.clientWidth !== picture.width || host.clientHeight !== picture.height) return takePicture();
  delete picture.place.dataset.chart;
  host.append(picture.place);
}

/** Takes the picture away: the chart itself has drawn, or shows something else by now. Another chart that has drawn leaves it. */
export function takePicture(host) {
  if (!picture || (host && !host.contains(picture.place))) return;
  watcher.disconnect();
  picture.place.remove();
  picture = null;
}

// A server that is gone meanwhile is told by the page, and the chart asks for the script by itself.
const gone = () => {};
if (script && interop) {
  if (script.rel === 'preload') {
    styled().then(drawFirst);
    load().catch(gone);
  }
  // On a page without a chart it is loaded when nothing else is to be done, so that the desk finds it.
  else setTimeout(() => (window.requestIdleCallback ?? setTimeout)(() => load().catch(gone)), 2000);
}
