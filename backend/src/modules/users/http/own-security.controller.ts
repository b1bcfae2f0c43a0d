import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { accepted, changeEmailRequest, changePasswordRequest, listOf, sessionInfo, type SessionInfo } from '@tideline/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Caller } from '../../../platform/access/caller';
import type { AccountIdentity } from '../../../platform/access/identity';
import { person } from '../../../platform/access/policy';
import { idempotent } from '../../../platform/http/idempotency/idempotent';
import { answers } from '../../../platform/http/openapi/answers';
import { ChangeCredentials } from '../application/change-credentials';
import { deviceName } from '../application/device-name';
import { KeepSessions } from '../application/keep-sessions';
import { ReadAccount } from '../application/read-account';
import { unknownSession } from '../application/users.errors';
import { changerOf } from './client-of';
import { ownListQuery, pageOfOwn, type OwnListQuery } from './own-list';
import { exampleSession } from './users-examples';
import type { ChangeEmailRequest, ChangePasswordRequest } from './users.dto';

interface Accepted {
  detail: string;
}

const changed: Accepted = { detail: 'The password is changed; the other sessions have ended.' };
const mailed: Accepted = { detail: 'A link is on its way to the new address; the old one holds until it is followed.' };
const ended: Accepted = { detail: 'The session has ended.' };
const allEnded: Accepted = { detail: 'All other sessions have ended.' };
const sessionId = z.uuid();

/** What somebody signs in with, and where they are signed in. Not for API keys. */
@ApiTags('Users')
@person()
@Controller('api/v1/users/me')
export class OwnSecurityController {
  constructor(
    @Inject(ChangeCredentials) private readonly credentials: ChangeCredentials,
    @Inject(KeepSessions) private readonly keeper: KeepSessions,
    @Inject(ReadAccount) private readonly accounts: ReadAccount,
  ) {}

  @Post('password')
  @HttpCode(200)
  @answers('Change the password; all other sessions end', accepted, changed, { 422: 'AUTH.WRONG_PASSWORD', 429: 'AUTH.TOO_MANY_TRIES' })
  async changePassword(
    @Caller() caller: AccountIdentity,
    @Body({ schema: changePasswordRequest }) typed: ChangePasswordRequest,
    @Req() request: FastifyRequest,
  ): Promise<Accepted> {
    await this.credentials.changePassword(changerOf(caller, request), typed);
    return changed;
  }

  @Post('email')
  @HttpCode(202)
  @idempotent()
  @answers(
    'Ask for another address; a link mailed to it confirms the change',
    accepted,
    mailed,
    { 422: 'AUTH.WRONG_PASSWORD', 429: 'AUTH.TOO_MANY_TRIES' },
    undefined,
    202,
  )
  async changeEmail(
    @Caller() caller: AccountIdentity,
    @Body({ schema: changeEmailRequest }) typed: ChangeEmailRequest,
    @Req() request: FastifyRequest,
  ): Promise<Accepted> {
    await this.credentials.askForEmail(changerOf(caller, request), typed);
    return mailed;
  }

  @Get('sessions')
  @answers('Where this account is signed in', listOf(sessionInfo), { data: [exampleSession], page: { nextCursor: null, limit: 50 } })
  async sessions(
    @Caller() caller: AccountIdentity,
    @Query({ schema: ownListQuery }) query: OwnListQuery,
  ): Promise<{ data: SessionInfo[]; page: { nextCursor: string | null; limit: number } }> {
    const own = await this.accounts.sessions(caller.accountId);
    const data = own.map(({ id, userAgent, address, createdAt, lastUsedAt }) => ({
      id,
      device: deviceName(userAgent),
      address,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      current: id === caller.sessionId,
    }));
    return pageOfOwn(data, query);
  }

  @Delete('sessions')
  @answers('End all sessions but this one', accepted, allEnded)
  async endOthers(@Caller() { accountId, sessionId: current }: AccountIdentity, @Req() { ip }: FastifyRequest): Promise<Accepted> {
    await this.keeper.end({ userId: accountId, address: ip }, { except: current }, 'ended by its owner');
    return allEnded;
  }

  @Delete('sessions/:id')
  @answers('End a session', accepted, ended, { 404: 'USERS.UNKNOWN_SESSION' })
  async end(
    @Caller() { accountId }: AccountIdentity,
    @Param('id', { schema: sessionId }) id: string,
    @Req() { ip }: FastifyRequest,
  ): Promise<Accepted> {
    const owner = { userId: accountId, address: ip };
    if ((await this.keeper.end(owner, { only: id }, 'ended by its owner')) === 0) throw unknownSession();
    return ended;
  }
}
