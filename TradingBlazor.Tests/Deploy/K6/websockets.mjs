import Socket from 'ws';

/** The part of the browser's class that k6 has too: its events, `send`, `close`. */
export class WebSocket extends Socket {
  constructor(url, protocols, params = {}) {
    super(url, protocols ?? [], { headers: params.headers, perMessageDeflate: params.compression === 'deflate' });
  }
}
