import type { Namespace, Socket } from 'socket.io';

/** The part of a Socket.IO socket that is needed to write to its connection. */
export type WiredSocket = Pick<Socket, 'conn' | 'nsp'>;

/** True when everything written before has left this process; false while the connection's send buffer is full. */
export function isDrained({ conn }: WiredSocket): boolean {
  return conn.readyState === 'open' && conn.transport.writable;
}

/** Gives the beginning of a Socket.IO event packet (protocol 5) whose one argument is JSON text that follows; `]` ends it. */
export function packetHead(nsp: Pick<Namespace, 'name'>, event: string): string {
  return `2${nsp.name},[${JSON.stringify(event)},`;
}

/** Writes an event packet that is encoded already, past Socket.IO's own encoder. */
export function writePacket({ conn }: WiredSocket, packet: string): void {
  conn.write(packet, { compress: false });
}

/** Ends a connection at once, also one whose other side does not read and would not answer a closing handshake. */
export function cutOff(conn: Socket['conn']): void {
  const { socket } = conn.transport as { socket?: { terminate(): void } };
  if (socket === undefined) conn.close(true);
  else socket.terminate();
}
