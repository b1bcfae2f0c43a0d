import { Body, Controller, Delete, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { accepted, recoveryCodes, totpConfirmation, totpSetUp, type RecoveryCodes, type TotpSetUp } from '@tideline/contracts';
import type { FastifyRequest } from 'fastify';
import { Caller } from '../../../platform/access/caller';
import type { AccountIdentity } from '../../../platform/access/identity';
import { person, stepUp } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { ChangeSecondFactor } from '../application/change-second-factor';
import { changerOf } from './client-of';
import { exampleRecoveryCodes, exampleTotpSetUp } from './users-examples';
import type { TotpConfirmation } from './users.dto';

const switchedOff = { detail: 'The second factor is off; the password alone lets you in.' };

/** The second factor of an account. Not for API keys. */
@ApiTags('Users')
@person()
@Controller('api/v1/users/me')
export class SecondFactorController {
  constructor(@Inject(ChangeSecondFactor) private readonly factor: ChangeSecondFactor) {}

  @Post('totp')
  @HttpCode(200)
  @stepUp()
  @answers(
    'Begin with a second factor: a secret for the app',
    totpSetUp,
    exampleTotpSetUp,
    { 409: 'AUTH.SECOND_FACTOR_ON' },
    'Nothing asks for it until `POST /users/me/totp/confirm` shows that the app took it; beginning anew replaces it. RFC 6238: SHA-1, six digits, 30 seconds.',
  )
  begin(@Caller() caller: AccountIdentity, @Req() request: FastifyRequest): Promise<TotpSetUp> {
    return this.factor.begin(changerOf(caller, request));
  }

  @Post('totp/confirm')
  @HttpCode(200)
  @answers(
    'Switch the second factor on with the first code of the app; gives ten recovery codes, once',
    recoveryCodes,
    exampleRecoveryCodes,
    { 409: 'AUTH.NO_SECOND_FACTOR', 422: 'AUTH.WRONG_CODE', 429: 'AUTH.TOO_MANY_TRIES' },
    'From then on signing in takes `totp` as well: a code of the app, or a recovery code in its place. Each works once.',
  )
  async confirm(
    @Caller() caller: AccountIdentity,
    @Body({ schema: totpConfirmation }) { totp }: TotpConfirmation,
    @Req() request: FastifyRequest,
  ): Promise<RecoveryCodes> {
    return { recoveryCodes: await this.factor.confirm(changerOf(caller, request), totp) };
  }

  @Delete('totp')
  @stepUp()
  @answers('Switch the second factor off', accepted, switchedOff, { 409: 'AUTH.NO_SECOND_FACTOR' })
  async switchOff(@Caller() caller: AccountIdentity, @Req() request: FastifyRequest): Promise<{ detail: string }> {
    await this.factor.switchOff(changerOf(caller, request));
    return switchedOff;
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @stepUp()
  @answers('Make ten new recovery codes; those of before work no more', recoveryCodes, exampleRecoveryCodes, {
    409: 'AUTH.NO_SECOND_FACTOR',
  })
  async renewCodes(@Caller() caller: AccountIdentity, @Req() request: FastifyRequest): Promise<RecoveryCodes> {
    return { recoveryCodes: await this.factor.renewCodes(changerOf(caller, request)) };
  }
}
