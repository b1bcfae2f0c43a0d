import { Controller, Get, Header, Inject, Query, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  udfConfig,
  udfError,
  udfHistory,
  udfSearchResult,
  udfSymbol,
  type UdfConfig,
  type UdfError,
  type UdfHistory,
  type UdfSearchResult,
  type UdfSymbol,
} from '@tideline/contracts';
import { z } from 'zod';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { ReadUdf } from '../application/read-udf';
import { udfConfiguration } from '../domain/udf-symbols';
import { exampleBars, exampleSearch, exampleUdfSymbol } from './udf-examples';
import { udfHistoryQuery, udfSearchQuery, udfSymbolQuery, type UdfHistoryQuery, type UdfSearchQuery, type UdfSymbolQuery } from './udf.dto';
import { UdfErrors } from './udf-errors.filter';

const unknownSymbol: UdfError = { s: 'error', errmsg: 'unknown_symbol' };

/** TradingView's UDF: `new Datafeeds.UDFCompatibleDatafeed('https://tideline.example/udf')`. Faults are answered as UDF tells them. */
@ApiTags('TradingView UDF')
@anyone()
@Controller('udf')
@UseFilters(UdfErrors)
export class UdfController {
  constructor(@Inject(ReadUdf) private readonly udf: ReadUdf) {}

  @Get('config')
  @answers('What this data feed can do', udfConfig, udfConfiguration)
  config(): UdfConfig {
    return udfConfiguration;
  }

  @Get('time')
  @Header('content-type', 'application/json; charset=utf-8')
  @answers('The time here in Unix seconds', z.int(), 1_769_860_800)
  time(): string {
    return String(Math.floor(Date.now() / 1000));
  }

  @Get('symbols')
  @answers(
    'One symbol; `{"s":"error","errmsg":"unknown_symbol"}` for one that is not followed',
    z.union([udfSymbol, udfError]),
    exampleUdfSymbol,
  )
  symbols(@Query({ schema: udfSymbolQuery }) { symbol }: UdfSymbolQuery): UdfSymbol | UdfError {
    return this.udf.symbol(symbol) ?? unknownSymbol;
  }

  @Get('search')
  @answers('Symbols by a part of their name', z.array(udfSearchResult), [exampleSearch])
  search(@Query({ schema: udfSearchQuery }) query: UdfSearchQuery): UdfSearchResult[] {
    return this.udf.search(query);
  }

  @Get('history')
  @answers('Bars of the consolidated USD series, the forming one last; `no_data` where there are none', udfHistory, exampleBars)
  async history(@Query({ schema: udfHistoryQuery }) query: UdfHistoryQuery): Promise<UdfHistory> {
    if (query.countback === undefined && query.from >= query.to) return { s: 'error', errmsg: 'from must be before to' };
    return (await this.udf.history(query)) ?? unknownSymbol;
  }
}
