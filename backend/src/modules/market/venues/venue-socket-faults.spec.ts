import { setTimeout as sleep } from 'node:timers/promises';
import { krakenPair, SocketProbe } from '../../../../test/socket-probe';

const pairs = ['BTC-USD', 'ETH-USD'].map(krakenPair);

describe('VenueSocket, when things go wrong', () => {
  let probe: SocketProbe;
  afterEach(() => probe.stop());

  const start = async (...options: Parameters<typeof SocketProbe.start>) => (probe = await SocketProbe.start(...options));

  it('comes back after a reset, with the last trades as history', async () => {
    await start();
    probe.kraken.trade('BTC-USD', 60_000, 1, 'buy');
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.kraken.terminateAll();
    probe.kraken.trade('BTC-USD', 60_001, 1, 'buy');
    await probe.subscribed(2);
    await probe.until('the missed trade', () => probe.all('trade').some(({ trade }) => trade.tradeId === 2));
    expect(probe.all('trade').find(({ trade }) => trade.tradeId === 2)).toMatchObject({ history: true });
    expect(probe.kraken.mostOpen).toBe(1);
  });

  it('says that both pairs are silent when the venue falls silent with the socket open, and reconnects', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.kraken.faults.silent = true;
    await probe.until('silence', () => probe.all('silent').length >= 2);
    expect(probe.all('silent').map(({ pair }) => pair)).toEqual(['BTC-USD', 'ETH-USD']);
    expect(probe.closings).toEqual(['silent for 1.5 s']);
    probe.kraken.faults.silent = false;
    await probe.subscribed(2);
    expect(probe.kraken.mostOpen).toBe(1);
  });

  it('gives up a half-open connection, on which not even pongs come', async () => {
    await start({ silentAfterMs: null, allSilentAfterMs: 60_000 });
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.kraken.halfOpenAll();
    await probe.subscribed(2);
    expect(probe.closings).toEqual(['no sign of life for 2 s']);
  });

  it('is not kept alive by a byte a second that never makes a frame', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.kraken.faults.dribble = true;
    await probe.until('closed', () => probe.closings.length === 1);
    expect(probe.closings).toEqual(['silent for 1.5 s']);
  });

  it('does not hammer: 12 failures in a row are spread over at least 0.9 s by back-off up to 0.3 s, one connection at a time', async () => {
    await start({}, { random: () => 0.5 });
    probe.kraken.faults.refuseUpgrade = 503;
    probe.socket.follow(pairs);
    await probe.until('12 attempts', () => probe.kraken.attempts.length >= 12);
    const gaps = probe.kraken.attempts.slice(1).map((at, index) => at - (probe.kraken.attempts[index] ?? 0));
    expect(gaps.slice(0, 3).every((gap) => gap >= 28)).toBe(true);
    expect(gaps.slice(5).every((gap) => gap >= 155)).toBe(true);
    // Without an end to the doubling the ninth would be 2.5 s.
    expect(Math.min(...gaps.slice(8))).toBeLessThan(1_000);
    expect(probe.all('connection').at(-1)?.attempt).toBeGreaterThanOrEqual(11);
    probe.kraken.faults.refuseUpgrade = null;
    await probe.subscribed();
    expect(probe.kraken.mostOpen).toBe(1);
  });

  it.each([
    [451, 'not available in your region (HTTP 451)'],
    [403, 'access denied (HTTP 403)'],
  ])('names HTTP %i at the upgrade "%s" and comes back only after the long wait', async (status, reason) => {
    await start();
    probe.kraken.faults.refuseUpgrade = status;
    probe.socket.follow(pairs);
    await probe.until('refused', () => probe.closings.length === 1);
    expect(probe.closings).toEqual([reason]);
    await sleep(500);
    expect(probe.kraken.attempts).toHaveLength(1);
    probe.kraken.faults.refuseUpgrade = null;
    await probe.subscribed();
    expect((probe.kraken.attempts[1] ?? 0) - (probe.kraken.attempts[0] ?? 0)).toBeGreaterThanOrEqual(2_995);
  });

  it('waits a minute after HTTP 429', async () => {
    await start();
    probe.kraken.faults.refuseUpgrade = 429;
    probe.socket.follow(pairs);
    await probe.until('refused', () => probe.closings.length === 1);
    probe.kraken.faults.refuseUpgrade = null;
    await sleep(700);
    expect(probe.kraken.attempts).toHaveLength(1);
    expect(probe.closings).toEqual(['too many requests (HTTP 429)']);
  });

  it('names a venue that is not there', async () => {
    await start({ url: 'ws://127.0.0.1:1' });
    probe.socket.follow(pairs);
    await probe.until('closed', () => probe.closings.length >= 2);
    expect(probe.closings[0]).toBe('unreachable (ECONNREFUSED)');
  });

  it('gives up a handshake that dribbles', async () => {
    const { createServer } = await import('node:net');
    const slow = createServer((wire) => {
      const timer = setInterval(() => wire.write('H'), 50);
      wire.on('close', () => clearInterval(timer)).on('error', () => undefined);
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const address = slow.address();
    await start({ url: `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` });
    probe.socket.follow(pairs);
    await probe.until('closed', () => probe.closings.length === 1);
    // The HTTP parser may see through it first.
    expect(probe.closings[0]).toMatch(/^(no handshake within 2 s|unreachable .*)$/);
    await probe.socket.stop();
    await new Promise((resolve) => slow.close(resolve));
  });

  it('rejects a frame of 5 MiB as too large and reconnects', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.kraken.inject(JSON.stringify({ channel: 'x'.repeat(5 * 1024 * 1024) }));
    await probe.subscribed(2);
    expect(probe.all('rejected').map(({ reason }) => reason)).toEqual(['too_large']);
    expect(probe.closings).toEqual(['sent a frame larger than 4 MiB']);
  });

  it('reconnects after bytes that are no WebSocket frame and after text that is no UTF-8', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.kraken.injectBytes(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'));
    await probe.subscribed(2);
    probe.kraken.injectBytes(Buffer.from([0x81, 2, 0xc3, 0x28]));
    await probe.subscribed(3);
    expect(probe.closings).toMatchObject([expect.stringMatching(/^sent a broken frame/), expect.stringMatching(/^sent a broken frame/)]);
  });

  it('counts garbage by reason between good trades, and loses none of them', async () => {
    await start();
    probe.socket.follow(pairs);
    await probe.subscribed();
    probe.kraken.faults.garbage = [
      '{"channel":"trade","da',
      '[1,2]',
      '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":1e999,"qty":1,"trade_id":1,"timestamp":"2026-01-01T00:00:00Z"}]}',
      '{"channel":"news"}',
    ];
    for (let id = 1; id <= 100; id++) probe.kraken.trade('BTC-USD', 60_000 + id, 1, 'buy');
    await probe.until('100 trades', () => probe.all('trade').length === 100);
    expect(probe.all('trade').map(({ trade }) => trade.tradeId)).toEqual(probe.kraken.market.idsOf('BTC-USD'));
    expect(new Set(probe.all('rejected').map(({ reason }) => reason))).toEqual(new Set(['not_json', 'bad_shape', 'bad_number']));
    expect(probe.all('ignored').some(({ type }) => type === 'news')).toBe(true);
    expect(probe.closings).toEqual([]);
  });

  it('survives a parser that throws', async () => {
    await start({
      parse: () => {
        throw new Error('oops');
      },
    });
    probe.socket.follow(pairs);
    await probe.until('rejected', () => probe.all('rejected').length > 0);
    expect(probe.all('rejected')[0]).toEqual({ kind: 'rejected', reason: 'bad_shape', detail: 'oops' });
  });

  it('reconnects when the clock jumps by an hour: the computer slept', async () => {
    let aheadMs = 0;
    await start({}, { now: () => Date.now() + aheadMs });
    probe.socket.follow(pairs);
    await probe.subscribed();
    aheadMs = 3_600_000;
    await probe.until('closed', () => probe.closings.length === 1);
    expect(probe.closings).toEqual(['the computer slept']);
    await probe.subscribed(2);
  });
});
