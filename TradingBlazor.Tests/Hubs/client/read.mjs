// Reads streams of the hub with the vendor's own client and writes what came, one line of JSON for each item, for a test to compare.
// node read.mjs <address> <key> <json|messagepack> <file whose appearance lets it come back>
import { existsSync } from 'node:fs';
import { HubConnectionBuilder, HttpTransportType, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';

const [address, key, protocol, goOn] = process.argv.slice(2);

function connect() {
  let builder = new HubConnectionBuilder()
    .withUrl(`${address}hubs/stream`, { accessTokenFactory: () => key, transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.Error);
  if (protocol === 'messagepack') builder = builder.withHubProtocol(new MessagePackHubProtocol());
  return builder.build();
}

const tell = (stream, item) => console.log(JSON.stringify({ stream, item }));

function read(connection, name, stream, count) {
  return new Promise((resolve, reject) => {
    let last, left = count;
    const subscription = stream.subscribe({
      next: item => {
        tell(name, item);
        last = item;
        if (--left === 0) { subscription.dispose(); resolve(last); }
      },
      error: reject,
      complete: () => resolve(last),
    });
  });
}

const first = connect();
await first.start();
const quotes = read(first, 'quotes', first.stream('Quotes', ['SPY']), 2);
const last = await read(first, 'orders', first.stream('Orders'), 2);
await quotes;
let refused = '';
await read(first, 'none', first.stream('Quotes', ['NONE']), 1).catch(e => { refused = e.message; });
tell('refused', refused);
await first.stop();
console.log('away');

// The test makes something happen while nobody is connected.
while (!existsSync(goOn)) await new Promise(resolve => setTimeout(resolve, 20));
const second = connect();
await second.start();
await read(second, 'missed', second.stream('OrdersAfter', last.run, last.sequence), 1);
await second.stop();
console.log('done');
process.exit(0);
