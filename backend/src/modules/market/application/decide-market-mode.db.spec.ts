import { openTestDatabase } from '../../../../test/test-database';
import { Settings } from '../db/settings.repository';
import { decideMarketMode, rememberMarketMode } from './decide-market-mode';
import type { Reachable } from './decide-market-mode';

const refusal = () => Promise.reject(new Error('HTTP 451'));
const silence = () => new Promise<never>(() => undefined);
const answers: Reachable = { name: 'kraken', rest: { serverTime: async () => ({ venueTime: 1, roundTripMs: 1 }), listPairs: refusal } };
const lists: Reachable = { name: 'kraken', rest: { serverTime: refusal, listPairs: async () => [] } };
const refuses: Reachable = { name: 'binance', rest: { serverTime: refusal, listPairs: refusal } };
const hangs: Reachable = { name: 'coinbase', rest: { serverTime: silence, listPairs: silence } };

const emptySettings = async () => new Settings(await openTestDatabase());

describe('MARKET_MODE=auto', () => {
  it('is live when one venue of three answers, and remembers it: later starts without network stay live', async () => {
    const settings = await emptySettings();
    expect(await decideMarketMode({ asked: 'auto', settings, venues: [hangs, refuses, answers] })).toBe('live');
    expect(await decideMarketMode({ asked: 'auto', settings, venues: [refuses], waitMs: 50 })).toBe('live');
  });

  it('is simulated when no venue answers in time (100 ms here), and remembers it when the network is back', async () => {
    const settings = await emptySettings();
    const begun = performance.now();
    expect(await decideMarketMode({ asked: 'auto', settings, venues: [hangs, refuses], waitMs: 100 })).toBe('simulated');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(95);
    expect(await decideMarketMode({ asked: 'auto', settings, venues: [answers] })).toBe('simulated');
  });

  it('is live when a venue lists its pairs but does not tell the time', async () => {
    expect(await decideMarketMode({ asked: 'auto', settings: await emptySettings(), venues: [refuses, lists] })).toBe('live');
  });

  it('does not wait when every venue refuses at once', async () => {
    const begun = performance.now();
    expect(await decideMarketMode({ asked: 'auto', settings: await emptySettings(), venues: [refuses] })).toBe('simulated');
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('obeys a switch to live at the next start', async () => {
    const settings = await emptySettings();
    await decideMarketMode({ asked: 'auto', settings, venues: [refuses] });
    await rememberMarketMode(settings, 'live');
    expect(await decideMarketMode({ asked: 'auto', settings, venues: [refuses] })).toBe('live');
  });
});

describe('MARKET_MODE=live and =simulated', () => {
  it('hold for the run whatever is remembered', async () => {
    const settings = await emptySettings();
    await rememberMarketMode(settings, 'live');
    expect(await decideMarketMode({ asked: 'simulated', settings, venues: [answers] })).toBe('simulated');
    await rememberMarketMode(settings, 'simulated');
    expect(await decideMarketMode({ asked: 'live', settings, venues: [refuses] })).toBe('live');
    expect(await decideMarketMode({ asked: 'auto', settings, venues: [answers] })).toBe('simulated');
  });

  it('remember a first live run, so that a later offline auto start stays live; a first simulated run leaves the choice open', async () => {
    const live = await emptySettings();
    await decideMarketMode({ asked: 'live', settings: live, venues: [] });
    expect(await decideMarketMode({ asked: 'auto', settings: live, venues: [refuses] })).toBe('live');
    const simulated = await emptySettings();
    await decideMarketMode({ asked: 'simulated', settings: simulated, venues: [] });
    expect(await decideMarketMode({ asked: 'auto', settings: simulated, venues: [answers] })).toBe('live');
  });
});
