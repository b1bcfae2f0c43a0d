import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { adminStats, type AdminStats } from '@tideline/contracts';
import { admin } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { ReadStatistics } from '../application/read-statistics';
import { statsQuery, type StatsQuery } from './admin.dto';
import { exampleStats } from './statistics-example';

/** How the install is used. */
@ApiTags('Admin')
@Controller('api/v1/admin/stats')
export class StatisticsController {
  constructor(@Inject(ReadStatistics) private readonly statistics: ReadStatistics) {}

  @Get()
  @admin('read')
  @answers(
    'Accounts, sessions, keys, requests, mails, assets and jobs in figures',
    adminStats,
    exampleStats,
    {},
    'Days are UTC. Deleted accounts count nowhere. Requests are those of the API and of UDF without health checks; each process adds what it has counted once a minute. Mails are told as long as they are kept.',
  )
  stats(@Query({ schema: statsQuery }) { period }: StatsQuery): Promise<AdminStats> {
    return this.statistics.over(period, Date.now());
  }
}
