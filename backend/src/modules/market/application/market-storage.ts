import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { DATABASE_ADDRESS } from '../../../platform/database/database-address';
import { FreeDisk } from '../../../platform/database/free-disk';
import { Partitions } from '../../../platform/database/partitions';

/** What ingestion needs of the place where it stores. */
@Injectable()
export class MarketStorage {
  constructor(
    @Inject(Database) readonly database: Database,
    @Inject(DATABASE_ADDRESS) readonly address: string,
    @Inject(Partitions) readonly partitions: Partitions,
    @Inject(FreeDisk) readonly freeDisk: FreeDisk,
  ) {}
}
