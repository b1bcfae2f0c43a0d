import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { scopeMissing } from '../../../platform/access/access.errors';
import { Identities } from '../../../platform/access/identities';
import type { AccountIdentity } from '../../../platform/access/identity';
import { ShowIdentity, type Changer } from './show-identity';
import { USER_KEYS, type UserKeys } from './user-keys';

export const stepUpSeconds = 300;
/** A token from farther in the future outlived a clock that was set back. */
const clockSkewSeconds = 60;
const longestToken = 2_000;
const fixed = { issuer: 'tideline', audience: 'tideline-step-up', algorithm: 'HS256' } as const;

const claims = z.strictObject({
  iss: z.literal(fixed.issuer),
  aud: z.literal(fixed.audience),
  sub: z.uuid(),
  sid: z.uuid(),
  typ: z.literal('step-up'),
  iat: z.int(),
  exp: z.int(),
});

/** Lets who is signed in do, for 5 minutes, what a stolen session must not: they have shown once more that it is them. */
@Injectable()
export class StepUp implements OnModuleInit {
  constructor(
    @Inject(ShowIdentity) private readonly identity: ShowIdentity,
    @Inject(Identities) private readonly identities: Identities,
    @Inject(USER_KEYS) private readonly keys: UserKeys,
  ) {}

  onModuleInit(): void {
    this.identities.offerStepUp((token, caller) => this.holds(token, caller));
  }

  /** Gives a token for the account and the session that ask. Throws a 422 for what is not right, a 429 for too many tries. */
  async confirm(changer: Changer, typed: { password: string } | { totp: string }): Promise<string> {
    const { userId, sessionId } = changer;
    if (sessionId === null) throw scopeMissing('An API key cannot do this; sign in.');
    await this.identity.show(changer, typed);
    const iat = Math.floor(Date.now() / 1000);
    const payload = { sub: userId, sid: sessionId, typ: 'step-up', iat, exp: iat + stepUpSeconds };
    return jwt.sign(payload, this.keys.stepUp, fixed);
  }

  private holds(token: string, { accountId, sessionId }: AccountIdentity): boolean {
    const found = token.length > longestToken ? null : this.read(token);
    if (found === null || found.sub !== accountId || found.sid !== sessionId) return false;
    return found.exp - found.iat <= stepUpSeconds && found.iat <= Math.floor(Date.now() / 1000) + clockSkewSeconds;
  }

  private read(token: string): z.output<typeof claims> | null {
    try {
      const { issuer, audience, algorithm } = fixed;
      return claims.parse(jwt.verify(token, this.keys.stepUp, { issuer, audience, algorithms: [algorithm] }));
    } catch {
      return null;
    }
  }
}
