import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  udfConfig,
  udfHistory,
  udfSearchResult,
  udfSymbol,
  type UdfConfig,
  type UdfHistory,
  type UdfSearchResult,
  type UdfSymbol,
} from '@tideline/contracts';
import { z } from 'zod';
import { anyone } from '../../../platform/access/policy';
import { CodedError } from '../../../platform/http/coded-error';
import { ReadUdf } from '../application/read-udf';
import { udfConfiguration } from '../domain/udf-symbols';
import { answersUdf } from './udf-answers';
import { exampleBars, exampleSearch, exampleUdfSymbol } from './udf-examples';
import { udfHistoryQuery, udfSearchQuery, udfSymbolQuery, type UdfHistoryQuery, type UdfSearchQuery, type UdfSymbolQuery } from './udf.dto';

/** TradingView's UDF: `new Datafeeds.UDFCompatibleDatafeed('https://tideline.example/udf')`. Faults are answered as UDF tells them. */
@ApiTags('TradingView UDF')
@anyone()
@Controller('udf')
export class UdfController {
  constructor(@Inject(ReadUdf) private readonly udf: ReadUdf) {}

  @Get('config')
  @answersUdf('What this data feed can do', udfConfig, udfConfiguration)
  config(): UdfConfig {
    return udfConfiguration;
  }

  @Get('time')
  @Header('content-type', 'application/json; charset=utf-8')
  @answersUdf('The time here in Unix seconds', z.int(), 1_769_860_800)
  time(): string {
    return String(Math.floor(Date.now() / 1000));
  }

  @Get('symbols')
  @answersUdf('One symbol', udfSymbol, exampleUdfSymbol)
  symbols(@Query({ schema: udfSymbolQuery }) { symbol }: UdfSymbolQuery): UdfSymbol {
    const found = this.udf.symbol(symbol);
    if (found === null) throw unknownSymbol();
    return found;
  }

  @Get('search')
  @answersUdf('Symbols by a part of their name', z.array(udfSearchResult), [exampleSearch])
  search(@Query({ schema: udfSearchQuery }) query: UdfSearchQuery): UdfSearchResult[] {
    return this.udf.search(query);
  }

  @Get('history')
  @answersUdf('Bars of the consolidated USD series, the forming one last; `no_data` where there are none', udfHistory, exampleBars)
  async history(@Query({ schema: udfHistoryQuery }) query: UdfHistoryQuery): Promise<UdfHistory> {
    if (query.countback === undefined && query.from >= query.to) throw new CodedError('REQUEST.INVALID', 400, 'from must be before to');
    const bars = await this.udf.history(query);
    if (bars === null) throw unknownSymbol();
    return bars;
  }
}

/** The library knows these words. */
function unknownSymbol(): CodedError {
  return new CodedError('MARKET.UNKNOWN_SYMBOL', 404, 'unknown_symbol');
}
