import { Controller, Get, Inject, Param, Query, type OnModuleInit } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { assetDetail, assetSummary, listOf, type AssetDetail, type AssetSummary } from '@tideline/contracts';
import { answers } from '../../../platform/http/openapi/answers';
import { ReadyAnswers } from '../../../platform/http/ready-answers';
import { readCursor, writeCursor } from '../application/cursor';
import { listAssets, assetDetail as detailOf } from '../application/list-assets';
import { unknownSymbol } from '../application/market.errors';
import { MarketView } from '../application/market-view';
import { listed } from './answer';
import { exampleAsset, exampleAssetDetail } from './market-examples';
import { assetsQuery, symbolParam, type AssetsQuery } from './market.dto';

/** The assets that are followed. */
@ApiTags('Assets')
@Controller('api/v1/assets')
export class AssetsController implements OnModuleInit {
  constructor(
    @Inject(MarketView) private readonly view: MarketView,
    @Inject(ReadyAnswers) private readonly ready: ReadyAnswers,
  ) {}

  onModuleInit(): void {
    const body = (): unknown => this.list(assetsQuery.parse({}));
    this.ready.register('/api/v1/assets', { version: () => this.view.version, body });
  }

  @Get()
  @answers('The assets with price, changes and market-wide figures', listOf(assetSummary), {
    data: [exampleAsset],
    page: { nextCursor: null, limit: 50 },
  })
  list(@Query({ schema: assetsQuery }) query: AssetsQuery): { data: AssetSummary[]; page: { nextCursor: string | null; limit: number } } {
    const [start = 0] = readCursor(query.cursor, 1) ?? [];
    const found = listAssets(this.view, query);
    const end = start + query.limit;
    return listed(found.slice(start, end), query.limit, end < found.length ? writeCursor([end]) : null);
  }

  @Get(':symbol')
  @answers('One asset with everything that is known of it', assetDetail, exampleAssetDetail, { 404: 'MARKET.UNKNOWN_SYMBOL' })
  one(@Param('symbol', { schema: symbolParam }) symbol: string): AssetDetail {
    const asset = this.view.catalog.asset(symbol);
    if (asset === undefined) throw unknownSymbol(symbol);
    return detailOf(this.view, asset);
  }
}
