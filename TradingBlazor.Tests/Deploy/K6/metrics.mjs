// Metrics by name, for whoever runs a script.
export const metrics = new Map();

class Metric {
  constructor(name) {
    if (metrics.has(name)) throw new Error(`${name} is a metric already.`);
    metrics.set(name, this);
  }
}

export class Counter extends Metric {
  sum = 0;
  add(value) { this.sum += Number(value); }
  told() { return this.sum; }
}

export class Rate extends Metric {
  all = 0;
  passed = 0;
  add(value) { this.all++; if (value) this.passed++; }
  told() { return { passed: this.passed, all: this.all }; }
}

export class Trend extends Metric {
  values = [];
  add(value) { this.values.push(value); }
  told() {
    const sorted = this.values.toSorted((a, b) => a - b), at = share => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
    return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
  }
}
