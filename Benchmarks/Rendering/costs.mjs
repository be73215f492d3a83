// What the program costs while it runs: its processor, what it allocates, and how long its collections stop it. Shared by the measurements of this folder.
import { readFileSync } from 'node:fs';
import { wait } from './programs.mjs';

const TicksPerSecond = 100;

/** Seconds of processor that a process has used so far. */
export function cpuOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(stat[11]) + Number(stat[12])) / TicksPerSecond;
}

/** The program's metrics as it tells them. */
export const metrics = async (base, key) => (await fetch(`${base}/metrics`, { headers: { 'X-Api-Key': key } })).text();

/** A metric, summed over its labels. */
export const sum = (text, name) => [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+]+)`, 'gm'))].reduce((all, m) => all + Number(m[1]), 0);

/** What it takes for so many milliseconds. */
export async function costs(base, key, pid, ms) {
  const now = () => performance.timeOrigin + performance.now();
  const figures = async () => {
    const text = await metrics(base, key);
    return { cpu: cpuOf(pid), allocated: sum(text, 'dotnet_gc_heap_total_allocated_bytes_total'), paused: sum(text, 'dotnet_gc_pause_time_seconds_total'), collections: sum(text, 'dotnet_gc_collections_total') };
  };
  const from = now(), before = await figures();
  await wait(ms);
  const to = now(), after = await figures(), passed = (to - from) / 1000;
  return {
    from, to, cpuPercentOfOneCore: Math.round((after.cpu - before.cpu) / passed * 100), allocatedKbPerSecond: Math.round((after.allocated - before.allocated) / 1024 / passed),
    collectionsPerSecond: Math.round((after.collections - before.collections) / passed * 10) / 10, pausedMsPerSecond: Math.round((after.paused - before.paused) / passed * 10_000) / 10,
  };
}
