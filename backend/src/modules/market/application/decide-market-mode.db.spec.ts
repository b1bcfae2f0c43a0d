import { openTestDatabase } from '../../../../test/test-database';
import { Settings } from '../db/settings.repository';
import { decideMarketMode, rememberMarketMode } from './decide-market-mode';
import type { ModeQuestion, Reachable } from './decide-market-mode';

const refusal = () => Promise.reject(new Error('HTTP 451'));
const silence = () => new Promise<never>(() => undefined);
const answers: Reachable = { name: 'kraken', rest: { serverTime: async () => ({ venueTime: 1, roundTripMs: 1 }), listPairs: refusal } };
const lists: Reachable = { name: 'kraken', rest: { serverTime: refusal, listPairs: async () => [] } };
const refuses: Reachable = { name: 'binance', rest: { serverTime: refusal, listPairs: refusal } };
const hangs: Reachable = { name: 'coinbase', rest: { serverTime: silence, listPairs: silence } };

const modeOf = async (question: ModeQuestion) => (await decideMarketMode(question)).mode;
const emptySettings = async () => new Settings(await openTestDatabase());

describe('MARKET_MODE=auto', () => {
  it('is live when one venue of three answers, and remembers it: later starts without network stay live', async () => {
    const settings = await emptySettings();
    expect(await modeOf({ asked: 'auto', settings, venues: [hangs, refuses, answers] })).toBe('live');
    expect(await modeOf({ asked: 'auto', settings, venues: [refuses], waitMs: 50 })).toBe('live');
  });

  it('is simulated when no venue answers in time (100 ms here), and remembers it when the network is back', async () => {
    const settings = await emptySettings();
    const begun = performance.now();
    expect(await modeOf({ asked: 'auto', settings, venues: [hangs, refuses], waitMs: 100 })).toBe('simulated');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(95);
    expect(await modeOf({ asked: 'auto', settings, venues: [answers] })).toBe('simulated');
  });

  it('is live when a venue lists its pairs but does not tell the time', async () => {
    expect(await modeOf({ asked: 'auto', settings: await emptySettings(), venues: [refuses, lists] })).toBe('live');
  });

  it('does not wait when every venue refuses at once', async () => {
    const begun = performance.now();
    expect(await modeOf({ asked: 'auto', settings: await emptySettings(), venues: [refuses] })).toBe('simulated');
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('obeys a switch to live at the next start', async () => {
    const settings = await emptySettings();
    await modeOf({ asked: 'auto', settings, venues: [refuses] });
    await rememberMarketMode(settings, 'live');
    expect(await modeOf({ asked: 'auto', settings, venues: [refuses] })).toBe('live');
  });
});

describe('MARKET_MODE=live and =simulated', () => {
  it('hold for the run whatever is remembered', async () => {
    const settings = await emptySettings();
    await rememberMarketMode(settings, 'live');
    expect(await modeOf({ asked: 'simulated', settings, venues: [answers] })).toBe('simulated');
    await rememberMarketMode(settings, 'simulated');
    expect(await modeOf({ asked: 'live', settings, venues: [refuses] })).toBe('live');
    expect(await modeOf({ asked: 'auto', settings, venues: [answers] })).toBe('simulated');
  });

  it('remember a first live run, so that a later offline auto start stays live; a first simulated run leaves the choice open', async () => {
    const live = await emptySettings();
    await modeOf({ asked: 'live', settings: live, venues: [] });
    expect(await modeOf({ asked: 'auto', settings: live, venues: [refuses] })).toBe('live');
    const simulated = await emptySettings();
    await modeOf({ asked: 'simulated', settings: simulated, venues: [] });
    expect(await modeOf({ asked: 'auto', settings: simulated, venues: [answers] })).toBe('live');
  });
});

describe('the reason that is told for a mode', () => {
  it.each<[string, Reachable[], string, string]>([
    ['kraken answers and binance hangs', [{ ...hangs, name: 'binance' }, answers], 'live', 'kraken answered'],
    ['none of two answers within 0.1 s', [hangs, refuses], 'simulated', 'no venue answered within 0.1 s'],
    ['all refuse at once', [refuses], 'simulated', 'no venue can be reached: HTTP 451'],
  ])('when %s', async (_title, venues, mode, reason) => {
    const settings = await emptySettings();
    expect(await decideMarketMode({ asked: 'auto', settings, venues, waitMs: 100 })).toEqual({ mode, reason });
    const again = { mode, reason: 'remembered from the first start or a switch since' };
    expect(await decideMarketMode({ asked: 'auto', settings, venues: [] })).toEqual(again);
  });

  it('is the variable when that says it', async () => {
    const settings = await emptySettings();
    expect(await decideMarketMode({ asked: 'live', settings, venues: [] })).toEqual({ mode: 'live', reason: 'MARKET_MODE=live' });
  });
});
