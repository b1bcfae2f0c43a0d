import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { connectLive, startLiveServer, type LiveServer } from '../../../../test/live-server';
import { until } from '../../../../test/until';
import { Identities } from '../../access/identities';
import { AccountCounts } from './account-counts';

jest.setTimeout(120_000);

const redisUrl = process.env['TEST_REDIS_URL'];
const closing: (() => unknown)[] = [];

function counts(url: string, holdsMs?: number): AccountCounts {
  const opened = new AccountCounts(url, holdsMs);
  closing.push(() => opened.onApplicationShutdown());
  return opened;
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

it('counts alone, without waiting, while there is no Redis: nobody has sockets elsewhere', async () => {
  expect(await counts('redis://127.0.0.1:1').tell('alice', 3)).toBe(0);
});

if (redisUrl === undefined) {
  process.stdout.write('skipped: sockets of accounts over several processes (TEST_REDIS_URL is unset)\n');
} else {
  /** Two processes, as far as Redis sees; a token is the id of an account. */
  const twoServers = async (): Promise<[LiveServer, LiveServer]> => {
    const identities = new Identities();
    identities.offer('bearer', (accountId) => {
      return { kind: 'account', accountId, role: 'user', scopes: ['read'], sessionId: accountId, keyId: null, expiresAt: null };
    });
    const start = async (): Promise<LiveServer> => {
      const server = await startLiveServer({ identities, counts: counts(redisUrl) });
      closing.unshift(() => server.app.close());
      return server;
    };
    return [await start(), await start()];
  };
  const connect = async ({ url }: LiveServer, token: string): Promise<Socket> => {
    const socket = await connectLive(url, ['websocket'], { token });
    closing.unshift(() => socket.disconnect());
    return socket;
  };
  const refusal = (server: LiveServer, token: string): Promise<unknown> =>
    connect(server, token).then(
      () => 'connected',
      (error: { data?: unknown }) => error.data,
    );

  it('has at most 100 sockets for one account over two processes: 60 and 40, then none at either, then one for one that has gone', async () => {
    const [here, there] = await twoServers();
    const alice = randomUUID();
    const first = await connect(here, alice);
    await Promise.all(Array.from({ length: 99 }, (_, n) => connect(n < 59 ? here : there, alice)));
    const tooMany = { code: 'LIVE.TOO_MANY_CONNECTIONS', detail: 'at most 100 sockets an account' };
    expect(await Promise.all([refusal(here, alice), refusal(there, alice)])).toEqual([tooMany, tooMany]);
    expect(await refusal(there, randomUUID())).toBe('connected');
    first.disconnect();
    await until('there is room at the other', async () => (await refusal(there, alice)) === 'connected', 10_000);
    expect([here.accounts.socketsOf(alice), there.accounts.socketsOf(alice)]).toEqual([59, 41]);
  });

  it('keeps no more than 100 of 140 that come to two processes at once', async () => {
    const [here, there] = await twoServers();
    const alice = randomUUID();
    await Promise.allSettled(Array.from({ length: 140 }, (_, n) => connect(n % 2 === 0 ? here : there, alice)));
    const open = () => here.accounts.socketsOf(alice) + there.accounts.socketsOf(alice);
    await until('those too many have gone', () => open() <= 100);
    expect(open()).toBeGreaterThan(0);
  });

  it('forgets what a process had that died: its 70 count for 1 s without being told again', async () => {
    const account = randomUUID();
    const [dying, living] = [counts(redisUrl, 1_000), counts(redisUrl)];
    await until('both are connected', async () => {
      await dying.tell(account, 70);
      return (await living.tell(account, 5)) === 70;
    });
    await until('it is forgotten', async () => (await living.tell(account, 5)) === 0, 10_000);
    expect(await dying.tell(account, 1)).toBe(5);
  });
}
