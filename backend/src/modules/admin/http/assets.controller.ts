import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  addAssetRequest,
  adminAsset,
  assetChange,
  assetsChange,
  listOf,
  type AddAssetRequest,
  type AdminAsset,
  type AssetChange,
  type AssetsChange,
} from '@tideline/contracts';
import { z } from 'zod';
import { admin } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { pageFields, pageOf, symbolParam } from '../../market';
import { AdministerAssets } from '../application/administer-assets';
import type { Administrator } from '../application/audited-deeds';
import { ByAdministrator } from './administrator';
import { exampleAdminAsset } from './assets-examples';

const assetsQuery = z.strictObject(pageFields);
type AssetsQuery = z.output<typeof assetsQuery>;
type Listed = ReturnType<typeof pageOf<AdminAsset>>;
const exampleList: Listed = { data: [exampleAdminAsset], page: { nextCursor: null, limit: 50 } };
const takesEffect =
  'Takes effect within seconds and without a restart: an enabled asset is followed at the venues and what it missed is fetched; a disabled one is followed no more and keeps its history.';

/** Which assets are followed. */
@ApiTags('Admin')
@Controller('api/v1/admin/assets')
export class AdminAssetsController {
  constructor(@Inject(AdministerAssets) private readonly assets: AdministerAssets) {}

  @Get()
  @admin('read')
  @answers('All assets in their order, disabled ones too', listOf(adminAsset), exampleList)
  async list(@Query({ schema: assetsQuery }) query: AssetsQuery): Promise<Listed> {
    return pageOf(await this.assets.list(), query);
  }

  @Post()
  @HttpCode(201)
  @admin('write')
  @answers(
    'Follow another asset, named by its CoinGecko id or by a pair that a venue lists',
    adminAsset,
    exampleAdminAsset,
    { 409: 'MARKET.ASSET_EXISTS', 422: 'MARKET.NOT_LISTED', 503: 'MARKET.SOURCE_UNAVAILABLE' },
    `Send \`{"coingeckoId":"monero"}\` or \`{"pair":"XMR-USD"}\`. It is followed in the best pair of each venue. Also 422 \`MARKET.UNKNOWN_COIN\`. ${takesEffect}`,
    201,
  )
  add(@ByAdministrator() by: Administrator, @Body({ schema: addAssetRequest }) asked: AddAssetRequest): Promise<AdminAsset> {
    return this.assets.add(by, asked);
  }

  @Patch()
  @HttpCode(200)
  @admin('write')
  @answers(
    'Change one asset, or the order of all',
    listOf(adminAsset),
    exampleList,
    { 404: 'MARKET.UNKNOWN_SYMBOL' },
    `Send \`{"symbol":"XMR","enabled":false}\`, \`{"symbol":"XMR","position":0}\` or \`{"order":["ETH","BTC"]}\`. The order decides between assets of equal or unknown rank, and is that of \`GET /market/prices\` and of \`GET /assets?sort=position\`. ${takesEffect}`,
  )
  async changeList(@ByAdministrator() by: Administrator, @Body({ schema: assetsChange }) asked: AssetsChange): Promise<Listed> {
    if ('order' in asked) await this.assets.order(by, asked.order);
    else await this.changeOne(by, asked);
    return this.list({ limit: 500 });
  }

  @Patch(':symbol')
  @HttpCode(200)
  @admin('write')
  @answers('Enable, disable or move one asset', adminAsset, exampleAdminAsset, { 404: 'MARKET.UNKNOWN_SYMBOL' }, takesEffect)
  change(
    @ByAdministrator() by: Administrator,
    @Param('symbol', { schema: symbolParam }) symbol: string,
    @Body({ schema: assetChange }) change: AssetChange,
  ): Promise<AdminAsset> {
    return this.assets.change(by, symbol, change);
  }

  private changeOne(by: Administrator, { symbol, ...change }: Extract<AssetsChange, { symbol: string }>): Promise<AdminAsset> {
    return this.assets.change(by, symbol, change);
  }
}
