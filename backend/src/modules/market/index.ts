export { MarketModule } from './market.module';
export { MarketView } from './application/market-view';
export { chooseMarketMode, rememberMode } from './application/choose-market-mode';
export { seriesTables } from './db/series-tables';
export { marketSchedule } from './jobs/schedule';
