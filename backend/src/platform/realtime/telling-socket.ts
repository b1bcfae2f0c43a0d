import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';
import { liveNamespace } from './live/live-channel';

const messageTooBig = 1009;

/** 200 channel names of 100 characters fit; nothing that a client has to say is longer. */
export const maxMessageBytes = 32_768;

/** A connection that is told why before it is closed for a message over the limit, of which nothing is kept. */
class TellingSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    const isOpen = this.readyState === WebSocket.OPEN;
    if (code !== messageTooBig || !isOpen) return super.close(code, reason);
    const error = { code: 'LIVE.MESSAGE_TOO_LARGE', detail: `a message may have ${maxMessageBytes} bytes` };
    // 4 is Engine.IO's mark of a message, 2 Socket.IO's of an event.
    this.send(`42${liveNamespace},${JSON.stringify(['live:error', error])}`);
    super.close(code, error.code);
  }
}

/** The WebSocket server that Engine.IO is given. */
export class TellingServer extends WebSocketServer<typeof TellingSocket> {
  constructor(options: ServerOptions) {
    super({ ...options, WebSocket: TellingSocket });
  }
}
