import { choiceParams, readChoice } from './correlation-choice';

describe('what is compared', () => {
  it('is 30 days of hours, Pearson, alike, the usual coins where the address says nothing', () => {
    expect(readChoice({})).toEqual({ period: '30d', interval: '1h', method: 'pearson', order: 'cluster', coins: null, pair: null });
  });

  it('comes back from its own address: 7d of 15m, Spearman, by name, BTC ETH SOL with ETH and SOL open', () => {
    const query = { period: '7d', interval: '15m', method: 'spearman', order: 'name', coins: 'BTC,ETH,SOL', pair: 'ETH,SOL' };
    expect(choiceParams(readChoice(query))).toEqual(query);
  });

  it('writes nothing for what is usual', () => {
    expect(Object.values(choiceParams(readChoice({ period: '30d', interval: '1h' })))).toEqual([null, null, null, null, null, null]);
  });

  it('takes 15m of 90 days back to 1h, as an address and as a choice', () => {
    const choice = readChoice({ period: '90d', interval: '15m' });
    expect(choice.interval).toBe('1h');
    expect(choiceParams({ ...choice, interval: '15m' }).interval).toBeNull();
  });

  it.each(['BTC', 'BTC,btc', '<script>', ','])('takes %j for no choice of coins', (coins) =>
    expect(readChoice({ coins }).coins).toBeNull(),
  );

  it('keeps 50 of 60 coins', () => {
    const coins = Array.from({ length: 60 }, (_, i) => `C${i}`).join(',');
    expect(readChoice({ coins }).coins).toHaveLength(50);
  });
});
