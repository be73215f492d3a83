// Takes the pictures of this folder: every page in dark and light, at 1440 x 900 and on a phone of 390 x 844, from the built app on its simulator after
// some trades. Needs what the tests need: the solution built, Chromium and Node.
//
//   node docs/screenshots/take.mjs                     all pictures
//   node docs/screenshots/take.mjs --only=desk,risk    those whose name begins so
//   node docs/screenshots/take.mjs --to=FOLDER --configuration=Release
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as programs from '../../Benchmarks/Rendering/programs.mjs';

const { until, wait } = programs;
const configuration = programs.option('configuration', 'Debug'), to = resolve(programs.option('to', dirname(fileURLToPath(import.meta.url)))), only = programs.list('only');
const password = 'correct horse battery';
const wanted = name => only.length === 0 || only.some(o => name.startsWith(o));

async function start(data) {
  const base = `http://127.0.0.1:${await programs.freePort()}`;
  const app = programs.start('TradingBlazor', configuration, 'Development', [`--urls=${base}`, `--Persistence:Folder=${data}`, '--Simulator:Seed=7']);
  await programs.untilHealthy(app, base);
  return { app, base };
}

// Positions with a profit and a loss, orders at work, a bracket, one that is cancelled and one that is denied; and somebody to show in the settings.
async function trade(base, key) {
  const call = async (path, body, method = body ? 'POST' : 'GET') => {
    const answer = await fetch(`${base}/api/v1/${path}`, { method, headers: { 'X-Api-Key': key, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    return { ok: answer.ok, body: await answer.json().catch(() => null) };
  };
  const price = async symbol => (await until(`a price of ${symbol}`, async () => { const q = (await call(`quotes/${symbol}`)).body; return q?.bid && q?.ask && !q.isStale ? q : null; })).bid;
  const round = p => Math.round(p * 100) / 100;
  const send = order => until(`an order in ${order.symbol}`, async () => { const { ok, body } = await call('orders', order); return ok ? body : null; });
  await until('trading to be enabled', async () => (await call('status')).body.tradingEnabled);
  for (const [symbol, side, quantity] of [['SPY', 'BUY', 100], ['QQQ', 'BUY', 40], ['AAPL', 'SELL', 60], ['MSFT', 'BUY', 25], ['SPY', 'SELL', 30]]) {
    await price(symbol);
    await send({ symbol, side, quantity, type: 'MKT' });
  }
  await send({ symbol: 'SPY', side: 'BUY', quantity: 20, type: 'LMT', limitPrice: round(await price('SPY') - 0.35), tif: 'GTC' });
  await send({ symbol: 'QQQ', side: 'SELL', quantity: 40, type: 'LMT', limitPrice: round(await price('QQQ') * 1.01), tif: 'DAY' });
  await send({ symbol: 'AAPL', side: 'BUY', quantity: 60, type: 'STP', stopPrice: round(await price('AAPL') * 1.01), tif: 'GTC' });
  await send({ symbol: 'SPY', side: 'BUY', quantity: 10, type: 'LMT', limitPrice: round(await price('SPY') - 0.6), bracket: { takeProfit: { offset: 1.5 }, stopLoss: { offset: 1.5 } } });
  const gone = await send({ symbol: 'MSFT', side: 'BUY', quantity: 10, type: 'LMT', limitPrice: round(await price('MSFT') * 0.97) });
  await call(`orders/${gone.id}`, null, 'DELETE');
  await call('orders', { symbol: 'SPY', side: 'BUY', quantity: 1_000_000, type: 'MKT' });
  for (const [name, roles] of [['mira', 'trader'], ['jonas', 'riskManager'], ['visitor', 'viewer']]) await call('users', { name, roles });
}

const data = mkdtempSync(join(tmpdir(), 'screenshots-'));
const { app, base } = await start(join(data, 'data'));
const browser = await programs.chromium(configuration).launch(programs.pages);
try {
  const key = await programs.lineOf(join(data, 'data'), 'api-key'), link = await programs.lineOf(join(data, 'data'), 'first-admin');
  mkdirSync(to, { recursive: true });
  const zone = { locale: 'en-US', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' };
  const sizes = { '1440x900': { viewport: { width: 1440, height: 900 } }, '390x844': { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };

  async function shot(page, name, full = false) {
    if (!wanted(name)) return;
    await page.screenshot({ path: join(to, `${name}.png`), animations: 'disabled', fullPage: full });
    console.log(name);
  }
  async function alive(page, path) {
    await page.goto(base + path, { waitUntil: 'load' });
    // Pages of the account and the settings are rendered on the server alone: nothing comes alive there.
    await page.waitForFunction(() => !document.getElementById('splash') && !document.querySelector('[data-interactive="false"]'), null, { timeout: 60_000 });
    if (path === '/') await page.waitForSelector('[data-testid=connection-chip][data-state=ready]', { timeout: 60_000 });
    await page.evaluate(() => document.fonts.ready.then(() => true));
    await wait(900);
  }
  const nameOf = path => path === '/' ? 'desk' : path.slice(1).replaceAll('/', '-');

  // Before anybody is signed in.
  for (const theme of ['dark', 'light'])
    for (const [size, how] of Object.entries(sizes)) {
      const context = await browser.newContext({ ...how, ...zone });
      await context.addInitScript(t => localStorage.setItem('desk-look', JSON.stringify({ theme: t, density: 'compact', pair: 'green', still: true })), theme);
      const page = await context.newPage();
      if (wanted('account-sign-in')) { await alive(page, '/account/sign-in'); await shot(page, `account-sign-in-${theme}-${size}`); }
      if (wanted('account-invitation')) { await alive(page, link.slice(base.length)); await shot(page, `account-invitation-${theme}-${size}`); }
      await context.close();
    }

  const first = await browser.newContext(zone), door = await first.newPage();
  await programs.signInFirst(door, link, password);
  await trade(base, key);
  // Every page that the menus lead to, so that a new one is in the pictures by itself.
  await alive(door, '/');
  const paths = new Set(await door.$$eval('#pages-menu a[href]', a => a.map(x => x.getAttribute('href'))));
  await alive(door, '/settings');
  for (const path of await door.$$eval('.settings-nav a[href]', a => a.map(x => x.getAttribute('href')))) paths.add(path);
  paths.add('/no-such-page');
  await alive(door, '/');
  await door.locator('[data-testid=tour-skip]').click();
  await door.locator('[data-testid=tour]').waitFor({ state: 'detached' });
  await wait(1500);
  const session = await first.storageState();

  for (const theme of ['dark', 'light', 'contrast']) {
    await alive(door, '/appearance');
    await door.locator(`[data-testid=theme-${theme}]`).check();
    await wait(800);
    for (const [size, how] of Object.entries(theme === 'contrast' ? { '1440x900': sizes['1440x900'] } : sizes)) {
      const context = await browser.newContext({ ...how, ...zone, storageState: session }), page = await context.newPage();
      if (wanted('desk')) {
        await alive(page, '/');
        await page.waitForSelector('[data-testid=chart][data-drawn=true]', { state: 'attached' });
        await wait(2500);
        if (size === '390x844') {
          for (const place of ['watch', 'chart', 'trade', 'positions', 'more']) {
            await page.locator(`[data-testid=nav-${place}]`).tap();
            await wait(900);
            await shot(page, `desk-${place}-${theme}-${size}`);
          }
        } else {
          await shot(page, `desk-${theme}-${size}`);
          await page.keyboard.press('Control+k');
          await page.keyboard.type('sp', { delay: 60 });
          await wait(900);
          await shot(page, `desk-palette-${theme}-${size}`);
          await page.keyboard.press('Escape');
          await page.locator('[data-testid^=order-history-]').first().click();
          await wait(700);
          await shot(page, `desk-order-${theme}-${size}`);
          await page.keyboard.press('Escape');
          await page.locator('[data-testid=kill-open]').click();
          await wait(700);
          await shot(page, `desk-kill-${theme}-${size}`);
          await page.keyboard.press('Escape');
          for (const layout of ['Charts', 'Desk']) {
            await page.locator('[data-testid=layout-menu]').click();
            await page.locator(`[data-testid=layout-use-${layout}]`).click();
            if (layout === 'Desk') continue;
            await page.waitForSelector('[data-testid=chart-4][data-drawn=true]');
            await wait(2500);
            await shot(page, `desk-charts-${theme}-${size}`);
          }
        }
      }
      if (theme !== 'contrast')
        for (const path of paths) {
          const name = `${nameOf(path)}-${theme}-${size}`;
          if (path === '/' || !wanted(name)) continue;
          await alive(page, path);
          await shot(page, name);
        }
      await context.close();
    }
    if (theme === 'dark' && wanted('desk-wall')) {
      const context = await browser.newContext({ viewport: { width: 3840, height: 2160 }, ...zone, storageState: session }), page = await context.newPage();
      await alive(page, '/');
      await page.waitForSelector('[data-testid=chart][data-drawn=true]', { state: 'attached' });
      await wait(2500);
      await shot(page, 'desk-wall-dark-3840x2160');
      await context.close();
    }
  }
} finally {
  await browser.close();
  app.kill('SIGTERM');
  await new Promise(done => app.exitCode !== null || app.signalCode ? done() : app.on('exit', done));
  rmSync(data, { recursive: true, force: true });
}
