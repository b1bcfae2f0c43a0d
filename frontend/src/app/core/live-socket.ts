import { InjectionToken } from '@angular/core';
import type { LiveEvents, LiveRequests } from '@tideline/contracts';
import type { Socket } from 'socket.io-client';

export type LiveSocket = Socket<LiveEvents, LiveRequests>;

/** Opens the socket of `/live`. The library is loaded beside the first page, so that it does not delay the first paint. */
export const LIVE_SOCKET = new InjectionToken<() => Promise<LiveSocket>>('LIVE_SOCKET', {
  providedIn: 'root',
  factory: () => async () => {
    const { io } = await import('socket.io-client');
    return io('/live', {
      transports: ['websocket', 'polling'],
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 15_000,
      randomizationFactor: 0.5,
    });
  },
});
