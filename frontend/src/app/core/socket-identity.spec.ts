/**
 * @jest-environment-options {"customExportConditions": ["node", "node-addons"]}
 */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { Injector, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Socket } from 'socket.io';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import type { LiveSocket } from './live-socket';
import { Session } from './session/session';
import { SocketIdentity } from './socket-identity';

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

describe('SocketIdentity', () => {
  const http = createServer();
  const server = new Server(http);
  const user = signal<{ id: string } | null>(null);
  let token: string | null;
  let opened: unknown[];
  let refusals: string[];
  let asked: number;
  let sockets: Socket[];
  let client: LiveSocket;

  beforeAll(async () => {
    server.of('/live').use((socket, next) => {
      opened.push(socket.handshake.auth['token']);
      const code = refusals.shift();
      next(code === undefined ? undefined : Object.assign(new Error('refused'), { data: { code, detail: '' } }));
    });
    server.of('/live').on('connection', (socket) => sockets.push(socket));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  beforeEach(async () => {
    [opened, sockets, token, refusals, asked] = [[], [], null, [], 0];
    user.set(null);
    const session = {
      user,
      token: () => Promise.resolve(token),
      tokenAfter: () => {
        asked += 1;
        return Promise.resolve((token = 'new'));
      },
    };
    TestBed.configureTestingModule({ providers: [{ provide: Session, useValue: session }] });
    const identity = new SocketIdentity(TestBed.inject(Injector));
    client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}/live`, {
      ...{ autoConnect: false, transports: ['websocket'], reconnection: false },
      auth: (give) => void identity.credentials().then(give),
    });
    identity.follow(client);
    client.connect();
    await until(() => sockets.length === 1);
  });
  afterEach(() => {
    client.disconnect();
    TestBed.resetTestingModule();
  });

  const signIn = async (as: string): Promise<void> => {
    token = as;
    user.set({ id: 'ada' });
    TestBed.tick();
    await until(() => opened.length > 1);
  };

  it('opens as a visitor, anew with the token when somebody signs in, and as a visitor again when they leave', async () => {
    await signIn('fresh');
    await until(() => sockets.length === 2);
    token = null;
    user.set(null);
    TestBed.tick();
    await until(() => sockets.length === 3);
    expect(opened).toEqual([null, 'fresh', null]);
  });

  it('gives the next token when the server says that the one before expires', async () => {
    await signIn('fresh');
    await until(() => sockets.length === 2);
    const renewed: unknown[] = [];
    sockets[1]?.on('authenticate', ({ token: given }: { token: string }) => renewed.push(given));
    token = 'next';
    sockets[1]?.emit('auth:expiring', { expiresAt: '', expiresInMs: 45_000 });
    await until(() => renewed.length === 1);
    expect([renewed, sockets.length]).toEqual([['next'], 2]);
  });

  it('comes back with another token when the first is refused, and when the server ends the socket', async () => {
    refusals = ['AUTH.TOKEN_EXPIRED'];
    await signIn('old');
    await until(() => sockets.length === 2);
    expect(opened).toEqual([null, 'old', 'new']);
    sockets[1]?.emit('auth:ended', { code: 'AUTH.ACCOUNT_CHANGED', detail: '' });
    sockets[1]?.disconnect(true);
    await until(() => sockets.length === 3);
    expect([opened.at(-1), asked]).toEqual(['new', 2]);
  });

  it('comes back with the same token when it was refused for another reason than its token', async () => {
    refusals = ['LIVE.TOO_MANY_CONNECTIONS'];
    await signIn('good');
    await until(() => sockets.length === 2);
    expect([opened, asked]).toEqual([[null, 'good', 'good'], 0]);
  });
});
