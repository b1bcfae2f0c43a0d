import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATABASE_ADDRESS } from '../../../platform/database/database-address';
import { Notifications } from '../../../platform/database/notifications';
import { HandlesJob } from '../../../platform/jobs/job-handler';
import type { JobHandler, JobRun } from '../../../platform/jobs/job-handler';
import { Jobs } from '../../../platform/jobs/jobs';
import { SendMails, mailsChannel } from '../application/send-mails';
import { sendMails } from './schedule';

/** Sends promised mails: as soon as one is promised, and by the schedule. */
@Injectable()
@HandlesJob(sendMails)
export class SendMailsJob implements JobHandler, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly promises: Notifications;
  private adding = false;
  private more = false;

  constructor(
    @Inject(SendMails) private readonly mails: SendMails,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(DATABASE_ADDRESS) address: string,
  ) {
    this.promises = new Notifications({ connectionString: address }, mailsChannel, () => void this.wake());
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.promises.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.promises.stop();
  }

  async run(_data: unknown, { signal }: JobRun): Promise<void> {
    await this.mails.sendDue(signal);
  }

  /** Many promises at once need few jobs: one that begins after the last of them finds them all. */
  private async wake(): Promise<void> {
    this.more = true;
    if (this.adding) return;
    this.adding = true;
    while (this.more) {
      this.more = false;
      // While the store is away the schedule is what is left.
      await this.jobs.add(sendMails, {}).catch(() => undefined);
    }
    this.adding = false;
  }
}
