import type { UdfHistory, UdfSearchResult, UdfSymbol } from '@tideline/contracts';
import { udfSearchResultOf, udfSymbolOf, type UdfAsset } from '../domain/udf-symbols';

const bitcoin: UdfAsset = { symbol: 'BTC', name: 'Bitcoin', price: 64_120.35 };

export const exampleUdfSymbol: UdfSymbol = udfSymbolOf(bitcoin);
export const exampleSearch: UdfSearchResult = udfSearchResultOf(bitcoin);
export const exampleBars: UdfHistory = {
  s: 'ok',
  t: [1_769_853_600, 1_769_857_200],
  o: [63_980.1, 64_050],
  h: [64_090, 64_210.4],
  l: [63_910.2, 64_001],
  c: [64_050, 64_120.35],
  v: [812.4471, 640.02],
};
