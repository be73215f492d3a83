import { workerData } from 'node:worker_threads';

const { signal, port } = workerData;

// Names of headers as k6 writes them: Content-Type.
const titled = name => name.replace(/(^|-)[a-z]/g, c => c.toUpperCase());

port.on('message', async ({ method, url, headers, body }) => {
  let answer;
  try {
    const got = await fetch(url, { method, headers, body, redirect: 'manual' });
    const cookies = {};
    for (const cookie of got.headers.getSetCookie()) {
      const [pair] = cookie.split(';'), cut = pair.indexOf('=');
      cookies[pair.slice(0, cut)] = [{ value: pair.slice(cut + 1) }];
    }
    answer = { status: got.status, headers: Object.fromEntries([...got.headers].map(([name, value]) => [titled(name), value])), cookies, body: await got.text() };
  } catch (fault) {
    answer = { fault: String(fault.cause ?? fault) };
  }
  port.postMessage(answer);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
});
