const hourMs = 3_600_000;
const future = () => new Date(Date.now() + hourMs).toISOString();

/** What no adapter may take for data, whatever the venue. */
const anybodys = [
  '{"channel":"trade","type":"upd',
  '',
  'null',
  '42',
  '[]',
  '"text"',
  '{}',
  '\u0000\u0001\u0002',
  '['.repeat(100_000),
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"type":"nobody knows this","channel":"nobody knows this","e":"nobody knows this"}',
  '{"toString":1,"valueOf":2,"type":{"toString":3},"channel":{"toString":3},"e":{"toString":3}}',
];

/** Figures that are no price and no quantity, as they may stand in JSON. */
const figures = ['NaN', '1e999', '-1e999', '0', '-5', '"abc"', 'null', '{}', '[1]', 'true', '1e-300', '"1e999"', '"-1"', '""'];

/** Trades of BTC that are wrong in one place each, in the venue's own words. Their ids lie far below those of real trades. */
const trades: Record<string, (fields: Fields) => string> = {
  kraken: ({ id = '1', price = '60000.5', quantity = '0.1', time = new Date().toISOString(), side = '"buy"' }) =>
    `{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":${side},"price":${price},"qty":${quantity},"ord_type":"limit","trade_id":${id},"timestamp":"${time}"}]}`,
  binance: ({ id = '1', price = '"60000.5"', quantity = '"0.1"', time = new Date().toISOString(), side = 'true' }) =>
    `{"stream":"btcusdt@trade","data":{"e":"trade","E":1,"s":"BTCUSDT","t":${id},"p":${price},"q":${quantity},"T":${Date.parse(time)},"m":${side},"M":true}}`,
  coinbase: ({ id = '1', price = '"60000.5"', quantity = '"0.1"', time = new Date().toISOString(), side = '"buy"' }) =>
    `{"type":"match","trade_id":${id},"maker_order_id":"a","taker_order_id":"b","side":${side},"size":${quantity},"price":${price},"product_id":"BTC-USD","sequence":1,"time":"${time}"}`,
};

interface Fields {
  id?: string;
  price?: string;
  quantity?: string;
  time?: string;
  side?: string;
}

/** Every kind of garbage as frames of this venue. */
export function garbageOf(venue: string): string[] {
  const trade = trades[venue];
  if (trade === undefined) throw new Error(`no garbage is known of ${venue}`);
  return [
    ...anybodys,
    ...figures.flatMap((figure) => [trade({ price: figure }), trade({ quantity: figure })]),
    ...['NaN', '0', '-1', '1.5', '9007199254740993', '"7"', 'null', '{}'].map((id) => trade({ id })),
    ...[future(), '1970-01-01T00:00:00.000Z', 'yesterday', '2026-13-45T99:99:99Z', ''].map((time) => trade({ time })),
    ...['"both"', '7', 'null', '{"toString":1}'].map((side) => trade({ side })),
    trade({}).replace(/BTC(.?)USD/, 'XYZ$1USD'),
    trade({}).slice(0, -20),
    trade({}).replace(/"(price|p)":([^,]+)/, '"__proto__":{"$1":$2}'),
  ];
}
