import { setTimeout as delay } from 'node:timers/promises';
import type { ServerClosing } from '@tideline/contracts';
import type { Socket } from 'socket.io';

/** For clients that poll to come and fetch the news. */
const noticeMs = 250;

/** Tells every socket that the server is about to close, each with its own time to come back, so that they do not come all at once. */
export async function sayClosing(sockets: Iterable<Socket>): Promise<void> {
  let told = 0;
  for (const socket of sockets) {
    const closing: ServerClosing = { reconnectInMs: 500 + Math.floor(Math.random() * 2_501) };
    socket.emit('server:closing', closing);
    told += 1;
  }
  if (told > 0) await delay(noticeMs);
}
