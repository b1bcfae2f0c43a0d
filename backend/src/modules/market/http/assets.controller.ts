import { Controller, Get, Inject, Param, Query, type OnModuleInit } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { assetDetail, assetSummary, listOf, type AssetDetail, type AssetSummary } from '@tideline/contracts';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { ReadyAnswers } from '../../../platform/http/ready-answers';
import { listAssets, assetDetail as detailOf } from '../application/list-assets';
import { unknownSymbol } from '../application/market.errors';
import { MarketView } from '../application/market-view';
import { pageOf } from './answer';
import { exampleAsset, exampleAssetDetail } from './market-examples';
import { assetsQuery, type AssetsQuery } from './market.dto';
import { noQuery, symbolParam } from './query-fields';

/** The assets that are followed. */
@ApiTags('Assets')
@anyone()
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
    return pageOf(listAssets(this.view, query), query);
  }

  @Get(':symbol')
  @answers('One asset with everything that is known of it', assetDetail, exampleAssetDetail, { 404: 'MARKET.UNKNOWN_SYMBOL' })
  one(@Param('symbol', { schema: symbolParam }) symbol: string, @Query({ schema: noQuery }) _query: unknown): AssetDetail {
    const asset = this.view.catalog.asset(symbol);
    if (asset === undefined) throw unknownSymbol(symbol);
    return detailOf(this.view, asset);
  }
}
