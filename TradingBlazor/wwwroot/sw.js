// The service worker of the installed desk. It holds the offline page and nothing else: no page with figures, no answer of the API. An old price that looks
// like a new one is worse than none. Files whose name changes with their content are the browser's own to keep.
const CACHE = 'desk-2';
const OFFLINE = ['/offline.html', '/css/offline.css', '/js/offline.js', '/favicon.svg'];
// The offline page has one name in every version: what is kept of it is brought up to date with a page that the server has just sent, once a day at most.
const OFFLINE_AGE_MS = 86_400_000;
let refreshed = 0;

const keepOffline = () => caches.open(CACHE).then(c => c.addAll(OFFLINE.map(u => new Request(u, { cache: 'reload' }))));

// Nothing but pages and the offline page's own files comes here at all, where a browser can be told so: each of the forty files of a page would wait for it.
const ROUTES = [
  { condition: { requestMode: 'navigate' }, source: 'fetch-event' },
  ...OFFLINE.map(pathname => ({ condition: { urlPattern: { pathname } }, source: 'fetch-event' })),
  { condition: { urlPattern: { pathname: '/*' } }, source: 'network' },
];

self.addEventListener('install', e => {
  e.waitUntil(Promise.resolve(e.addRoutes?.(ROUTES)).catch(() => { /* A browser that knows other rules: everything comes here, and is passed on. */ }));
  e.waitUntil(keepOffline().then(() => self.skipWaiting()));
});

self.addEventListener('activate', e => {
  // A page is asked for while the worker wakes up.
  e.waitUntil(Promise.resolve(self.registration.navigationPreload?.enable()));
  e.waitUntil(caches.keys().then(names => Promise.all(names.filter(n => n !== CACHE).map(n => caches.delete(n)))).then(() => self.clients.claim()));
});

self.addEventListener('fetch', e => {
  const request = e.request, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    const answer = Promise.resolve(e.preloadResponse).then(early => early ?? fetch(request));
    e.respondWith(answer.catch(() => caches.match('/offline.html')));
    return e.waitUntil(answer.then(renew, () => { }));
  }
  // Only for the offline page itself; with a server there, the server answers.
  if (OFFLINE.includes(url.pathname)) e.respondWith(fetch(request).catch(() => caches.match(url.pathname)));
});

async function renew(answer) {
  if (!answer.ok || Date.now() - refreshed < OFFLINE_AGE_MS) return;
  refreshed = Date.now();
  // The line may break here too; the copy of before is good enough until the next page.
  await keepOffline().catch(() => { refreshed = 0; });
}
