import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../../../platform/observability/metrics';
import { SendMails } from './send-mails';

/** Offers what this process does with mails as metrics. */
@Injectable()
export class WatchMails implements OnModuleInit {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(SendMails) private readonly mails: SendMails,
  ) {}

  onModuleInit(): void {
    const { counts } = this.mails;
    this.metrics.total('tideline_users_mails_total', 'Tries to send a mail, by what became of the mail', ['result'], () => [
      { value: counts.sent, labels: { result: 'sent' } },
      { value: counts.failed, labels: { result: 'failed' } },
      { value: counts.givenUp, labels: { result: 'given_up' } },
    ]);
    this.metrics.gauge('tideline_users_mails_waiting', 'Mails that were promised and are not sent yet', [], () => [
      { value: this.mails.waiting },
    ]);
  }
}
