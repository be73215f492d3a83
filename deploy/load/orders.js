// Load on the REST interface, for k6 (https://k6.io). Against the simulator or a paper account ONLY: it sends orders.
//   k6 run -e URL=http://localhost:5080 -e KEY="$(cat ~/.local/share/TradingBlazor/api-key)" deploy/load/orders.js
// Further: READS (requests a second, default 200), ORDERS (a second, default 2; Risk allows 5), SYMBOL (SPY), TIME (1m).
import http from 'k6/http';
import { check } from 'k6';
import { Counter, Trend } from 'k6/metrics';

const url = __ENV.URL || 'http://localhost:5080';
const symbol = __ENV.SYMBOL || 'SPY';
const time = __ENV.TIME || '1m';
const headers = { 'X-Api-Key': __ENV.KEY, 'Content-Type': 'application/json' };

const accepted = new Counter('orders_accepted');
const denied = new Counter('orders_denied');
const acknowledged = new Trend('order_answer', true);

export const options = {
  scenarios: {
    reads: { executor: 'constant-arrival-rate', exec: 'read', rate: Number(__ENV.READS || 200), timeUnit: '1s', duration: time, preAllocatedVUs: 50, maxVUs: 200 },
    orders: { executor: 'constant-arrival-rate', exec: 'order', rate: Number(__ENV.ORDERS || 2), timeUnit: '1s', duration: time, preAllocatedVUs: 10, maxVUs: 50 },
  },
  thresholds: {
    'http_req_failed{kind:read}': ['rate<0.001'],
    'http_req_duration{kind:read}': ['p(95)<100', 'p(99)<250'],
    'order_answer': ['p(95)<1000'],
    'checks': ['rate>0.999'],
  },
};

export function setup() {
  const status = http.get(`${url}/api/v1/status`, { headers });
  if (status.status !== 200) throw new Error(`GET /api/v1/status answered ${status.status}: is KEY right?`);
  if (status.json('mode') === 'live') throw new Error('Real money is behind this address. This script is not for it.');
}

const reads = ['/api/v1/quotes', `/api/v1/bars/${symbol}?size=1m&limit=390&indicators=ema:20`, '/api/v1/orders', '/api/v1/positions', '/api/v1/executions', '/api/v1/status', '/api/v1/pnl'];

export function read() {
  const path = reads[Math.floor(Math.random() * reads.length)];
  const answer = http.get(url + path, { headers, tags: { kind: 'read', name: path.split('?')[0] } });
  check(answer, { 'read is answered': (r) => r.status === 200 });
}

// Buys and sells in turn, so that no position grows.
export function order() {
  const side = __ITER % 2 === 0 ? 'BUY' : 'SELL';
  const key = `load-${__VU}-${__ITER}-${Date.now()}`;
  const answer = http.post(`${url}/api/v1/orders`, JSON.stringify({ symbol, side, quantity: 1, type: 'MKT' }), {
    headers: Object.assign({ 'Idempotency-Key': key }, headers),
    tags: { kind: 'order', name: 'POST /api/v1/orders' },
    responseCallback: http.expectedStatuses(201, 202, 422),
  });
  acknowledged.add(answer.timings.duration);
  // A denial is an answer: prices may be old, the rate may be used up.
  if (answer.status === 201 || answer.status === 202) accepted.add(1);
  else if (answer.status === 422) denied.add(1);
  check(answer, { 'order is answered': (r) => [201, 202, 422].includes(r.status) });
}
