// What open desks keep in memory: opens so many circuits, lets the runtime collect everything that is not used, and tells what is left, resident and managed.
// A busy machine does not falsify sizes; shares of the processor and pauses, which are told beside them, it does.
//
//   dotnet build TradingBlazor.sln -c Release
//   node Benchmarks/Rendering/memory.mjs --circuit-load=PATH/CircuitLoad.dll --gcdump=PATH/dotnet-gcdump --desks=1,100
//
// `dotnet tool install dotnet-gcdump --tool-path PATH` brings the second. Its dump begins with a full collection and holds the live objects alone; one lies beside each line of the result, for `dotnet-gcdump report`.
// `--bare` looks at the bare page of the framework instead, which is what the desk's figures are compared with. Further arguments after `--` are settings of the program.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { costs, metrics, sum } from './costs.mjs';
import * as programs from './programs.mjs';

const { until, wait, freePort } = programs;
const load = programs.option('circuit-load', ''), gcdump = programs.option('gcdump', ''), desks = programs.list('desks').map(Number), hold = Number(programs.option('hold', '40')), ramp = Number(programs.option('ramp', '20'));
const isBare = process.argv.includes('--bare'), beat = programs.option('beat', '00:00:01'), seconds = Number(programs.option('seconds', '20'));
if (!existsSync(load) || desks.length === 0) { console.error('Give --circuit-load=PATH/CircuitLoad.dll and --desks=1,100.'); process.exit(1); }
const further = process.argv.includes('--') ? process.argv.slice(process.argv.indexOf('--') + 1) : [];
const Symbols = 'SPY,QQQ,IWM,DIA,XLF,XLE,TLT,GLD,AAPL,MSFT,NVDA,AMZN,GOOGL,META,TSLA,AMD,INTC,NFLX,JPM,BAC,AIG,XOM,JNJ,WMT,KO,DIS,BA,IBM,EUR.USD,BTC'.split(',');

const mb = bytes => Math.round(bytes / 1048576 * 10) / 10;

const folder = mkdtempSync(join(tmpdir(), 'memory-')), data = join(folder, 'data'), gatewayPort = await freePort(), port = await freePort(), base = `http://127.0.0.1:${port}`;
const gateway = isBare ? null : programs.start('TwsSimulator', 'Release', 'Production', ['serve', '--port', gatewayPort, '--symbols', Symbols.join(','), '--quotes-per-second', '10', '--quotes-move']);
if (gateway) await until('the gateway to listen', () => gateway.told.includes('listening'));
const app = isBare
  ? programs.start(programs.BarePage, 'Release', 'Production', [`--urls=${base}`, `--Beat=${beat}`, ...further])
  : programs.start('TradingBlazor', 'Release', 'Production', [`--urls=${base}`, `--Persistence:Folder=${data}`, '--Simulator:Enabled=false', `--Tws:Port=${gatewayPort}`, '--Bars:BackfillOnSubscribe=true',
    '--Security:RequestsPerMinute=1000000', '--Security:SignInsPerMinute=100000', `--Desk:BeatInterval=${beat}`, ...Symbols.map((s, i) => `--MarketData:Watchlist:${i}=${s}`), ...further]);
try {
  await programs.untilHealthy(app, base);
  const cookie = isBare ? [] : ['--cookie', await signIn()], key = isBare ? '' : await programs.lineOf(data, 'api-key');
  await wait(5000);
  console.log(JSON.stringify({ desks: 0, ...(await look(key, 'none')) }));
  for (const count of desks) {
    const child = spawn('dotnet', [load, '--url', `${base}/`, '--circuits', count, ...cookie, '--ramp', ramp, '--warmup', hold / 2, '--duration', seconds + 20 + (gcdump ? 40 + count / 5 : 0), '--pid', app.pid], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', d => { told += d; });
    const ended = new Promise(done => child.once('exit', done));
    // A busy machine opens them late: what is looked at is looked at with all of them.
    await until('all desks', async () => sum(await metrics(base, key), 'tradingblazor_circuits') >= count, count / ramp * 1000 + 300_000);
    await wait(hold / 2 * 1000);
    const used = await costs(base, key, app.pid, seconds * 1000);
    console.log(JSON.stringify({ desks: count, ...used, ...(await look(key, count)) }));
    await Promise.race([ended, wait(120_000)]);
    child.kill('SIGKILL');
    const { failed, dropped, batchesPerSec, wireInPerSec } = JSON.parse(told.trim().split('\n').at(-1) || '{}');
    console.log(JSON.stringify({ failed, dropped, batchesPerSec, wireInPerSec }));
  }
  console.log(JSON.stringify({ dumps: folder }));
} finally { app.kill('SIGTERM'); gateway?.kill('SIGTERM'); await wait(2000); app.kill('SIGKILL'); }
process.exit();

/** Signs in as the first admin and gives the session's cookie. */
async function signIn() {
  const browser = await programs.chromium('Release').launch(programs.pages), context = await browser.newContext(), door = await context.newPage();
  await programs.signInFirst(door, await programs.lineOf(data, 'first-admin'), 'correct horse battery');
  const cookie = (await context.cookies()).filter(c => !c.name.endsWith('-form')).map(c => `${c.name}=${c.value}`)[0];
  await browser.close();
  return cookie;
}

function status(name) { return Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${app.pid}/status`, 'utf8'))[1]) / 1024); }

/** Resident and managed, as it runs and after a full collection. */
async function look(key, name) {
  const running = await metrics(base, key), resident = status('VmRSS'), peak = status('VmHWM');
  let live = null;
  if (gcdump) {
    const file = join(folder, `${name}.gcdump`);
    execFileSync(gcdump, ['collect', '-p', app.pid, '-o', file, '-t', '120'], { stdio: 'pipe' });
    live = mb(Number(/([\d,.]+)\s+GC Heap bytes/.exec(execFileSync(gcdump, ['report', file], { encoding: 'utf8', maxBuffer: 1 << 28 }))[1].replaceAll(/[,.]/g, '')));
  }
  return {
    open: sum(running, 'tradingblazor_circuits'), residentMb: resident, peakMb: peak, committedMb: mb(sum(running, 'dotnet_gc_last_collection_memory_committed_size_bytes')), heapMb: mb(sum(running, 'dotnet_gc_last_collection_heap_size_bytes')),
    liveMb: live, residentAfterMb: status('VmRSS'), loadAverage: Math.round(loadavg()[0] * 10) / 10,
  };
}
