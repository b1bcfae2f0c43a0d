import { invalidCredential, tokenExpired } from '../src/platform/access/access.errors';
import { Identities } from '../src/platform/access/identities';
import type { AccountIdentity } from '../src/platform/access/identity';

/** Credentials that a test gives out and takes back: `alice`, `alice again`; the word before the blank is the account. */
export class Doors {
  readonly identities = new Identities();
  readonly ended = new Map<string, Error>();
  readonly expiry = new Map<string, number>();
  reads = 0;
  /** Holds up every reading until it is resolved. */
  gate: Promise<void> = Promise.resolve();

  constructor() {
    for (const scheme of ['bearer', 'key'] as const) this.identities.offer(scheme, (text) => this.read(scheme, text));
  }

  private async read(scheme: 'bearer' | 'key', text: string): Promise<AccountIdentity> {
    this.reads += 1;
    const fault = this.ended.get(text);
    await this.gate;
    if (fault !== undefined) throw fault;
    const [accountId = ''] = text.split(' ');
    if (!['alice', 'bob', 'crowd'].includes(accountId)) throw invalidCredential();
    const expiresAt = this.expiry.get(text) ?? null;
    if (expiresAt !== null && expiresAt <= Date.now()) throw tokenExpired();
    const own = scheme === 'bearer' ? { sessionId: text, keyId: null } : { sessionId: null, keyId: text };
    return { kind: 'account', accountId, role: 'user', scopes: text.endsWith('writer') ? ['write'] : ['read'], expiresAt, ...own };
  }
}
