import { hash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import jwt from 'jsonwebtoken';
import { ExtractJwt, Strategy, type VerifyCallback } from 'passport-jwt';
import { z } from 'zod';
import { invalidCredential, tokenExpired } from '../../../platform/access/access.errors';
import { USER_KEYS, type UserKeys } from './user-keys';

const { sign, TokenExpiredError } = jwt;

export const accessTokenSeconds = 900;
/** Clocks of several processes may differ by so much; a token from farther in the future outlived a clock that was set back. */
const clockSkewSeconds = 60;
const longestToken = 2_000;
const rememberedTokens = 20_000;
const fixed = { issuer: 'tideline', audience: 'tideline-api', algorithm: 'HS256' } as const;

const claims = z.strictObject({
  iss: z.literal(fixed.issuer),
  aud: z.literal(fixed.audience),
  sub: z.uuid(),
  sid: z.uuid(),
  typ: z.literal('access'),
  iat: z.int(),
  exp: z.int(),
  jti: z.uuid(),
});
export type AccessClaims = z.infer<typeof claims>;

/** Gives and reads access tokens: JWTs of 15 minutes with one fixed algorithm. What their headers say of keys or algorithms is not asked. */
@Injectable()
export class AccessTokens {
  private readonly key: Buffer;
  private readonly strategy: Strategy;
  /** What verified tokens say, by their hashes: a signature is computed once. */
  private readonly verified = new Map<string, AccessClaims>();

  constructor(@Inject(USER_KEYS) keys: UserKeys) {
    this.key = keys.accessToken;
    const accept: VerifyCallback = (payload, done) => {
      const read = claims.safeParse(payload);
      if (read.success) done(null, read.data);
      else done(null, false, invalidCredential());
    };
    this.strategy = new Strategy(
      {
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        secretOrKey: this.key,
        algorithms: [fixed.algorithm],
        issuer: fixed.issuer,
        audience: fixed.audience,
      },
      accept,
    );
  }

  issue({ userId, sessionId }: { userId: string; sessionId: string }, now: number): string {
    const iat = Math.floor(now / 1000);
    const payload = { sub: userId, sid: sessionId, typ: 'access', iat, exp: iat + accessTokenSeconds, jti: randomUUID() };
    return sign(payload, this.key, fixed);
  }

  /** Gives the claims of a token. Rejects with a coded 401. */
  async read(token: string, now: number): Promise<AccessClaims> {
    // The strategy would read the first word only.
    if (token.length > longestToken || /\s/.test(token)) throw invalidCredential();
    const found = await this.authenticate(token);
    if (found.exp - found.iat > accessTokenSeconds || !isTimely(found, now)) throw tokenExpired();
    this.remember(token, found);
    return found;
  }

  /** Gives the claims of a token that was verified before and has not expired; null for all others. */
  recall(token: string, now: number): AccessClaims | null {
    if (token.length > longestToken) return null;
    const found = this.verified.get(keyOf(token));
    return found !== undefined && isTimely(found, now) ? found : null;
  }

  private remember(token: string, found: AccessClaims): void {
    const oldest = this.verified.size < rememberedTokens ? undefined : this.verified.keys().next().value;
    if (oldest !== undefined) this.verified.delete(oldest);
    this.verified.set(keyOf(token), found);
  }

  /** Runs the strategy as passport does: each request gets its own copy with ways out. */
  private authenticate(token: string): Promise<AccessClaims> {
    return new Promise((resolve, reject) => {
      const attempt = Object.assign(Object.create(this.strategy) as Strategy, {
        success: (found: unknown) => resolve(found as AccessClaims),
        fail: (reason: unknown) => reject(reason instanceof TokenExpiredError ? tokenExpired() : invalidCredential()),
        error: reject,
      });
      attempt.authenticate({ headers: { authorization: `Bearer ${token}` } } as unknown as Parameters<Strategy['authenticate']>[0]);
    });
  }
}

function keyOf(token: string): string {
  return hash('sha256', token, 'base64');
}

function isTimely({ iat, exp }: AccessClaims, now: number): boolean {
  return exp * 1000 > now && iat * 1000 <= now + clockSkewSeconds * 1000;
}
