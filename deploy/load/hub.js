// Load on the stream /hubs/stream, for k6 (https://k6.io) 1.6 or newer: programs that follow quotes, ten times a second, and every order. It sends nothing.
//   k6 run -e URL=http://localhost:5080 -e KEY="$(cat ~/.local/share/TradingBlazor/api-key)" deploy/load/hub.js
// Further: CLIENTS (default 100), SYMBOLS (such as SPY,QQQ; all of the watchlist), SECONDS (60), RAMP (clients a second, 100).
// One key may have 100 connections: for more, start the program with TradingBlazor__Hub__ConnectionsPerCaller=1000. The age of an item is told by two clocks: run k6 on the same machine, or on one whose clock agrees.
import { check } from 'k6';
import { Counter, Trend } from 'k6/metrics';
import { clearInterval, setInterval, setTimeout } from 'k6/timers';
import { WebSocket } from 'k6/websockets';

const address = (__ENV.URL || 'http://localhost:5080').replace(/^http/, 'ws');
const clients = Number(__ENV.CLIENTS || 100);
const seconds = Number(__ENV.SECONDS || 60);
const ramp = Number(__ENV.RAMP || 100);
const symbols = __ENV.SYMBOLS ? __ENV.SYMBOLS.split(',') : [];

const PingMs = 10_000;
// Messages of the hub end with this sign.
const End = '\u001e';
const Kind = { Item: 2, Completion: 3, Stream: 4, Ping: 6, Close: 7 };

const items = new Counter('hub_items');
const quotes = new Counter('hub_quotes');
const orderEvents = new Counter('hub_order_events');
const lost = new Counter('hub_order_events_lost');
const faults = new Counter('hub_faults');
const age = new Trend('hub_age', true);

export const hubScenario = { executor: 'per-vu-iterations', exec: 'follow', vus: clients, iterations: 1, maxDuration: `${seconds + clients / ramp + 30}s` };

export const hubThresholds = {
  // Prices may be left out for a client that is slow, events of orders never.
  hub_order_events_lost: ['count==0'],
  hub_faults: ['count==0'],
  hub_age: ['p(50)<100', 'p(99)<500'],
};

export const options = { scenarios: { hub: hubScenario }, thresholds: hubThresholds };

export function follow() {
  setTimeout(connect, Math.random() * clients / ramp * 1000);
}

function connect() {
  const socket = new WebSocket(`${address}/hubs/stream`, null, { headers: { 'X-Api-Key': __ENV.KEY }, compression: 'deflate' });
  const send = message => socket.send(JSON.stringify(message) + End);
  let isOpen = false, isEnding = false, rest = '', sequence = null, pings = null;

  socket.addEventListener('open', () => {
    send({ protocol: 'json', version: 1 });
    pings = setInterval(() => send({ type: Kind.Ping }), PingMs);
    setTimeout(() => { isEnding = true; socket.close(); }, seconds * 1000);
  });
  socket.addEventListener('message', e => {
    const messages = (rest + e.data).split(End);
    rest = messages.pop();
    for (const message of messages) read(JSON.parse(message));
  });
  socket.addEventListener('error', e => fault(e.error));
  socket.addEventListener('close', () => {
    if (pings !== null) clearInterval(pings);
    if (!isEnding) fault('the connection ended');
    check(isOpen, { 'client is let in': v => v });
  });

  function read(message) {
    if (!isOpen) {
      if (message.error) return fault(message.error);
      isOpen = true;
      send({ type: Kind.Stream, invocationId: 'quotes', target: 'Quotes', arguments: [symbols] });
      send({ type: Kind.Stream, invocationId: 'orders', target: 'Orders', arguments: [] });
    } else if (message.type === Kind.Item) {
      items.add(1);
      age.add(Date.now() - message.item.sentTime / 1000);
      if (message.invocationId === 'quotes') quotes.add(message.item.items.length);
      else count(message.item);
    } else if (message.type === Kind.Completion || message.type === Kind.Close) fault(message.error || 'the stream ended');
  }

  // The number of a stream of events rises by one with each.
  function count(item) {
    if (item.kind === 'changes') {
      orderEvents.add(item.items.length);
      lost.add(item.sequence - sequence - item.items.length);
    }
    sequence = item.sequence;
  }

  function fault(why) {
    if (isEnding) return;
    faults.add(1);
    console.error(`client ${__VU}: ${why}`);
  }
}
