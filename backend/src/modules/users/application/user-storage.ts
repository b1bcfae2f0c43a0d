import { Inject, Injectable } from '@nestjs/common';
import type { AuditDetail } from '../../../platform/audit/audit-chain';
import { AuditLog } from '../../../platform/audit/audit-log';
import { Database, type Transaction } from '../../../platform/database/database';
import { ApiKeys } from '../db/api-keys.repository';
import { FoundUsers } from '../db/found-users.repository';
import { MailedTokens } from '../db/mailed-tokens.repository';
import { OutboxMails } from '../db/outbox-mails.repository';
import { PersonalData } from '../db/personal-data.repository';
import { SecondFactors } from '../db/second-factors.repository';
import { Sessions } from '../db/sessions.repository';
import { SignInFailures } from '../db/sign-in-failures.repository';
import { Users } from '../db/users.repository';

/** Whose account, and where they ask from. */
export interface Owner {
  userId: string;
  address: string | null;
}

/** Everything that is stored of accounts. */
@Injectable()
export class UserStorage {
  readonly users = new Users();
  readonly found = new FoundUsers();
  readonly sessions = new Sessions();
  readonly keys = new ApiKeys();
  readonly factors = new SecondFactors();
  readonly tokens = new MailedTokens();
  readonly personal = new PersonalData();
  readonly failures = new SignInFailures();
  readonly mails = new OutboxMails();

  constructor(
    @Inject(Database) readonly database: Database,
    @Inject(AuditLog) readonly audit: AuditLog,
  ) {}

  /** Records what somebody did to their own account, in the transaction of the deed. Never a secret, a name or a mail address in `detail`. */
  recordOwn(tx: Transaction, action: string, { userId, address }: Owner, detail: AuditDetail = {}): Promise<void> {
    return this.audit.record(tx, { actorId: userId, action, subjectId: userId, address, detail });
  }
}
