import { Controller, Get, Inject, Param, Query, type OnModuleInit } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  assetPrice,
  heatmap,
  listOf,
  marketOverview,
  venueStatus,
  type AssetPrice,
  type Heatmap,
  type MarketOverview,
  type VenueStatus,
} from '@tideline/contracts';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { ReadyAnswers } from '../../../platform/http/ready-answers';
import { heatmap as heatmapOf, listMovers, marketOverview as overviewOf } from '../application/list-assets';
import { unknownSymbol } from '../application/market.errors';
import { MarketView } from '../application/market-view';
import { pageOf } from './answer';
import { exampleHeatmap, exampleOverview, examplePrice, exampleVenue } from './market-examples';
import {
  heatmapQuery,
  moversQuery,
  pageQuery,
  pricesQuery,
  type HeatmapQuery,
  type MoversQuery,
  type PageQuery,
  type PricesQuery,
} from './market.dto';
import { noQuery, symbolParam } from './query-fields';

const usualLimit = 50;
const page = { nextCursor: null, limit: usualLimit };

/** The market as of now, from memory. */
@ApiTags('Market')
@anyone()
@Controller('api/v1/market')
export class MarketController implements OnModuleInit {
  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(ReadyAnswers) private readonly ready: ReadyAnswers,
  ) {}

  /** The hottest reads, without a query, are kept as ready bytes. */
  onModuleInit(): void {
    const version = (): number => this.view.version;
    this.ready.register('/api/v1/market/prices', { version, body: () => this.prices({}) });
    this.ready.register('/api/v1/market/overview', { version, body: () => this.overview({}) });
    this.ready.register('/api/v1/market/movers', { version, body: () => this.movers(moversQuery.parse({})) });
    this.ready.register('/api/v1/market/venues', { version, body: () => this.venues(pageQuery.parse({})) });
  }

  @Get('overview')
  @answers('The whole market in one look', marketOverview, exampleOverview)
  overview(@Query({ schema: noQuery }) _query: unknown): MarketOverview {
    return overviewOf(this.view);
  }

  @Get('prices')
  @answers(
    'Consolidated prices and where they come from',
    listOf(assetPrice),
    { data: [examplePrice], page },
    { 404: 'MARKET.UNKNOWN_SYMBOL' },
  )
  prices(@Query({ schema: pricesQuery }) { symbols, limit, cursor }: PricesQuery): { data: AssetPrice[] } {
    const prices = symbols?.map((symbol) => this.known(symbol)) ?? this.view.prices();
    return pageOf(prices, { limit: limit ?? Math.max(usualLimit, symbols?.length ?? 0), cursor });
  }

  @Get('prices/:symbol')
  @answers("One asset's consolidated price", assetPrice, examplePrice, { 404: 'MARKET.UNKNOWN_SYMBOL' })
  price(@Param('symbol', { schema: symbolParam }) symbol: string, @Query({ schema: noQuery }) _query: unknown): AssetPrice {
    return this.known(symbol);
  }

  @Get('movers')
  @answers('Gainers or losers over a window, the strongest first', listOf(assetPrice), { data: [examplePrice], page })
  movers(@Query({ schema: moversQuery }) { direction, window, ...page }: MoversQuery): { data: AssetPrice[] } {
    return pageOf(listMovers(this.view, direction, window), page);
  }

  @Get('heatmap')
  @answers('A cell per asset: its size, and its change as the colour', heatmap, exampleHeatmap)
  heatmap(@Query({ schema: heatmapQuery }) { window, size }: HeatmapQuery): Heatmap {
    return heatmapOf(this.view, window, size);
  }

  @Get('venues')
  @answers('How each venue is doing: lag, reconnects, holes found and repaired', listOf(venueStatus), { data: [exampleVenue], page })
  venues(@Query({ schema: pageQuery }) page: PageQuery): { data: VenueStatus[] } {
    return pageOf(this.view.venues(), page);
  }

  private known(symbol: string): AssetPrice {
    const price = this.view.price(symbol);
    if (price === null) throw unknownSymbol(symbol);
    return price;
  }
}
