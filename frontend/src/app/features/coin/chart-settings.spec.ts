import { readSettings, settingsQuery } from './chart-settings';

const keys = (indicators: string): string[] => readSettings({ indicators }, 'BTC').indicators.map(({ key }) => key);

describe('settings in the address', () => {
  it('reads type, scale, two indicators and two coins, and writes the same again', () => {
    const query = { type: 'area', scale: 'log', indicators: 'sma:20,macd:12:26:9', compare: 'ETH,SOL' };
    const settings = readSettings(query, 'BTC');
    expect(settings.faults).toEqual([]);
    expect(settingsQuery(settings)).toEqual(query);
  });

  it('shows linear candles with nothing else for an empty address, and writes nothing for them', () => {
    const settings = readSettings({}, 'BTC');
    expect(settings).toEqual({ type: 'candles', scale: 'linear', indicators: [], compare: [], faults: [] });
    expect(settingsQuery(settings)).toEqual({ type: null, scale: null, indicators: null, compare: null });
  });

  it('fills in the usual parameters and takes "rsi,RSI:14" for one indicator', () => {
    expect(keys('rsi,RSI:14')).toEqual(['rsi:14']);
  });

  it('leaves out "rsi:0", "nope", type "pie", scale "3d", interval "2h", range "5y" and coin "€", and tells each', () => {
    const query = { type: 'pie', scale: '3d', indicators: 'sma:20,rsi:0,nope', compare: 'ETH,€', interval: '2h', range: '5y' };
    const settings = readSettings(query, 'BTC');
    expect(settings).toMatchObject({ type: 'candles', scale: 'linear', compare: ['ETH'] });
    expect(settings.indicators.map(({ key }) => key)).toEqual(['sma:20']);
    expect(settings.faults).toHaveLength(7);
    expect(settings.faults.join(' ')).toMatch(/“pie”.*“3d”.*“5y”.*“2h”.*rsi: period must be.*“nope” is no indicator.*“€”/);
  });

  it('shows 10 of 11 indicators and 5 of 6 coins, and says so', () => {
    const many = Array.from({ length: 11 }, (_, i) => `sma:${i + 2}`).join(',');
    const settings = readSettings({ indicators: many, compare: 'A,B,C,D,E,F' }, 'BTC');
    expect([settings.indicators.length, settings.compare.length, settings.faults.length]).toEqual([10, 5, 2]);
  });

  it('does not compare BTC with itself, nor with "eth" and "ETH" twice', () => {
    expect(readSettings({ compare: 'btc,eth,ETH' }, 'BTC').compare).toEqual(['ETH']);
  });
});
