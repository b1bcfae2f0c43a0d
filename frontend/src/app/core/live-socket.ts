import { Injector, InjectionToken, inject } from '@angular/core';
import type { LiveEvents, LiveRequests } from '@tideline/contracts';
import type { Socket } from 'socket.io-client';
import { SocketIdentity } from './socket-identity';

export type LiveSocket = Socket<LiveEvents, LiveRequests>;

/** Opens the socket of `/live`, as who is signed in. The library is loaded beside the first page, so that it does not delay the first paint. */
export const LIVE_SOCKET = new InjectionToken<() => Promise<LiveSocket>>('LIVE_SOCKET', {
  providedIn: 'root',
  factory: () => {
    const identity = new SocketIdentity(inject(Injector));
    return async () => {
      const { io } = await import('socket.io-client');
      const socket: LiveSocket = io('/live', {
        transports: ['websocket', 'polling'],
        autoConnect: false,
        reconnectionDelay: 500,
        reconnectionDelayMax: 15_000,
        randomizationFactor: 0.5,
        auth: (give) => void identity.credentials().then(give),
      });
      identity.follow(socket);
      return socket;
    };
  },
});
