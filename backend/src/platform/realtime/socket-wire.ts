import type { Socket } from 'socket.io';

type Connection = Socket['conn'];

/** What Engine.IO takes with a packet; `wsPreEncodedFrame` is how Socket.IO's own adapter hands over a frame that is ready. */
interface WriteOptions {
  compress: false;
  wsPreEncodedFrame?: [Buffer];
}

/**
 * A Socket.IO event packet (protocol 5) that goes to many sockets and differs in one number only: encoded once for each number in
 * a row. Its one argument is the JSON text `before + number + after`.
 */
export class NumberedPacket {
  private readonly before: string;
  private readonly after: string;
  private number: number | null = null;
  private options: WriteOptions | null = null;

  constructor(namespace: string, event: string, before: string, after: string) {
    this.before = `2${namespace},[${JSON.stringify(event)},${before}`;
    this.after = `${after}]`;
  }

  text(number: number): string {
    return `${this.before}${number}${this.after}`;
  }

  /** The options that carry the finished WebSocket frame. */
  framed(number: number): WriteOptions {
    if (this.options === null || this.number !== number) {
      this.number = number;
      // 4 is Engine.IO's mark of a message.
      this.options = { compress: false, wsPreEncodedFrame: [textFrame(`4${this.text(number)}`)] };
    }
    return this.options;
  }
}

/** True when everything written before has left this process; false while the connection's send buffer is full. */
export function isDrained(conn: Connection): boolean {
  return conn.readyState === 'open' && conn.transport.writable;
}

/** Writes an event packet past Socket.IO's encoder. */
export function writePacket(conn: Connection, packet: NumberedPacket, number: number): void {
  conn.write(packet.text(number), conn.transport.name === 'websocket' ? packet.framed(number) : { compress: false });
}

/** Writes an event to whatever a connection is, also before or after it is a socket. */
export function writeEvent(conn: Connection, namespace: string, event: string, body: object): void {
  conn.write(`2${namespace},${JSON.stringify([event, body])}`);
}

/** Ends a connection at once, also one whose other side does not read and would not answer a closing handshake. */
export function cutOff(conn: Connection): void {
  const { socket } = conn.transport as { socket?: { terminate(): void } };
  if (socket === undefined) conn.close(true);
  else socket.terminate();
}

/** A whole unmasked text frame of RFC 6455. */
function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x81;
  frame[1] = head === 2 ? length : head === 4 ? 126 : 127;
  if (head === 4) frame.writeUInt16BE(length, 2);
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, head);
  return frame;
}
