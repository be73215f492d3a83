// Runs a script for k6: what its scenarios ask for, in one process. Writes what its metrics came to as one line of JSON.
//   node run.mjs SCRIPT
import { pathToFileURL } from 'node:url';
import { metrics } from 'k6/metrics';

// Metrics that k6 itself keeps.
const BuiltIn = ['http_req_failed', 'http_req_duration'];

globalThis.__ENV = process.env;
globalThis.__VU = 0;
globalThis.__ITER = 0;
const script = await import(pathToFileURL(process.argv[2]));

for (const threshold of Object.keys(script.options.thresholds)) {
  const name = threshold.split('{')[0];
  if (!metrics.has(name) && !BuiltIn.includes(name)) throw new Error(`The limit ${threshold} is of no metric: ${[...metrics.keys()].join(', ')}.`);
}

const data = script.setup?.();
await Promise.all(Object.entries(script.options.scenarios).map(async ([name, scenario]) => {
  if (typeof script[scenario.exec] !== 'function') throw new Error(`The scenario ${name} calls ${scenario.exec}, which is not exported.`);
  if (scenario.executor === 'per-vu-iterations') {
    for (__VU = 1; __VU <= scenario.vus; __VU++) script[scenario.exec](data);
  } else if (scenario.executor === 'constant-arrival-rate') {
    const seconds = Number(/^(\d+)s$/.exec(scenario.duration)[1]), count = scenario.rate * seconds;
    for (let i = 0; i < count; i++) {
      __ITER = i;
      script[scenario.exec](data);
      await new Promise(done => setTimeout(done, 1000 / scenario.rate));
    }
  } else throw new Error(`${scenario.executor} is not known here.`);
}));

process.on('exit', () => console.log(JSON.stringify(Object.fromEntries([...metrics].map(([name, metric]) => [name, metric.told()])))));
