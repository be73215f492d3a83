import { Rate } from './metrics.mjs';

const checks = new Rate('checks');

export function check(value, tests) {
  let isAll = true;
  for (const [name, test] of Object.entries(tests)) {
    const isPassed = Boolean(test(value));
    checks.add(isPassed);
    if (!isPassed) console.error(`check failed: ${name}`);
    isAll &&= isPassed;
  }
  return isAll;
}
