import type { Socket } from 'socket.io';
import type { WebSocket } from 'ws';

/** Shared by all sockets, because the server asks them for no acknowledgement: their answers would get mixed up here. */
class NoAcknowledgements extends Map<number, never> {
  override set(): never {
    throw new Error('a slim socket cannot be asked for an acknowledgement');
  }
}
const noAcknowledgements = new NoAcknowledgements();
/** What was sent to open it is read by then; a token in memory only waits to be stolen. */
const forgotten = { handshake: { auth: {} }, acks: noAcknowledgements };

/**
 * Lets go of what a connected socket keeps and nobody here uses: its first request, its own room, the table of acknowledgements, the
 * listeners of the handshake; about 3 kB for each of thousands. Afterwards it is in no room until it joins one, broadcasts to the
 * whole namespace do not reach it, and nothing is left of the handshake.
 */
export function slimSocket(socket: Socket): void {
  const { conn } = socket;
  conn.request = null as never;
  Object.assign(socket, forgotten);
  void socket.nsp.adapter.delAll(socket.id);
  conn.transport.removeAllListeners('headers');
  // Before its own, Engine.IO has set an error listener for the time of the upgrade.
  const { socket: webSocket } = conn.transport as { socket?: WebSocket };
  const [ofUpgrade, own] = webSocket?.listeners('error') ?? [];
  if (ofUpgrade !== undefined && own !== undefined) webSocket?.off('error', ofUpgrade as () => void);
}
