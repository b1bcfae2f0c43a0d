/** The sentences of market alerts: moves of a coin that stand out. */
export const moveWords = {
  title: 'Market alerts',
  note: 'Moves over 5, 15 or 60 minutes that stand out from what the coin usually does, measured against its own last 30 days.',
  more: 'All alerts',
  rose: 'rose',
  fell: 'fell',
  sentence: (way: string, change: string, span: string, times: string): string =>
    `${way} ${change} % in ${span}, ${times} times its usual move`,
  minutes: (n: number): string => (n === 60 ? '1 hour' : `${n} minutes`),
  on: (day: string, time: string): string => `${day}, ${time}`,
  price: (price: string): string => `at $${price}`,
  rests: (n: string): string => `Compared with ${n} moves of the last 30 days`,
  coin: 'Coin',
  allCoins: 'All coins',
  period: 'Period',
  periods: { '24h': '24 hours', '7d': '7 days', '30d': '30 days' },
  later: 'found later',
  laterHint: 'Found in history: Tideline was not watching when it happened. Its time and figures are those of five-minute closes.',
  none: (coin: string, period: string): string => `No alert${coin} known yet in the last ${period}`,
  noneOf: (symbol: string): string => ` for ${symbol}`,
  noneHint:
    'The last 30 days are looked through in the minutes after the start, and again when more history has arrived. Alerts appear here by themselves. A coin needs a day of its own history before its moves can be judged.',
  older: 'Show older alerts',
  loadingOlder: 'Loading older alerts…',
  olderFailed: 'Older alerts could not be loaded. Try again.',
  count: (n: string, more: boolean): string => (more ? `the newest ${n}` : n === '1' ? '1 alert' : `${n} alerts`),
} as const;
