import { Controller, Delete, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { accepted, accountExport, type AccountExport } from '@tideline/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Caller } from '../../../platform/access/caller';
import type { AccountIdentity } from '../../../platform/access/identity';
import { person, stepUp } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { DeleteAccount } from '../application/delete-account';
import { ExportAccount } from '../application/export-account';
import { changerOf } from './client-of';
import { RefreshCookie } from './refresh-cookie';
import { exampleExport } from './users-examples';

const deleted = { detail: 'The account is deleted, with everything that belonged to it.' };

/** What is kept of somebody: taking it along, and taking it away. Not for API keys. */
@ApiTags('Users')
@person()
@Controller('api/v1/users/me')
export class OwnDataController {
  constructor(
    @Inject(ExportAccount) private readonly exports: ExportAccount,
    @Inject(DeleteAccount) private readonly deletion: DeleteAccount,
    @Inject(RefreshCookie) private readonly cookie: RefreshCookie,
  ) {}

  @Get('export')
  @answers(
    'Everything that is kept of oneself, as a file to download',
    accountExport,
    exampleExport,
    {},
    'No secrets and no hashes: not even we could read those back. Sent as an attachment.',
  )
  async export(
    @Caller() caller: AccountIdentity,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountExport> {
    const exported = await this.exports.export(changerOf(caller, request));
    void reply.header('content-disposition', `attachment; filename="tideline-account-${exported.exportedAt.slice(0, 10)}.json"`);
    return exported;
  }

  @Delete()
  @stepUp()
  @answers(
    'Delete the account, for good',
    accepted,
    deleted,
    { 409: 'USERS.LAST_ADMINISTRATOR' },
    'Sessions, API keys, preferences and mails go with it, at once. The audit log keeps the id of the account, which names nobody any more. The address may register again.',
  )
  async delete(
    @Caller() caller: AccountIdentity,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ detail: string }> {
    await this.deletion.delete(changerOf(caller, request));
    this.cookie.take(request, reply);
    return deleted;
  }
}
