import { Body, Controller, Get, Inject, Patch, Put, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { account, preferences, profileChange, type Account, type Preferences } from '@tideline/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Caller } from '../../../platform/access/caller';
import type { AccountIdentity } from '../../../platform/access/identity';
import { user } from '../../../platform/access/policy';
import { entityTag, matchesTag } from '../../../platform/http/entity-tags';
import { answers } from '../../../platform/http/openapi/answers';
import { ChangeProfile } from '../application/change-profile';
import { KeepPreferences } from '../application/keep-preferences';
import { ReadAccount } from '../application/read-account';
import { exampleAccount, examplePreferences } from './users-examples';
import type { PreferencesRequest, ProfileRequest } from './users.dto';

/** Who somebody is here, and how they like it. */
@ApiTags('Users')
@Controller('api/v1/users/me')
export class ProfileController {
  constructor(
    @Inject(ReadAccount) private readonly accounts: ReadAccount,
    @Inject(ChangeProfile) private readonly profile: ChangeProfile,
    @Inject(KeepPreferences) private readonly keeper: KeepPreferences,
  ) {}

  @Get()
  @user('read')
  @answers('The own account', account, exampleAccount)
  me(@Caller() { accountId }: AccountIdentity): Promise<Account> {
    return this.accounts.byId(accountId);
  }

  @Patch()
  @user('write')
  @answers('Change name, locale, time zone or display currency; what is left out stays', account, exampleAccount)
  change(
    @Caller() { accountId }: AccountIdentity,
    @Body({ schema: profileChange }) change: ProfileRequest,
    @Req() { ip }: FastifyRequest,
  ): Promise<Account> {
    return this.profile.change({ userId: accountId, address: ip }, change);
  }

  @Get('preferences')
  @user('read')
  @answers('Everything chosen about how the app looks and behaves; what was not chosen is as usual', preferences, examplePreferences)
  preferences(@Caller() { accountId }: AccountIdentity): Promise<Preferences> {
    return this.keeper.read(accountId);
  }

  @Put('preferences')
  @user('write')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The `ETag` of what was read: 412 when another device changed it since' })
  @answers(
    'Put preferences in place of the ones before; what is left out is as usual again',
    preferences,
    examplePreferences,
    { 412: 'USERS.PREFERENCES_CHANGED', 413: 'USERS.PREFERENCES_TOO_LARGE' },
    'At most 64 KiB. Symbols of `trackedAssets` are not looked up: an asset may come later, and one that is not tracked any more does no harm. Other devices learn of it over the live stream.',
  )
  async replace(
    @Caller() { accountId }: AccountIdentity,
    @Body({ schema: preferences }) chosen: PreferencesRequest,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Preferences> {
    const expected = headers['if-match'];
    const stored = await this.keeper.replace(
      accountId,
      chosen,
      (current) => expected === undefined || matchesTag(expected, entityTag(JSON.stringify(current))),
    );
    void reply.header('etag', entityTag(JSON.stringify(stored)));
    return stored;
  }
}
