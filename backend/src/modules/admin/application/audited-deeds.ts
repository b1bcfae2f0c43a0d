import { Inject, Injectable } from '@nestjs/common';
import type { AccountIdentity } from '../../../platform/access/identity';
import { AuditLog, type AuditEntry } from '../../../platform/audit/audit-log';
import { Database, type Transaction } from '../../../platform/database/database';

/** The administrator who asks, and from where. */
export interface Administrator {
  identity: AccountIdentity;
  address: string;
}

/** Does what administrators ask for: each deed and its entry in the audit log are stored together or not at all. */
@Injectable()
export class AuditedDeeds {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AuditLog) private readonly log: AuditLog,
  ) {}

  /** Gives what `work` gave. */
  async do<T>(
    { identity, address }: Administrator,
    deed: Pick<AuditEntry, 'action' | 'subjectId'> & { detail?: AuditEntry['detail'] },
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (tx) => {
      const result = await work(tx);
      await this.log.record(tx, { detail: {}, ...deed, actorId: identity.accountId, address });
      return result;
    });
  }
}
