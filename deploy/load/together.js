// Everything at once, for k6 (https://k6.io) 1.6 or newer: reads and orders over REST, programs at the stream, open desks. Against the simulator or a paper account ONLY: it sends orders.
//   k6 run -e URL=http://localhost:5080 -e KEY=... -e LOGIN=anna -e PASSWORD=... -e SECONDS=1800 -e TIME=1800s deploy/load/together.js
// What each part takes (READS, ORDERS, CLIENTS, DESKS, ...) is told in its own file.
import { options as orders, setup as refuseRealMoney } from './orders.js';
import { hubScenario, hubThresholds } from './hub.js';
import { deskScenario, deskThresholds, signIn } from './desks.js';

export { read, order } from './orders.js';
export { follow } from './hub.js';
export { desk } from './desks.js';

export const options = {
  scenarios: { ...orders.scenarios, hub: hubScenario, desks: deskScenario },
  thresholds: { ...orders.thresholds, ...hubThresholds, ...deskThresholds },
};

export function setup() {
  refuseRealMoney();
  return { cookie: signIn() };
}
