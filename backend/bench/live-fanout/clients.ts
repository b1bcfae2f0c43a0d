import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a speaker says after the WebSocket is open, and how it knows that its subscription stands. */
export interface Speech {
  path: string;
  /** Answers a text from the server; null says nothing. */
  reply(text: string): string | null;
  subscribed(text: string): boolean;
}

/** Engine.IO 4 and Socket.IO 5 by hand: a full client for each of thousands of sockets would measure the clients. */
export const liveSpeech: Speech = {
  path: '/socket.io/?EIO=4&transport=websocket',
  reply: (text) => {
    if (text.startsWith('0')) return '40/live,';
    if (text.startsWith('40/live,')) return '42/live,0["subscribe",{"channels":["prices"]}]';
    return text === '2' ? '3' : null;
  },
  subscribed: (text) => text.startsWith('43/live,0[{"ok":true'),
};

export const bareSpeech: Speech = {
  path: '/',
  reply: (text) => (text === 'hello' ? 'subscribe' : null),
  subscribed: (text) => text.startsWith('{"snapshot"'),
};

const frameAt = /"frameAt":"([^"]+)"/;

/** Thousands of raw WebSocket connections that note how late each frame arrives. */
export class Clients {
  readonly delays: number[] = [];
  private readonly sockets: Socket[] = [];
  private measuring = false;

  constructor(
    private readonly port: number,
    private readonly speech: Speech,
  ) {}

  /** Opens and subscribes so many connections, at most 100 at a time. */
  async open(count: number): Promise<void> {
    let waiting = 0;
    let subscribed = 0;
    let failed: Error | null = null;
    for (let i = 0; i < count; i += 1) {
      while (waiting >= 100) await delay(1);
      if (failed !== null) throw failed as Error;
      waiting += 1;
      this.connect(
        () => {
          waiting -= 1;
          subscribed += 1;
        },
        (error) => (failed = error),
      );
    }
    const end = Date.now() + 60_000;
    while (subscribed < count && Date.now() < end) await delay(10);
    if (subscribed < count) throw new Error(`${subscribed} of ${count} clients are subscribed`);
  }

  /** Gives the delays (ms) of the frames that arrive within this time. */
  async measure(durationMs: number): Promise<number[]> {
    this.delays.length = 0;
    this.measuring = true;
    await delay(durationMs);
    this.measuring = false;
    return this.delays;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private connect(done: () => void, fail: (error: Error) => void): void {
    const socket = connect({ port: this.port, host: '127.0.0.1' });
    this.sockets.push(socket);
    const key = randomBytes(16).toString('base64');
    socket.setNoDelay(true);
    socket.write(
      `GET ${this.speech.path} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n` +
        `Accept-Language: en\r\nAccept-Encoding: gzip\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    const read = frameReader((text) => this.hear(socket, text, done));
    socket.on('data', read);
    socket.on('error', fail);
  }

  private hear(socket: Socket, text: string, done: () => void): void {
    const at = frameAt.exec(text.slice(0, 120))?.[1];
    if (at !== undefined && !this.speech.subscribed(text)) {
      if (this.measuring) this.delays.push(Date.now() - Date.parse(at));
      return;
    }
    if (this.speech.subscribed(text)) done();
    const answer = this.speech.reply(text);
    if (answer !== null) socket.write(masked(answer));
  }
}

/** Reads a server's unmasked frames, after the HTTP answer; only the beginning of a long text is given. */
function frameReader(onText: (text: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let upgraded = false;
  return (chunk) => {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!upgraded) {
      const end = data.indexOf('\r\n\r\n');
      upgraded = end >= 0;
      data = upgraded ? data.subarray(end + 4) : data;
    }
    while (upgraded && data.length >= 2) {
      const short = (data[1] ?? 0) & 0x7f;
      const headLength = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (data.length < headLength) break;
      const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
      if (data.length < headLength + length) break;
      onText(data.toString('latin1', headLength, headLength + Math.min(length, 200)));
      data = data.subarray(headLength + length);
    }
    rest = data.length === 0 ? Buffer.alloc(0) : Buffer.from(data);
  };
}

/** A client's text frame, masked with the key 0. */
function masked(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}
