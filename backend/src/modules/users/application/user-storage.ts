import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { ApiKeys } from '../db/api-keys.repository';
import { FoundUsers } from '../db/found-users.repository';
import { MailedTokens } from '../db/mailed-tokens.repository';
import { OutboxMails } from '../db/outbox-mails.repository';
import { Sessions } from '../db/sessions.repository';
import { SignInFailures } from '../db/sign-in-failures.repository';
import { Users } from '../db/users.repository';

/** Everything that is stored of accounts. */
@Injectable()
export class UserStorage {
  readonly users = new Users();
  readonly found = new FoundUsers();
  readonly sessions = new Sessions();
  readonly keys = new ApiKeys();
  readonly tokens = new MailedTokens();
  readonly failures = new SignInFailures();
  readonly mails = new OutboxMails();

  constructor(@Inject(Database) readonly database: Database) {}
}
