export const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
