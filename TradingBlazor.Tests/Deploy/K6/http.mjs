// k6 waits for an answer in the middle of a script, so the request is made by another thread and this one waits for it. Cookies are kept, redirections are told and not followed.
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

const signal = new Int32Array(new SharedArrayBuffer(4));
const { port1: here, port2: there } = new MessageChannel();
const worker = new Worker(new URL('./http-worker.mjs', import.meta.url), { workerData: { signal, port: there }, transferList: [there] });
worker.unref();
here.unref();

const jar = new Map();

function request(method, url, body, params = {}) {
  const headers = { ...params.headers };
  if (jar.size > 0 && !headers.Cookie) headers.Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  // An object is a form, as in k6.
  const isForm = body !== null && typeof body === 'object';
  if (isForm) headers['Content-Type'] = 'application/x-www-form-urlencoded';
  const began = performance.now();
  Atomics.store(signal, 0, 0);
  here.postMessage({ method, url, headers, body: isForm ? new URLSearchParams(body).toString() : body });
  Atomics.wait(signal, 0, 0);
  const answer = receiveMessageOnPort(here).message;
  if (answer.fault) throw new Error(`${method} ${url}: ${answer.fault}`);
  for (const [name, [{ value }]] of Object.entries(answer.cookies)) jar.set(name, value);
  return { ...answer, timings: { duration: performance.now() - began }, json: path => path === undefined ? JSON.parse(answer.body) : JSON.parse(answer.body)[path] };
}

export default {
  get: (url, params) => request('GET', url, null, params),
  post: (url, body, params) => request('POST', url, body, params),
  expectedStatuses: (...statuses) => statuses,
};
