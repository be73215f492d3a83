// The part of MessagePack that messages of a SignalR hub need: a reader of one message, a writer of calls, and the lengths in front of them. Whole numbers above 2^53 are not exact.

/** Takes the whole messages off the front of what came: their values, and what is left of the next one. */
export function takeMessages(bytes) {
  const messages = [];
  let at = 0;
  for (;;) {
    let length = 0, start = at, shift = 0, isWhole = false;
    while (start < bytes.length && shift < 35 && !isWhole) {
      const part = bytes[start++];
      length += (part & 0x7f) * 2 ** shift;
      shift += 7;
      isWhole = part < 0x80;
    }
    if (!isWhole || start + length > bytes.length) return { messages, rest: bytes.slice(at) };
    messages.push(new Reader(bytes, start).value());
    at = start + length;
  }
}

/** A call without an answer, ready to be sent. */
export function call(target, ...values) { return message([1, {}, null, target, values]); }

/** A call whose answer comes under this id. */
export function ask(id, target, ...values) { return message([1, {}, id, target, values]); }

/** The sign of life of a client. */
export function ping() { return message([6]); }

function message(value) {
  const body = [];
  write(value, body);
  const length = [];
  let left = body.length;
  do {
    const part = left & 0x7f;
    left >>>= 7;
    length.push(left > 0 ? part | 0x80 : part);
  } while (left > 0);
  return new Uint8Array([...length, ...body]).buffer;
}

function write(value, to) {
  if (value === null) to.push(0xc0);
  else if (typeof value === 'boolean') to.push(value ? 0xc3 : 0xc2);
  else if (typeof value === 'number') writeNumber(value, to);
  else if (typeof value === 'string') {
    // UTF-8, without a class that not every runtime of scripts has.
    const text = unescape(encodeURIComponent(value));
    to.push(0xdb, ...big(text.length, 4));
    for (let i = 0; i < text.length; i++) to.push(text.charCodeAt(i));
  } else if (Array.isArray(value)) {
    to.push(0xdc, ...big(value.length, 2));
    for (const part of value) write(part, to);
  } else {
    const pairs = Object.entries(value);
    to.push(0xde, ...big(pairs.length, 2));
    for (const [name, part] of pairs) {
      write(name, to);
      write(part, to);
    }
  }
}

function writeNumber(value, to) {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${value} is not a whole number from 0 to 2^53.`);
  if (value < 0x80) to.push(value);
  else to.push(0xcf, ...big(value, 8));
}

function big(value, size) {
  const bytes = [];
  for (let i = 0; i < size; i++) {
    bytes.unshift(value % 256);
    value = Math.floor(value / 256);
  }
  return bytes;
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next value. Binary values are views of what came, not copies. */
  value() {
    const code = this.bytes[this.at++];
    if (code < 0x80) return code;
    if (code >= 0xe0) return code - 0x100;
    if (code < 0x90) return this.map(code & 0x0f);
    if (code < 0xa0) return this.array(code & 0x0f);
    if (code < 0xc0) return this.text(code & 0x1f);
    switch (code) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xc4: return this.binary(this.number(1));
      case 0xc5: return this.binary(this.number(2));
      case 0xc6: return this.binary(this.number(4));
      case 0xcc: return this.number(1);
      case 0xcd: return this.number(2);
      case 0xce: return this.number(4);
      case 0xcf: return this.number(8);
      case 0xd0: return this.signed(1);
      case 0xd1: return this.signed(2);
      case 0xd2: return this.signed(4);
      case 0xd3: return this.signed(8);
      case 0xd9: return this.text(this.number(1));
      case 0xda: return this.text(this.number(2));
      case 0xdb: return this.text(this.number(4));
      case 0xdc: return this.array(this.number(2));
      case 0xdd: return this.array(this.number(4));
      case 0xde: return this.map(this.number(2));
      case 0xdf: return this.map(this.number(4));
      default: throw new Error(`A value that begins with 0x${code.toString(16)} is not known.`);
    }
  }

  number(size) {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + this.bytes[this.at++];
    return value;
  }

  signed(size) {
    const value = this.number(size), half = 2 ** (8 * size - 1);
    return value < half ? value : value - 2 * half;
  }

  binary(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text(length) {
    let text = '';
    for (const byte of this.binary(length)) text += String.fromCharCode(byte);
    return decodeURIComponent(escape(text));
  }

  array(length) { return Array.from({ length }, () => this.value()); }

  map(length) { return Object.fromEntries(Array.from({ length }, () => [this.value(), this.value()])); }
}
