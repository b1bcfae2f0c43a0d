import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config';
import { MAIL_TRANSPORT } from '../../../platform/mail/mail-transport';
import { openMailTransport } from '../../../platform/mail/open-mail-transport';
import { LOG, type Log } from '../../../platform/observability/log';
import { CleanUp } from '../application/clean-up';
import { SendMails } from '../application/send-mails';
import { UserStorage } from '../application/user-storage';
import { WatchMails } from '../application/watch-mails';
import { CleanUpJob } from './clean-up.job';
import { SendMailsJob } from './send-mails.job';

const transport = {
  provide: MAIL_TRANSPORT,
  inject: [CONFIG, LOG],
  useFactory: (config: Config, log: Log) => openMailTransport(config, log),
};

/** What a process that works does for accounts. */
@Module({ providers: [UserStorage, transport, SendMails, WatchMails, SendMailsJob, CleanUp, CleanUpJob] })
export class UsersJobsModule {}
