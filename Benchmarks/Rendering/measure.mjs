// Measures the desk as a person sees it: from the moment a price leaves the gateway until it stands in Chromium, with many other desks open beside it.
// The other desks are real circuits of a load program that opens them without a browser; its path is an argument. Prints one JSON line per case. Before
// each desk the same is asked of a bare page of the framework (BarePage): thirty rows of prices that its own program makes, or a chart, with nothing behind.
// What the desk takes of it is the ratio; --bare=no leaves it out.
//
//   dotnet build TradingBlazor.sln -c Release
//   node Benchmarks/Rendering/measure.mjs --circuit-load=PATH/CircuitLoad.dll                     every case
//   node Benchmarks/Rendering/measure.mjs --circuit-load=PATH/CircuitLoad.dll --only=chart,back   those of these names
//   node Benchmarks/Rendering/measure.mjs --circuit-load=PATH/CircuitLoad.dll --only=10Hz-200 --app=PATH --warmup=120    a published app, and two minutes for the compiler
//   node Benchmarks/Rendering/measure.mjs --circuit-load=PATH/CircuitLoad.dll --only=together --minutes=30 --desks=100   everything at once: desks, hub clients, reads, orders
//
// Latency is that of the price shown, the newest one of its row: the gateway's capture says when each was written. Prices that a newer one replaced before
// the page looked are not counted. Gateway, program, load and browser share the machine and its clock; Chromium's clock has steps of 0.1 ms.
import { execFileSync, spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { costs } from './costs.mjs';
import * as programs from './programs.mjs';

const { until, wait, freePort } = programs;
const configuration = programs.option('configuration', 'Release'), load = programs.option('circuit-load', ''), seconds = Number(programs.option('seconds', '10')), besideBare = programs.option('bare', 'yes') !== 'no', only = programs.list('only');
if (!existsSync(load)) { console.error('Give --circuit-load=PATH/CircuitLoad.dll, the published load program for circuits.'); process.exit(1); }
const Symbols = 'SPY,QQQ,IWM,DIA,XLF,XLE,TLT,GLD,AAPL,MSFT,NVDA,AMZN,GOOGL,META,TSLA,AMD,INTC,NFLX,JPM,BAC,AIG,XOM,JNJ,WMT,KO,DIS,BA,IBM,EUR.USD,BTC'.split(',');
const Password = 'correct horse battery';
const published = programs.option('app', ''), patience = Number(programs.option('warmup', '25'));
const program = (name, args) => programs.start(name, configuration, 'Production', args, name === 'TradingBlazor' ? published : '');
const ended = child => new Promise(done => { if (child.exitCode !== null || child.signalCode !== null) done(); else child.once('exit', done); });
async function stop(child) { child.kill('SIGTERM'); await Promise.race([ended(child), wait(12_000)]); if (child.exitCode === null) child.kill('SIGKILL'); }

const rssOf = pid => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

/** A gateway whose prices move, the program on it, and somebody who is signed in. */
async function start(...settings) {
  const folder = mkdtempSync(join(tmpdir(), 'rendering-')), capture = join(folder, 'capture.jsonl'), data = join(folder, 'data');
  const gatewayPort = await freePort(), port = await freePort(), base = `http://127.0.0.1:${port}`;
  const gateway = program('TwsSimulator', ['serve', '--port', gatewayPort, '--symbols', Symbols.join(','), '--quotes-per-second', '10', '--quotes-move', '--capture', capture]);
  await until('the gateway to listen', () => gateway.told.includes('listening'));
  const settingsOfRun = [`--urls=${base}`, `--Persistence:Folder=${data}`, '--Simulator:Enabled=false', `--Tws:Port=${gatewayPort}`, '--Bars:BackfillOnSubscribe=true', '--Security:RequestsPerMinute=1000000', '--Security:SignInsPerMinute=100000',
    ...Symbols.map((s, i) => `--MarketData:Watchlist:${i}=${s}`), ...settings];
  const run = { folder, capture, base, port, gateway, app: null, launch: () => { run.app = program('TradingBlazor', settingsOfRun); return programs.untilHealthy(run.app, base); } };
  await run.launch();
  run.browser = await programs.chromium(configuration).launch(programs.pages);
  const first = await run.browser.newContext({ viewport: { width: 1440, height: 900 } }), door = await first.newPage();
  await programs.signInFirst(door, await programs.lineOf(data, 'first-admin'), Password);
  run.context = first;
  run.cookie = (await first.cookies()).filter(c => !c.name.endsWith('-form')).map(c => `${c.name}=${c.value}`)[0];
  await door.close();
  run.key = await programs.lineOf(data, 'api-key');
  await until('prices of all symbols', async () => {
    const quotes = await (await fetch(`${base}/api/v1/quotes`, { headers: { 'X-Api-Key': run.key } })).json();
    return quotes.length >= Symbols.length - 2 && quotes.every(q => q.bid);
  });
  return run;
}
async function end(run) {
  await run.browser.close();
  await stop(run.app);
  await stop(run.gateway);
  rmSync(run.folder, { recursive: true, force: true });
}

/** An open desk that notes each price it shows, with the time. */
async function desk(run, { batchMs = 0 } = {}) {
  const page = await run.context.newPage();
  await page.goto(`${run.base}/`);
  await page.waitForSelector('[data-testid=connection-chip][data-state=ready]', { timeout: 90_000 });
  await page.waitForSelector('[data-testid=watch-bid-SPY]', { timeout: 30_000 });
  await page.evaluate(slow => {
    window.shown = [];
    new MutationObserver(changes => {
      const now = performance.timeOrigin + performance.now();
      const seen = new Set();
      for (const change of changes) {
        const cell = (change.target.nodeType === 3 ? change.target.parentElement : change.target)?.closest?.('[data-testid^="watch-bid-"]');
        if (cell && !seen.has(cell)) { seen.add(cell); window.shown.push([cell.dataset.testid.slice(10), cell.textContent, now]); }
      }
      if (slow > 0 && seen.size > 0) for (const end = performance.now() + slow; performance.now() < end;) { /* a browser that needs so long for a batch */ }
    }).observe(document.body, { subtree: true, characterData: true, childList: true });
  }, batchMs);
  return page;
}

/** When the gateway wrote each bid, by symbol: [time in ms, price]. */
function written(capture) {
  const symbols = new Map(), bids = new Map(Symbols.map(s => [s, []]));
  for (const line of readFileSync(capture, 'utf8').split('\n')) {
    if (!line) continue;
    let record;
    try { record = JSON.parse(line); } catch { continue; }
    if (!record.hex) continue;
    const bytes = Buffer.from(record.hex, 'hex');
    for (let at = 0; at + 4 <= bytes.length;) {
      const size = bytes.readUInt32BE(at), fields = bytes.toString('latin1', at + 4, at + 4 + size).split('\0');
      at += 4 + size;
      // reqMktData: message, version, reqId, conId, symbol. tickPrice: message, version, reqId, kind (1 is the bid), price.
      if (record.from === 'client' && fields[0] === '1') symbols.set(fields[2], fields[4]);
      else if (record.from === 'server' && fields[0] === '1' && fields[3] === '1') bids.get(symbols.get(fields[2]))?.push([Date.parse(record.time) + fraction(record.time), Number(fields[4])]);
    }
  }
  return bids;
}
// Date.parse knows milliseconds; the rest of the second's digits are added.
const fraction = time => { const digits = /\.(\d+)/.exec(time)?.[1] ?? ''; return digits.length > 3 ? Number(`0.${digits.slice(3)}`) : 0; };
const number = text => Number(text.replaceAll(',', '').replaceAll(' ', ''));

function latencies(shown, bids, from, to) {
  const found = [];
  for (const [symbol, text, time] of shown) {
    if (time < from || time > to) continue;
    const all = bids.get(symbol), price = number(text);
    if (!all || Number.isNaN(price)) continue;
    // The newest writing of this price before it was shown, at the beginning of its run of equal prices.
    let i = all.length - 1;
    while (i >= 0 && (all[i][0] > time || Math.abs(all[i][1] - price) > 1e-6)) i--;
    while (i > 0 && Math.abs(all[i - 1][1] - price) < 1e-6) i--;
    if (i >= 0 && time - all[i][0] < 10_000) found.push(time - all[i][0]);
  }
  return found.sort((a, b) => a - b);
}
const at = (sorted, share) => sorted.length === 0 ? null : Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 10) / 10;
const spread = sorted => ({ count: sorted.length, p50: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99) });
const say = (name, result) => console.log(JSON.stringify({ case: name, loadAverage: Math.round(loadavg()[0] * 10) / 10, ...result }));

/** What the program takes for so long. */
const take = async (run, ms) => ({ ...await costs(run.base, run.key, run.app.pid, ms), rssMb: rssOf(run.app.pid) });

/** So many desks beside ours for a while. */
async function circuits(run, count, { warmup = patience, ramp = 40, more = [] } = {}) {
  const child = spawn('dotnet', [load, '--url', `${run.base}/`, '--circuits', count, ...(run.cookie ? ['--cookie', run.cookie] : []), '--ramp', ramp, '--warmup', warmup, '--duration', seconds, '--pid', run.app.pid, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '', own = null;
  child.stdout.on('data', d => { told += d; });
  child.stderr.on('data', d => { told += d; });
  await wait(count / ramp * 1000 + warmup * 1000);
  const taken = await take(run, seconds * 1000 - 500);
  await ended(child);
  try { own = JSON.parse(told.trim().split('\n').at(-1)); } catch { own = { told: told.slice(-400) }; }
  return { ...taken, circuits: own };
}

const interval = ms => `00:00:0${(ms / 1000).toFixed(3)}`;

/** The bare page, and a browser for it. Its feed begins with it. */
async function startBare(beat) {
  const port = await freePort(), base = `http://127.0.0.1:${port}`, app = programs.start(programs.BarePage, configuration, 'Production', [`--urls=${base}`, `--Beat=${interval(beat)}`]);
  await programs.untilHealthy(app, base);
  const browser = await programs.chromium(configuration).launch(programs.pages);
  return { base, app, browser, context: await browser.newContext({ viewport: { width: 1440, height: 900 } }) };
}
async function endBare(run) { await run.browser.close(); await stop(run.app); }

/** The bare page among as many others: how old the newest price of a row is when it is shown, by the stamp that it carries. */
async function watchBare(count, beat, { batchMs = 0, ...options }) {
  const run = await startBare(beat);
  try {
    const page = await run.context.newPage();
    await page.goto(`${run.base}/`);
    await page.waitForSelector('.stamp');
    await page.evaluate(slow => {
      window.shown = [];
      new MutationObserver(changes => {
        const now = performance.timeOrigin + performance.now();
        for (const change of changes) window.shown.push([now, now - Number(change.target.textContent) / 1000, change.target.parentElement?.className]);
        if (slow > 0 && changes.length > 0) for (const end = performance.now() + slow; performance.now() < end;) { /* a browser that needs so long for a batch */ }
      }).observe(document.body, { subtree: true, characterData: true });
    }, batchMs);
    await wait(count > 1 ? 3000 : 30_000);
    await page.evaluate(() => { window.shown.length = 0; });
    const window = count > 1 ? await circuits(run, count - 1, options) : await take(run, seconds * 1000);
    const ages = (await page.evaluate(() => window.shown)).filter(s => s[2] === 'stamp' && s[0] >= window.from && s[0] <= window.to).map(s => s[1]).sort((a, b) => a - b);
    return { shownToDom: spread(ages), ...window, from: undefined, to: undefined };
  } finally { await endBare(run); }
}
const ratio = (a, b) => a === null || !b ? null : Math.round(a / b * 100) / 100;

async function watch(name, count, beat, settings = [], options = {}) {
  const bare = besideBare ? await watchBare(count, beat, options) : null;
  const run = await start(`--Desk:BeatInterval=${interval(beat)}`, ...settings);
  try {
    const page = await desk(run, options);
    // The first half minute belongs to the compiler.
    await wait(count > 1 ? 3000 : 30_000);
    await page.evaluate(() => { window.shown.length = 0; });
    const window = count > 1 ? await circuits(run, count - 1, options) : await take(run, seconds * 1000);
    const shown = await page.evaluate(() => window.shown);
    await wait(500);
    const shownToDom = spread(latencies(shown, written(run.capture), window.from, window.to));
    const ofBare = bare && Object.fromEntries(['p50', 'p95', 'p99'].map(p => [p, ratio(shownToDom[p], bare.shownToDom[p])]));
    say(name, { circuitsOpen: count, shownToDom, ...window, from: undefined, to: undefined, ...(bare && { bare, ofBare: { ...ofBare, rssMb: ratio(window.rssMb, bare.rssMb), cpu: ratio(window.cpuPercentOfOneCore, bare.cpuPercentOfOneCore) } }) });
  } finally { await end(run); }
}
/** From the call of the address until candles are seen, and until the chart is alive; and the part of it that begins when the page has its circuit. */
async function firstDrawing(run, context) {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const note = () => {
      if (!window.hasCircuit && document.querySelector('[data-testid=desk-page][data-interactive=true]')) window.hasCircuit = performance.now();
      if (!document.querySelector('[data-testid=chart][data-drawn=true] #desk-plot .cartesianlayer .trace')) return;
      window.isAlive = performance.now();
      watching.disconnect();
    };
    const watching = new MutationObserver(note);
    watching.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-interactive', 'data-drawn'] });
  });
  const begun = performance.now(), since = () => Math.round(performance.now() - begun);
  await page.goto(`${run.base}/`, { waitUntil: 'commit' });
  await page.waitForFunction(() => document.querySelector('.chart-first .sketch-candles, .js-plotly-plot .main-svg .cartesianlayer .trace'), null, { polling: 'raf', timeout: 60_000 });
  const seen = since();
  await page.waitForFunction(() => document.querySelector('[data-testid=chart][data-drawn=true] #desk-plot .cartesianlayer .trace'), null, { polling: 'raf', timeout: 60_000 });
  const alive = since(), ofCircuit = await page.evaluate(() => Math.round(window.isAlive - window.hasCircuit));
  await page.close();
  return { seen, alive, ofCircuit };
}

// The first page of the process; a browser that has nothing of this server yet; one that has.
const openings = ([firstOfTheProcess, cold, ...warm]) => ({ firstOfTheProcess, cold, warm });

/** The same of the bare page with a chart: from the call of the address until candles are seen. */
async function firstDrawingsOfBare() {
  const run = await startBare(100), opened = [];
  try {
    const stranger = await run.browser.newContext({ viewport: { width: 1440, height: 900 } });
    for (const context of [run.context, ...Array(6).fill(stranger)]) {
      const page = await context.newPage(), begun = performance.now();
      await page.goto(`${run.base}/chart`, { waitUntil: 'commit' });
      await page.waitForFunction(() => document.querySelector('.js-plotly-plot .main-svg .cartesianlayer .trace'), null, { polling: 'raf', timeout: 60_000 });
      opened.push(Math.round(performance.now() - begun));
      await page.close();
    }
  } finally { await endBare(run); }
  return openings(opened);
}

/** From a frame of the line that calls the chart until Chromium has painted it; bytes of such frames; the first drawing. */
async function chart() {
  const bare = besideBare ? await firstDrawingsOfBare() : undefined;
  const run = await start('--Desk:ChartInterval=00:00:00.250');
  try {
    // Candles on the screen, and the circuit's own drawing of them, which the pointer can use: first page of the process; a browser that has nothing of
    // this server yet; one that has.
    const stranger = await run.browser.newContext({ viewport: { width: 1440, height: 900 }, storageState: await run.context.storageState() });
    const opened = [await firstDrawing(run, run.context), await firstDrawing(run, stranger)];
    for (let i = 0; i < 5; i++) opened.push(await firstDrawing(run, stranger));
    await stranger.close();
    const page = await run.context.newPage(), frames = [];
    page.on('websocket', socket => socket.on('framereceived', f => frames.push(f.payload)));
    await page.addInitScript(() => {
      // The line's message comes first, then the drawing, then the next frame.
      window.painted = [];
      const mark = () => { window.arrived = performance.now(); };
      const Native = window.WebSocket;
      window.WebSocket = class extends Native { constructor(...a) { super(...a); this.addEventListener('message', mark); } };
      const noted = (arrived, begun) => {
        const drawn = performance.now();
        requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => window.painted.push([performance.now() - arrived, drawn - begun]); channel.port2.postMessage(0); });
      };
      // The candle that forms is drawn over the figure, which is drawn anew for everything else.
      const wrap = () => {
        const forming = document.querySelector('.chart-forming');
        if (forming && !forming.watched) {
          forming.watched = true;
          new MutationObserver(() => { if (window.lastDrawn !== window.arrived) noted(window.lastDrawn = window.arrived, performance.now()); }).observe(forming, { subtree: true, attributes: true, attributeFilter: ['d', 'y1'] });
        }
        if (!window.Plotly || window.Plotly.wrapped) return;
        window.Plotly.wrapped = true;
        const redraw = window.Plotly.redraw;
        window.Plotly.redraw = (...a) => {
          const arrived = window.lastDrawn = window.arrived, begun = performance.now(), done = redraw(...a);
          noted(arrived, begun);
          return done;
        };
      };
      setInterval(wrap, 20);
    });
    await page.goto(`${run.base}/`);
    await page.waitForSelector('[data-testid=connection-chip][data-state=ready]', { timeout: 90_000 });
    await wait(20_000);
    await page.evaluate(() => { window.painted.length = 0; });
    frames.length = 0;
    await wait(seconds * 1000);
    const painted = await page.evaluate(() => window.painted);
    const calls = frames.filter(f => Buffer.isBuffer(f) && f.includes('patch')).map(f => f.length).sort((a, b) => a - b);
    say('chart', { bareFirstDrawingMs: bare, firstDrawingMs: openings(opened), frameToPainted: spread(painted.map(p => p[0]).sort((a, b) => a - b)), redraw: spread(painted.map(p => p[1]).sort((a, b) => a - b)), redrawsPerSecond: painted.length / seconds, bytesOfACall: { count: calls.length, p50: at(calls, 0.5), p95: at(calls, 0.95) } });
  } finally { await end(run); }
}

/** Back after the line was cut for a second, and after a restart in order: from the moment the program can be reached again until the page moves. */
async function back() {
  const run = await start();
  const sockets = new Set(), door = await freePort();
  let open = true;
  const proxy = createServer(client => {
    if (!open) { client.destroy(); return; }
    const server = connect(run.port, '127.0.0.1');
    for (const s of [client, server]) { sockets.add(s); s.on('error', () => { }); s.on('close', () => { client.destroy(); server.destroy(); sockets.delete(s); }); }
    client.pipe(server); server.pipe(client);
  }).listen(door, '127.0.0.1');
  const drops = [], restarts = [], typed = [];
  let loads = 0, page = null;
  // A page that is not back is said, and the rest is measured all the same.
  const measured = async (times, ask) => { try { times.push(Math.round(await ask())); } catch (problem) { times.push(String(problem).split('\n')[0]); } };
  const typedText = async () => typed.push(await page.inputValue('[data-testid=ticket-quantity]').catch(() => null));
  try {
    const direct = run.base;
    run.base = `http://127.0.0.1:${door}`;
    page = await desk(run);
    run.base = direct;
    page.on('load', () => { loads++; });
    // The compiler has seen what a page does.
    await wait(20_000);
    await page.fill('[data-testid=ticket-quantity]', '7');
    for (let i = 0; i < 5; i++) {
      open = false;
      for (const s of [...sockets]) s.destroy();
      await wait(1000);
      open = true;
      const since = performance.timeOrigin + performance.now();
      await measured(drops, async () => {
        await page.waitForFunction(t => window.shown?.some(s => s[2] > t), since, { polling: 20, timeout: 60_000 });
        return await page.evaluate(t => window.shown.find(s => s[2] > t)[2] - t, since);
      });
      await wait(2500);
    }
    await typedText();
    for (let i = 0; i < 3; i++) {
      await page.fill('[data-testid=ticket-quantity]', `${8 + i}`);
      // Typed text is kept by the page and sent with the pause.
      await wait(1000);
      await stop(run.app);
      await run.launch();
      const since = performance.timeOrigin + performance.now();
      await measured(restarts, async () => {
        await page.waitForFunction(() => document.querySelector('[data-testid=connection-chip]')?.dataset.state && !document.querySelector('#components-reconnect-modal').open, null, { polling: 20, timeout: 60_000 });
        return performance.timeOrigin + performance.now() - since;
      });
      await wait(5000);
      await typedText();
    }
    say('back', { afterADropOfOneSecondMs: drops, afterAnOrderedRestartMs: restarts, pageLoads: loads, typedText: typed });
  } finally { proxy.close(); for (const s of sockets) s.destroy(); await end(run); }
}

/** Everything at once for a long time: desks, hub clients, reads, orders and market data. */
async function together() {
  const minutes = Number(programs.option('minutes', '30')), desks = Number(programs.option('desks', '100')), benchmarks = join(programs.root, `Benchmarks/bin/${configuration}/net10.0/Benchmarks.dll`);
  const limits = execFileSync('dotnet', [benchmarks, 'limits'], { encoding: 'utf8' }).trim().split('\n');
  const run = await start('--Hub:ConnectionsMax=100000', '--Hub:ConnectionsPerCaller=100000', '--Logging:LogLevel:Default=Warning', ...limits);
  try {
    const people = spawn('dotnet', [load, '--url', `${run.base}/`, '--circuits', desks, '--cookie', run.cookie, '--ramp', 20, '--warmup', 60, '--duration', minutes * 60, '--pid', run.app.pid], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    people.stdout.on('data', d => { told += d; });
    await wait(desks / 20 * 1000 + 30_000);
    const programsOfUsers = spawn('dotnet', [benchmarks, 'together', '--url', `${run.base}/`, '--key', run.key, '--pid', run.app.pid, '--minutes', minutes, ...['hub-clients', 'reads-per-second', 'orders-per-minute'].flatMap(n => programs.option(n, '') ? [`--${n}`, programs.option(n, '')] : [])], { stdio: ['ignore', 'inherit', 'inherit'] });
    await ended(programsOfUsers);
    await ended(people);
    say('together', { minutes, desks, exitCode: programsOfUsers.exitCode, circuits: JSON.parse(told.trim().split('\n').at(-1)) });
  } finally { await end(run); }
}

const cases = {
  '10Hz-1': () => watch('10Hz-1', 1, 100),
  '10Hz-25': () => watch('10Hz-25', 25, 100),
  '10Hz-100': () => watch('10Hz-100', 100, 100),
  '10Hz-200': () => watch('10Hz-200', 200, 100),
  '10Hz-300': () => watch('10Hz-300', 300, 100),
  '20Hz-100': () => watch('20Hz-100', 100, 50),
  'unpacked-10Hz-100': () => watch('unpacked-10Hz-100', 100, 100, ['--Desk:Compress=false'], { more: ['--no-compress'] }),
  'slow-browser': () => watch('slow-browser', 1, 100, [], { batchMs: 200 }),
  '1Hz-1000': () => watch('1Hz-1000', 1000, 1000, ['--Desk:ChartInterval=00:00:05'], { ramp: 20, warmup: 30 }),
  chart,
  back,
};
// Takes half an hour, so only when it is asked for.
const long = { together };
console.error(`${cpus().length} cores, load average ${loadavg().map(l => l.toFixed(1)).join(' ')}, build ${configuration}.`);
for (const [name, measure] of Object.entries({ ...cases, ...long })) {
  if (only.length > 0 ? !only.includes(name) : name in long) continue;
  try { await measure(); } catch (problem) { say(name, { failed: String(problem) }); process.exitCode = 1; }
}
process.exit();
