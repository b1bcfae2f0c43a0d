export { instant, epochMs, dataMode, page, listOf, problem, period, periodNames, periodMs } from './common';
export type { DataMode, Problem, Period } from './common';
export { canonicalAsset, canonicalPair, assetSymbol, pairSymbol } from './symbols';
export {
  venueIds, venueId, candleIntervals, candleInterval, assetSummary, assetDetail, marketOverview, exclusion, priceSource, assetPrice,
  pricePoint, priceHistory, candleRow, candleSeries, tradeSide, publicTrade, tickerRow, heatmap, venueState, venueStatus, coverage,
} from './market';
export type {
  VenueId, CandleInterval, AssetSummary, AssetDetail, MarketOverview, Exclusion, PriceSource, AssetPrice, PriceHistory, CandleRow, CandleSeries,
  TradeSide, PublicTrade, TickerRow, Heatmap, VenueState, VenueStatus, Coverage,
} from './market';
export { livePriceItem, pricesEvent, tradesEvent, candleEvent, venuesEvent, serverClosing, maxChannelsPerSocket, subscribeRequest } from './live';
export type {
  LivePriceItem, PricesEvent, TradesEvent, CandleEvent, VenuesEvent, ServerClosing, SubscribeRequest, SubscribeAck, LiveEvents, LiveRequests,
} from './live';
