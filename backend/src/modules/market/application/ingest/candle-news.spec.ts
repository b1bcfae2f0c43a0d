import type { Candle } from '../../domain/candle';
import { SeriesFold } from '../../domain/series-fold';
import { CandleNews } from './candle-news';

const monday = Date.UTC(2026, 0, 5);
const minuteMs = 60_000;
const candle = (openAt: number, volume = 1): Candle => ({ openAt, open: 1, high: 1, low: 1, close: 1, volume });
const shown = (updates: ReturnType<CandleNews['updates']>) =>
  updates.map(({ interval, candle: [openAt], closed }) => `${interval} +${(openAt - monday) / minuteMs}${closed ? ' closed' : ''}`);

it('tells the forming candle of all 8 intervals, then that the minute has closed 2 s after its end, once', () => {
  const news = new CandleNews(new SeriesFold(1));
  expect(shown(news.updates([candle(monday)], monday + 30_000))).toEqual([
    '1m +0',
    '5m +0',
    '15m +0',
    '30m +0',
    '1h +0',
    '4h +0',
    '1d +0',
    '1w +0',
  ]);
  expect(shown(news.updates([], monday + 61_999))).toEqual([]);
  expect(shown(news.updates([], monday + 62_000))).toEqual(['1m +0 closed']);
  expect(shown(news.updates([], monday + 63_000))).toEqual([]);
});

it('closes the minute before when a trade of the next one came first', () => {
  const news = new CandleNews(new SeriesFold(1));
  news.updates([candle(monday)], monday + 59_000);
  expect(shown(news.updates([candle(monday + minuteMs)], monday + 60_500))[0]).toBe('1m +1');
  expect(shown(news.updates([], monday + 62_000))).toEqual(['1m +0 closed']);
});

it('tells a late trade as a changed closed candle', () => {
  const news = new CandleNews(new SeriesFold(1));
  news.updates([candle(monday)], monday + 59_000);
  news.updates([], monday + 62_000);
  expect(shown(news.updates([candle(monday, 2)], monday + 90_000)).slice(0, 2)).toEqual(['1m +0 closed', '5m +0']);
});
