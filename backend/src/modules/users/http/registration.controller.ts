import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { accepted, emailRequest, registerRequest, resetPasswordRequest, setUpRequest, tokenRequest } from '@tideline/contracts';
import type { FastifyRequest } from 'fastify';
import { entrance, personal } from '../../../platform/access/policy';
import { idempotent } from '../../../platform/http/idempotency/idempotent';
import { answers } from '../../../platform/http/openapi/answers';
import { ConfirmEmail } from '../application/confirm-email';
import { FirstAdministrator } from '../application/first-administrator';
import { Register } from '../application/register';
import { ResetPassword } from '../application/reset-password';
import type { EmailRequest, RegisterRequest, ResetPasswordRequest, SetUpRequest, TokenRequest } from './users.dto';

interface Accepted {
  detail: string;
}

const registered: Accepted = { detail: 'A mail is on its way to this address.' };
const maybeMailed: Accepted = { detail: 'If there is something to confirm, a mail is on its way to this address.' };
const resetMailed: Accepted = { detail: 'If this address has an account, a mail is on its way to it.' };
const confirmed: Accepted = { detail: 'The address is confirmed.' };
const passwordSet: Accepted = { detail: 'The password is set; sign in with it.' };
const madeAdministrator: Accepted = { detail: 'The administrator is there; sign in.' };

/** Becoming somebody, and getting back in. None of these routes tells whether an address is known. */
@ApiTags('Auth')
@personal()
@Controller('api/v1/auth')
export class RegistrationController {
  constructor(
    @Inject(Register) private readonly registration: Register,
    @Inject(ConfirmEmail) private readonly confirmation: ConfirmEmail,
    @Inject(ResetPassword) private readonly passwords: ResetPassword,
    @Inject(FirstAdministrator) private readonly administrator: FirstAdministrator,
  ) {}

  @Post('register')
  @HttpCode(202)
  @entrance()
  @idempotent()
  @answers(
    'Register; a link in a mail confirms the address',
    accepted,
    registered,
    { 422: 'AUTH.PASSWORD_REFUSED', 503: 'AUTH.BUSY' },
    undefined,
    202,
  )
  async register(@Body({ schema: registerRequest }) typed: RegisterRequest, @Req() { ip }: FastifyRequest): Promise<Accepted> {
    await this.registration.register(typed, ip);
    return registered;
  }

  @Post('verify-email')
  @HttpCode(200)
  @entrance()
  @answers('Confirm an address with the token of the link', accepted, confirmed, { 409: 'USERS.EMAIL_TAKEN', 422: 'AUTH.TOKEN_INVALID' })
  async verify(@Body({ schema: tokenRequest }) { token }: TokenRequest, @Req() { ip }: FastifyRequest): Promise<Accepted> {
    await this.confirmation.confirm(token, ip);
    return confirmed;
  }

  @Post('resend-verification')
  @HttpCode(202)
  @entrance()
  @idempotent()
  @answers('Mail the link of a registration once more', accepted, maybeMailed, {}, undefined, 202)
  async resend(@Body({ schema: emailRequest }) { email }: EmailRequest): Promise<Accepted> {
    await this.registration.resend(email);
    return maybeMailed;
  }

  @Post('forgot-password')
  @HttpCode(202)
  @entrance()
  @idempotent()
  @answers('Mail a link to choose a new password', accepted, resetMailed, {}, undefined, 202)
  async forgot(@Body({ schema: emailRequest }) { email }: EmailRequest, @Req() { ip }: FastifyRequest): Promise<Accepted> {
    await this.passwords.ask(email, ip);
    return resetMailed;
  }

  @Post('reset-password')
  @HttpCode(200)
  @entrance()
  @answers('Choose a new password with the token of the link; every session ends', accepted, passwordSet, { 422: 'AUTH.TOKEN_INVALID' })
  async reset(@Body({ schema: resetPasswordRequest }) typed: ResetPasswordRequest, @Req() { ip }: FastifyRequest): Promise<Accepted> {
    await this.passwords.reset(typed.token, typed.password, ip);
    return passwordSet;
  }

  @Post('set-up')
  @HttpCode(200)
  @entrance()
  @answers("Become the first administrator with the token of the link in the install's log", accepted, madeAdministrator, {
    422: 'AUTH.TOKEN_INVALID',
  })
  async setUp(@Body({ schema: setUpRequest }) { token, ...typed }: SetUpRequest, @Req() { ip }: FastifyRequest): Promise<Accepted> {
    await this.administrator.setUp(token, typed, ip);
    return madeAdministrator;
  }
}
