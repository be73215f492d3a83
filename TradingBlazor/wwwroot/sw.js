// The service worker of the installed desk. It holds the offline page and files whose name changes with their content, and nothing else:
// no page with figures, no answer of the API. An old price that looks like a new one is worse than none.
const CACHE = 'desk-1';
const OFFLINE = ['/offline.html', '/css/offline.css', '/js/offline.js', '/favicon.svg'];
const FINGERPRINTED = /\.[a-z0-9]{10}\.(?:js|css|svg|png|woff2)$/;

self.addEventListener('install', e => e.waitUntil(caches.open(CACHE).then(c => c.addAll(OFFLINE.map(u => new Request(u, { cache: 'reload' })))).then(() => self.skipWaiting())));

self.addEventListener('activate', e => e.waitUntil(caches.keys().then(names => Promise.all(names.filter(n => n !== CACHE).map(n => caches.delete(n)))).then(() => self.clients.claim())));

self.addEventListener('fetch', e => {
  const request = e.request, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') return e.respondWith(fetch(request).catch(() => caches.match('/offline.html')));
  if (FINGERPRINTED.test(url.pathname)) return e.respondWith(fromCache(request));
  // Only for the offline page itself; with a server there, the server answers.
  if (OFFLINE.includes(url.pathname)) e.respondWith(fetch(request).catch(() => caches.match(url.pathname)));
});

async function fromCache(request) {
  const cache = await caches.open(CACHE), known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic') cache.put(request, answer.clone());
  return answer;
}
