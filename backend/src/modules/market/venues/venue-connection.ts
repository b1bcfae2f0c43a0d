import WebSocket from 'ws';
import { refusalReason, retryAfterMs } from './refusals';

/** No frame that we ask for comes near this. */
const maxFrameBytes = 4 * 1024 * 1024;
const closeGraceMs = 1_000;

/** How a connection ended; called once, whatever happens. */
export interface ConnectionEnd {
  reason: string;
  /** The HTTP status when the venue refused the upgrade. */
  status: number | null;
  /** What the venue asked us to wait, ms. */
  retryAfterMs: number | null;
  tooLarge: boolean;
}

export interface ConnectionListener {
  open(): void;
  /** A whole text frame; null for a binary one. */
  frame(raw: string | null): void;
  /** A ping or pong: the other side lives. */
  sign(): void;
  end(end: ConnectionEnd): void;
}

/** One WebSocket from opening to its end, which is told once and after which nothing more is heard of it. */
export class VenueConnection {
  private readonly ws: WebSocket;
  private ended = false;
  /** Why we are closing it ourselves. */
  private farewell: string | null = null;
  private goodbye: () => void = () => undefined;

  constructor(
    url: string,
    private readonly listener: ConnectionListener,
  ) {
    this.ws = new WebSocket(url, { maxPayload: maxFrameBytes, perMessageDeflate: false });
    this.ws.on('open', () => listener.open());
    this.ws.on('message', (data: Buffer, isBinary) => listener.frame(isBinary ? null : data.toString('utf8')));
    this.ws.on('ping', () => listener.sign());
    this.ws.on('pong', () => listener.sign());
    this.ws.on('unexpected-response', (_request, response) => {
      const status = response.statusCode ?? 0;
      const wait = retryAfterMs(response.headers['retry-after'], Date.now());
      this.end({ reason: refusalReason(status), status, retryAfterMs: wait, tooLarge: false });
    });
    this.ws.on('error', (error) => this.abandon(reasonOf(error), codeOf(error) === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'));
    this.ws.on('close', (code, reason) =>
      this.abandon(`closed by the venue (${[code, reason.toString('utf8').slice(0, 100)].join(' ').trim()})`),
    );
  }

  send(frame: string): void {
    if (this.ws.readyState === WebSocket.OPEN) this.ws.send(frame);
  }

  ping(): void {
    if (this.ws.readyState === WebSocket.OPEN) this.ws.ping();
  }

  /** Drops the connection at once. */
  abandon(reason: string, tooLarge = false): void {
    this.end({ reason, status: null, retryAfterMs: null, tooLarge });
  }

  /** Says goodbye, and drops the connection when the venue does not answer within a second. */
  close(reason: string): Promise<void> {
    if (this.ended || this.ws.readyState !== WebSocket.OPEN) {
      this.abandon(reason);
      return Promise.resolve();
    }
    this.farewell = reason;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.abandon(reason), closeGraceMs);
      this.goodbye = () => {
        clearTimeout(timer);
        resolve();
      };
      this.ws.close(1000);
    });
  }

  private end(end: ConnectionEnd): void {
    if (this.ended) return;
    this.ended = true;
    const reason = this.farewell ?? end.reason;
    this.ws.removeAllListeners();
    // Terminating a connection that is still being opened reports an error.
    this.ws.on('error', () => undefined);
    this.ws.terminate();
    this.listener.end({ ...end, reason });
    this.goodbye();
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function reasonOf(error: Error): string {
  const code = codeOf(error);
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return 'sent a frame larger than 4 MiB';
  if (code.startsWith('WS_ERR')) return `sent a broken frame (${error.message})`;
  return `unreachable (${code === '' ? error.message : code})`;
}
