// Draws the icons of the installed desk from the shapes of wwwroot/favicon.svg, as PNG files, with nothing but Node:
//   node Icons/make-icons.mjs
// Each pixel is the mean of 16 samples. A maskable icon keeps everything within the inner 80 %, because launchers cut its edge.
import { deflateSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';

const hex = c => [1, 3, 5].map(i => parseInt(c.slice(i, i + 2), 16));
const GROUND = hex('#11151D'), WICK = hex('#A3ADBF'), DOWN = hex('#F6465D'), UP = hex('#2EBD85'), LINE = hex('#5B9BFF');

const box = (x, y, w, h, r) => (px, py) => {
  const dx = Math.max(x + r - px, px - (x + w - r), 0), dy = Math.max(y + r - py, py - (y + h - r), 0);
  return dx * dx + dy * dy <= r * r && px >= x && px <= x + w && py >= y && py <= y + h;
};
// The curve M3 24 c6 0 8 -8 13 -8 s6 -5 13 -6, two units wide, as points.
const cubic = (p0, p1, p2, p3) => Array.from({ length: 65 }, (_, i) => { const t = i / 64, u = 1 - t; return [0, 1].map(k => u * u * u * p0[k] + 3 * u * u * t * p1[k] + 3 * u * t * t * p2[k] + t * t * t * p3[k]); });
const curve = [...cubic([3, 24], [9, 24], [11, 16], [16, 16]), ...cubic([16, 16], [21, 16], [22, 11], [29, 10])];
const line = (px, py) => curve.some(([x, y]) => (x - px) ** 2 + (y - py) ** 2 <= 1);

const shapes = [[box(8, 6, 2, 20, 0), WICK], [box(22, 6, 2, 20, 0), WICK], [box(5.5, 12, 7, 9, 1.5), DOWN], [box(19.5, 9, 7, 12, 1.5), UP], [line, LINE]];

function draw(size, { round, scale }) {
  const pixels = Buffer.alloc(size * (size * 4 + 1)), ground = round ? box(0, 0, 32, 32, 7) : () => true, n = 4;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let r = 0, g = 0, b = 0, a = 0;
      for (let s = 0; s < n * n; s++) {
        const u = (x + (s % n + 0.5) / n) / size * 32, v = (y + (Math.floor(s / n) + 0.5) / n) / size * 32;
        if (!ground(u, v)) continue;
        const px = (u - 16) / scale + 16, py = (v - 16) / scale + 16;
        let colour = GROUND;
        for (const [inside, c] of shapes) if (inside(px, py)) colour = c;
        r += colour[0]; g += colour[1]; b += colour[2]; a++;
      }
      const at = y * (size * 4 + 1) + 1 + x * 4;
      if (a > 0) pixels.set([Math.round(r / a), Math.round(g / a), Math.round(b / a), Math.round(255 * a / (n * n))], at);
    }
  }
  return pixels;
}

const table = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xEDB88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
const crc = data => { let c = 0xFFFFFFFF; for (const byte of data) c = table[(c ^ byte) & 255] ^ (c >>> 8); return (c ^ 0xFFFFFFFF) >>> 0; };

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]), length = Buffer.alloc(4), check = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, check]);
}

function png(size, look) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(draw(size, look), { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

const icons = new URL('../wwwroot/icons/', import.meta.url);
for (const [name, size, look] of [['icon-192.png', 192, { round: true, scale: 1 }], ['icon-512.png', 512, { round: true, scale: 1 }], ['icon-maskable-512.png', 512, { round: false, scale: 0.7 }], ['apple-touch-icon.png', 180, { round: false, scale: 0.85 }]])
  writeFileSync(new URL(name, icons), png(size, look));
