import { openTestDatabase } from '../../../../test/test-database';
import { Settings } from '../db/settings.repository';
import { decideMarketMode, rememberMarketMode } from './decide-market-mode';
import type { Reachable } from './decide-market-mode';

const answers: Reachable = { name: 'kraken', rest: { serverTime: async () => ({ venueTime: 1, roundTripMs: 1 }) } };
const refuses: Reachable = { name: 'binance', rest: { serverTime: () => Promise.reject(new Error('HTTP 451')) } };
const hangs: Reachable = { name: 'coinbase', rest: { serverTime: () => new Promise(() => undefined) } };

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
