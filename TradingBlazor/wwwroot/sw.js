// The service worker of the installed desk. It holds the offline page and files whose name changes with their content, and nothing else:
// no page with figures, no answer of the API. An old price that looks like a new one is worse than none.
const CACHE = 'desk-1';
const OFFLINE = ['/offline.html', '/css/offline.css', '/js/offline.js', '/favicon.svg'];
const FINGERPRINTED = /\.[a-z0-9]{10}(\.(?:js|css|svg|png|woff2))$/;
// The offline page has one name in every version: what is kept of it is brought up to date with a page that the server has just sent, once a day at most.
const OFFLINE_AGE_MS = 86_400_000;
let refreshed = 0;

const keepOffline = () => caches.open(CACHE).then(c => c.addAll(OFFLINE.map(u => new Request(u, { cache: 'reload' }))));

self.addEventListener('install', e => e.waitUntil(keepOffline().then(() => self.skipWaiting())));

self.addEventListener('activate', e => e.waitUntil(caches.keys().then(names => Promise.all(names.filter(n => n !== CACHE).map(n => caches.delete(n)))).then(() => self.clients.claim())));

self.addEventListener('fetch', e => {
  const request = e.request, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    const answer = fetch(request);
    e.respondWith(answer.catch(() => caches.match('/offline.html')));
    return e.waitUntil(answer.then(renew, () => { }));
  }
  if (FINGERPRINTED.test(url.pathname)) return e.respondWith(fromCache(request));
  // Only for the offline page itself; with a server there, the server answers.
  if (OFFLINE.includes(url.pathname)) e.respondWith(fetch(request).catch(() => caches.match(url.pathname)));
});

async function renew(answer) {
  if (!answer.ok || Date.now() - refreshed < OFFLINE_AGE_MS) return;
  refreshed = Date.now();
  // The line may break here too; the copy of before is good enough until the next page.
  await keepOffline().catch(() => { refreshed = 0; });
}

async function fromCache(request) {
  const cache = await caches.open(CACHE), known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic') {
    await cache.put(request, answer.clone());
    await dropOlder(cache, new URL(request.url).pathname);
  }
  return answer;
}

// A file of another version has another name, and would stay for ever.
async function dropOlder(cache, path) {
  const stem = path.replace(FINGERPRINTED, '$1');
  for (const kept of await cache.keys()) {
    const other = new URL(kept.url).pathname;
    if (other !== path && FINGERPRINTED.test(other) && other.replace(FINGERPRINTED, '$1') === stem) await cache.delete(kept);
  }
}
