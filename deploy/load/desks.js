// Load by open desks, for k6 (https://k6.io) 1.6 or newer: each is a page of its own at the server (a circuit), which draws its changes ten times a second. Nothing is pressed, no order is sent.
//   k6 run -e URL=http://localhost:5080 -e LOGIN=anna -e PASSWORD=... deploy/load/desks.js
// Further: DESKS (default 100), SECONDS (60), RAMP (desks a second, 20), and COOKIE ("name=value" of a signed-in browser) instead of LOGIN and PASSWORD, for somebody with a second factor.
// Make a user with the role viewer for it. For more than a hundred from one address, start the program with TradingBlazor__Security__RequestsPerMinute=1000000.
import http from 'k6/http';
import { check } from 'k6';
import { Counter, Trend } from 'k6/metrics';
import { clearInterval, setInterval, setTimeout } from 'k6/timers';
import { WebSocket } from 'k6/websockets';
import { ask, call, ping, takeMessages } from './hub-messages.js';

const url = __ENV.URL || 'http://localhost:5080';
const desks = Number(__ENV.DESKS || 100);
const seconds = Number(__ENV.SECONDS || 60);
const ramp = Number(__ENV.RAMP || 20);

const PingMs = 10_000;
// Answers that the server gets for calls into the page: a call that gives an object back gets one, all others nothing.
const ResultIsObject = 1;

const opened = new Counter('desk_opened');
const faults = new Counter('desk_faults');
const batches = new Counter('desk_batches');
const gap = new Trend('desk_gap', true);

export const deskScenario = { executor: 'per-vu-iterations', exec: 'desk', vus: desks, iterations: 1, maxDuration: `${seconds + desks / ramp + 60}s` };

export const deskThresholds = {
  desk_opened: [`count==${desks}`],
  desk_faults: ['count==0'],
  // Between two drawings of one desk: the beat is 100 ms.
  desk_gap: ['p(50)<150', 'p(99)<1000'],
};

export const options = { scenarios: { desks: deskScenario }, thresholds: deskThresholds };

export function setup() {
  return { cookie: signIn() };
}

/** Signs in as the form of the page does. */
export function signIn() {
  if (__ENV.COOKIE) return __ENV.COOKIE;
  const page = http.get(`${url}/account/sign-in`);
  if (page.status !== 200) throw new Error(`GET /account/sign-in answered ${page.status}: is URL right?`);
  const fields = { 'Form.Name': __ENV.LOGIN, 'Form.Password': __ENV.PASSWORD };
  // The first form is the one with the password, the second that of passkeys.
  for (const [input] of page.body.split('</form>')[0].matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(input), value = /\bvalue="([^"]*)"/.exec(input);
    if (name) fields[name[1]] = value ? value[1] : '';
  }
  const answer = http.post(`${url}/account/sign-in`, fields, { redirects: 0 });
  if (answer.status !== 302 || /second-factor/.test(answer.headers.Location)) throw new Error(`${__ENV.LOGIN} was not signed in (${answer.status}). Give LOGIN and PASSWORD of somebody without a second factor, or a COOKIE.`);
  return Object.entries(answer.cookies).map(([name, values]) => `${name}=${values[0].value}`).join('; ');
}

export function desk({ cookie }) {
  setTimeout(() => open(cookie), __VU % desks / ramp * 1000);
}

function open(cookie) {
  const headers = { Cookie: cookie };
  const page = http.get(`${url}/`, { headers, redirects: 0, tags: { name: 'desk' } });
  const markers = [...page.body.matchAll(/<!--Blazor:(\{.*?\})-->/g)].map(m => m[1]).filter(m => ['server', 'auto'].includes(JSON.parse(m).type));
  if (!check(page, { 'desk is opened': p => p.status === 200 && markers.length > 0 })) {
    faults.add(1);
    return;
  }
  const found = /<!--Blazor-Server-Component-State:([\s\S]*?)-->/.exec(page.body), state = found ? found[1] : '';
  const roots = JSON.stringify({ batchId: 1, operations: markers.map((m, i) => ({ type: 'add', ssrComponentId: i + 1, marker: JSON.parse(m) })) });
  const token = http.post(`${url}/_blazor/negotiate?negotiateVersion=1`, null, { headers, tags: { name: 'negotiate' } }).json('connectionToken');
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/_blazor?id=${encodeURIComponent(token)}`, null, { headers, compression: 'deflate' });
  socket.binaryType = 'arraybuffer';
  let isAgreed = false, isEnding = false, rest = new Uint8Array(0), circuit = null, objects = 0, before = 0, pings = null;

  socket.addEventListener('open', () => {
    socket.send('{"protocol":"blazorpack","version":1}\u001e');
    pings = setInterval(() => socket.send(ping()), PingMs);
    setTimeout(end, seconds * 1000);
  });
  socket.addEventListener('message', e => {
    let bytes = typeof e.data === 'string' ? Uint8Array.from(e.data, c => c.charCodeAt(0)) : new Uint8Array(e.data);
    if (!isAgreed) {
      const agreement = bytes.indexOf(0x1e);
      isAgreed = true;
      bytes = bytes.slice(agreement + 1);
      socket.send(ask('0', 'StartCircuit', `${url}/`, `${url}/`, '[]', state));
    }
    const all = new Uint8Array(rest.length + bytes.length);
    all.set(rest);
    all.set(bytes, rest.length);
    const taken = takeMessages(all);
    rest = taken.rest;
    for (const message of taken.messages) read(message);
  });
  socket.addEventListener('error', e => fault(e.error));
  socket.addEventListener('close', () => {
    if (pings !== null) clearInterval(pings);
    fault('the connection ended');
  });

  // Of a completion the kind (3: with a result) and the result follow the id.
  function read([type, , id, target, values]) {
    if (type === 3 && id === '0') {
      if (target === 3 && values) circuit = values;
      else fault('the server did not begin a circuit');
    } else if (type === 7) fault('the server closed the line');
    else if (type === 1) answer(target, values);
  }

  function answer(target, values) {
    if (target === 'JS.RenderBatch') {
      const now = Date.now();
      if (before > 0) gap.add(now - before);
      else opened.add(1);
      before = now;
      batches.add(1);
      socket.send(call('OnRenderCompleted', values[0], null));
    } else if (target === 'JS.BeginInvokeJS') {
      const [task, name, , result] = values;
      if (task !== 0) socket.send(call('EndInvokeJSFromDotNet', task, true, `[${task},true,${result === ResultIsObject ? `{"__jsObjectId":${++objects}}` : 'null'}]`));
      if (name === 'Blazor._internal.attachWebRendererInterop') socket.send(call('UpdateRootComponents', roots, state));
    } else if (target === 'JS.Error') fault(values[0]);
  }

  // As a page that is left: the server frees the circuit at once.
  function end() {
    isEnding = true;
    socket.close();
    if (circuit) http.post(`${url}/_blazor/disconnect`, { circuitId: circuit }, { headers, tags: { name: 'disconnect' } });
  }

  function fault(why) {
    if (isEnding) return;
    isEnding = true;
    faults.add(1);
    console.error(`desk ${__VU}: ${why}`);
    socket.close();
  }
}
