// What scripts that look at the running program from a browser share: arguments, waiting, starting programs of this repository, and the first sign-in.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const option = (name, usual) => process.argv.find(a => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? usual;
export const list = name => option(name, '').split(',').filter(Boolean);
export const wait = ms => new Promise(done => setTimeout(done, ms));
// Chromium as the tests start it.
const without = readFileSync(join(root, 'TradingBlazor.Tests/Harness/chromium-without.txt'), 'utf8').trim().split('\n').join(',');
export const pages = { executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--disable-features=${without}`] };

/** Playwright's Chromium, from a build of the tests; the given one when it is there, any other otherwise. */
export function chromium(configuration) {
  const found = [configuration, 'Release', 'Debug'].map(c => join(root, `TradingBlazor.Tests/bin/${c}/net10.0/.playwright/package`)).find(existsSync);
  if (!found) { console.error('Build the tests first: dotnet build TradingBlazor.Tests.'); process.exit(1); }
  return createRequire(import.meta.url)(found).chromium;
}

export async function until(what, ask, limit = 180_000) {
  for (const end = Date.now() + limit; Date.now() < end; await wait(50)) {
    try { const found = await ask(); if (found) return found; } catch { /* not yet */ }
  }
  throw new Error(`Waited in vain for ${what}.`);
}

export const freePort = () => new Promise((done, fail) => {
  const server = createServer().on('error', fail).listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
});

/** The page without a desk, which the desk is measured beside. */
export const BarePage = 'Benchmarks/Rendering/BarePage';

/** Starts a program of this repository, named by its folder, or the one published in the given folder; what it says gathers in `told`. */
export function start(name, configuration, environment, args, published = '') {
  const child = spawn('dotnet', [published ? resolve(published, `${basename(name)}.dll`) : join(root, `${name}/bin/${configuration}/net10.0/${basename(name)}.dll`), ...args], { cwd: published ? resolve(published) : join(root, name), env: { DOTNET_GCgen0size: '0x8000000', ...process.env, ASPNETCORE_ENVIRONMENT: environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', d => { child.told += d; });
  return child;
}

/** Waits until the program answers; when it has ended, says why and ends too. */
export const untilHealthy = (app, base) => until('the program to answer', async () => {
  if (app.exitCode !== null) { console.error(app.told); process.exit(1); }
  return (await fetch(`${base}/health`)).ok;
});

/** A line that the program leaves in a file of its data folder, such as its key. */
export const lineOf = async (data, name) => readFileSync(await until(`the file ${name}`, () => existsSync(join(data, name)) && join(data, name)), 'utf8').trim();

/** Makes the first admin, who is signed in then. */
export async function signInFirst(page, link, password) {
  await page.goto(link);
  await page.fill('[name="Form.Name"]', 'anna');
  await page.fill('[name="Form.Password"]', password);
  await page.fill('[name="Form.Again"]', password);
  await page.press('[name="Form.Again"]', 'Enter');
  await page.waitForURL(u => !u.pathname.includes('invitation'));
}
