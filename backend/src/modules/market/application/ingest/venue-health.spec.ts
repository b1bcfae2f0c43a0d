import type { VenueEvent } from '../../venues/venue';
import { VenueHealth } from './venue-health';

const now = 1_700_000_000_000;
const open: VenueEvent = { kind: 'connection', state: 'open', reason: null, attempt: 1 };
const closed: VenueEvent = { kind: 'connection', state: 'closed', reason: 'not available in your region (HTTP 451)', attempt: 1 };
const confirmed = (receivedAt: number, pair = 'BTC-USD'): VenueEvent => ({
  kind: 'confirmed',
  pair,
  lastTradeId: null,
  venueTime: null,
  receivedAt,
});

function health(...events: [VenueEvent, number][]): VenueHealth {
  const result = new VenueHealth('kraken', now);
  for (const [event, at] of events) result.note(event, at);
  return result;
}

it('is connecting at first, live once frames come, stale after 10 s without any', () => {
  expect(health().status(now + 1_000, null).status).toBe('connecting');
  const live = health([open, now], [confirmed(now), now]);
  expect(live.status(now + 9_999, null).status).toBe('live');
  expect(live.status(now + 10_000, null)).toMatchObject({ status: 'stale', reason: 'the connection is open but silent' });
});

it('is down 5 s after the connection was lost, with the reason', () => {
  const lost = health([open, now], [closed, now + 60_000]);
  expect(lost.status(now + 64_999, null).status).toBe('connecting');
  expect(lost.status(now + 65_000, null)).toMatchObject({ status: 'down', reason: 'not available in your region (HTTP 451)' });
  expect(lost.isDown(now + 65_000)).toBe(true);
});

it('stays down through failed attempts, and counts one reconnect when it is back', () => {
  const back = health([open, now], [closed, now], [{ ...open, state: 'connecting' }, now + 4_000], [closed, now + 6_000]);
  expect(back.status(now + 7_000, null).status).toBe('down');
  back.note(open, now + 8_000);
  expect(back.status(now + 8_000, null)).toMatchObject({ status: 'live', reconnects: 1 });
});

it('names the silent pair until it is heard again', () => {
  const silent = health([open, now], [confirmed(now), now], [{ kind: 'silent', pair: 'ETH-USD', silentMs: 5_000 }, now]);
  expect(silent.status(now, null)).toMatchObject({ status: 'stale', reason: 'silent: ETH-USD' });
  silent.note(confirmed(now + 1, 'ETH-USD'), now + 1);
  expect(silent.status(now + 1, null)).toMatchObject({ status: 'live', reason: null });
});

it('keeps the clock offset out of the lag: 3250 ms with a clock 3000 ms ahead is 250 ms', () => {
  const ahead = health([open, now]);
  ahead.clockOffsetMs = 3_000;
  const trade = { venue: 'kraken', pair: 'BTC-USD', tradeId: 1, price: 1, quantity: 1, side: 'buy' as const, tradedAt: now };
  ahead.note({ kind: 'trade', trade, receivedAt: now + 3_250, history: false }, now);
  expect(ahead.status(now + 3_250, null)).toMatchObject({ lagMs: 250, clockOffsetMs: 3_000, tradesReceived: 1 });
});

it('counts rejected frames by reason', () => {
  const rejected = health(
    [{ kind: 'rejected', reason: 'bad_number', detail: 'NaN' }, now],
    [{ kind: 'rejected', reason: 'bad_number', detail: '1e999' }, now],
    [{ kind: 'rejected', reason: 'not_json', detail: '{' }, now],
  );
  expect(rejected.status(now, null).rejectedMessages).toBe(3);
  expect(rejected.rejected.get('bad_number')).toBe(2);
});
