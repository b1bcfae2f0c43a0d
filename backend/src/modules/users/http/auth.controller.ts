import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { account, accepted, loginRequest, signedIn, steppedUp, stepUpRequest, type Account, type SignedIn } from '@tideline/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Caller } from '../../../platform/access/caller';
import type { AccountIdentity } from '../../../platform/access/identity';
import { entrance, person, personal, user } from '../../../platform/access/policy';
import { CodedError } from '../../../platform/http/coded-error';
import { answers } from '../../../platform/http/openapi/answers';
import { accessTokenSeconds } from '../application/access-tokens';
import { KeepSessions, type Continued } from '../application/keep-sessions';
import { ReadAccount } from '../application/read-account';
import { SignIn } from '../application/sign-in';
import { StepUp, stepUpSeconds } from '../application/step-up';
import { noRefreshToken } from '../application/users.errors';
import { changerOf, clientOf } from './client-of';
import { RefreshCookie } from './refresh-cookie';
import { exampleAccount, exampleSignedIn } from './users-examples';
import type { LoginRequest, StepUpRequest } from './users.dto';

/** Signing in, staying signed in, signing out. */
@ApiTags('Auth')
@personal()
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    @Inject(SignIn) private readonly door: SignIn,
    @Inject(KeepSessions) private readonly sessions: KeepSessions,
    @Inject(StepUp) private readonly stepUps: StepUp,
    @Inject(ReadAccount) private readonly accounts: ReadAccount,
    @Inject(RefreshCookie) private readonly cookie: RefreshCookie,
  ) {}

  @Post('login')
  @HttpCode(200)
  @entrance()
  @answers(
    'Sign in: an access token for 15 minutes, and a refresh token as the cookie `tideline_refresh`',
    signedIn,
    exampleSignedIn,
    { 401: 'AUTH.INVALID_CREDENTIALS', 403: 'AUTH.EMAIL_NOT_VERIFIED', 429: 'AUTH.TOO_MANY_TRIES', 503: 'AUTH.BUSY' },
    'From the fifth failure on, tries for this account from this address have to wait (`Retry-After`). Also 401 `AUTH.SECOND_FACTOR_REQUIRED`, 403 `AUTH.ACCOUNT_DISABLED` and `AUTH.CSRF`.',
  )
  async login(
    @Body({ schema: loginRequest }) typed: LoginRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    this.cookie.checkOrigin(request);
    return this.given(request, reply, await this.door.signIn(typed, clientOf(request)));
  }

  @Post('refresh')
  @HttpCode(200)
  @entrance()
  @answers(
    'Continue the session of the refresh cookie: a new access token and a new cookie',
    signedIn,
    exampleSignedIn,
    { 401: 'AUTH.REFRESH_INVALID', 403: 'AUTH.CSRF' },
    'Within 10 seconds the old cookie is given the same successor again; later the session ends (401 `AUTH.REFRESH_REPLAYED`), since two hold it.',
  )
  async refresh(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignedIn> {
    const token = this.cookie.read(request);
    if (token === undefined) throw noRefreshToken();
    const tokens = await this.sessions.refresh(token, clientOf(request)).catch((error: unknown) => {
      // Who could not be answered for now, as while the database is away, keeps what to ask again with.
      if (error instanceof CodedError && error.status === 401) this.cookie.take(request, reply);
      throw error;
    });
    return this.given(request, reply, tokens);
  }

  @Post('logout')
  @HttpCode(200)
  @entrance()
  @answers('Sign out: the session of the cookie or of the access token ends', accepted, { detail: 'Signed out.' }, { 403: 'AUTH.CSRF' })
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ detail: string }> {
    const token = this.cookie.read(request);
    const { identity } = request;
    if (token !== undefined) await this.sessions.endByToken(token, request.ip);
    if (identity.kind === 'account' && identity.sessionId !== null) {
      await this.sessions.end({ userId: identity.accountId, address: request.ip }, { only: identity.sessionId }, 'signed out');
    }
    this.cookie.take(request, reply);
    return { detail: 'Signed out.' };
  }

  @Get('me')
  @user('read')
  @answers('Who is signed in', account, exampleAccount)
  me(@Caller() { accountId }: AccountIdentity): Promise<Account> {
    return this.accounts.byId(accountId);
  }

  @Post('step-up')
  @HttpCode(200)
  @person()
  @answers(
    'Show once more that it is you: a token to send as `X-Step-Up`, for 5 minutes and this session',
    steppedUp,
    { stepUpToken: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…', expiresInSeconds: stepUpSeconds },
    { 422: 'AUTH.WRONG_PASSWORD', 429: 'AUTH.TOO_MANY_TRIES', 503: 'AUTH.BUSY' },
    'With a second factor only `totp` (a code of the app, or a recovery code) is taken: 422 `AUTH.SECOND_FACTOR_REQUIRED`, `AUTH.WRONG_CODE`; without one only `password`.',
  )
  async stepUp(
    @Caller() caller: AccountIdentity,
    @Body({ schema: stepUpRequest }) typed: StepUpRequest,
    @Req() request: FastifyRequest,
  ): Promise<z.output<typeof steppedUp>> {
    return { stepUpToken: await this.stepUps.confirm(changerOf(caller, request), typed), expiresInSeconds: stepUpSeconds };
  }

  private async given(request: FastifyRequest, reply: FastifyReply, tokens: Continued): Promise<SignedIn> {
    // Read when all is done: a recovery code that was used is not left any more.
    const own = await this.accounts.byId(tokens.userId);
    this.cookie.give(request, reply, tokens.refreshToken, tokens.refreshExpiresAt);
    return { accessToken: tokens.accessToken, expiresInSeconds: accessTokenSeconds, user: own };
  }
}
