import type { IncomingHttpHeaders } from 'node:http';
import { invalidCredential } from './access.errors';
import { anonymous, type AccountIdentity, type Identity } from './identity';

/** Reads one kind of credential. Throws a coded 401 for one that is not valid. */
export type CredentialReader = (credential: string) => AccountIdentity | Promise<AccountIdentity>;
/** Whether the `X-Step-Up` header of a request is a token that was given to this identity a short while ago. */
export type StepUpReader = (token: string, identity: AccountIdentity) => boolean;

type Scheme = 'bearer' | 'key';

/** Tells who a request comes from. The kinds of credentials are offered by whoever gives them out; what nobody offers is not valid. */
export class Identities {
  private readonly readers = new Map<Scheme, CredentialReader>();
  private stepUpReader: StepUpReader | null = null;

  offer(scheme: Scheme, reader: CredentialReader): void {
    this.readers.set(scheme, reader);
  }

  offerStepUp(reader: StepUpReader): void {
    this.stepUpReader = reader;
  }

  /**
   * Gives the identity of the headers: at once for who sends no credential. Throws or rejects with a coded 401 for an invalid one, and
   * for two at a time. Other schemes than Bearer are none of ours: a proxy in front may use them.
   */
  identify(headers: IncomingHttpHeaders): Identity | Promise<Identity> {
    const key = headers['x-api-key'];
    const { authorization } = headers;
    if (key === undefined && authorization === undefined) return anonymous;
    const token = authorization === undefined ? undefined : bearerOf(authorization);
    return this.identifyBy({ token, key: key === undefined ? undefined : String(key) });
  }

  /** The same for what was sent in another way than by headers. */
  identifyBy({ token, key }: { token?: string | undefined; key?: string | undefined }): Identity | Promise<Identity> {
    if (key === undefined) return token === undefined ? anonymous : this.read('bearer', token);
    if (token !== undefined) throw invalidCredential('Send an access token or an API key, not both.');
    return this.read('key', key);
  }

  stepUpHolds(token: string | string[] | undefined, identity: AccountIdentity): boolean {
    return typeof token === 'string' && this.stepUpReader !== null && this.stepUpReader(token, identity);
  }

  private read(scheme: Scheme, credential: string): Identity | Promise<Identity> {
    const reader = this.readers.get(scheme);
    if (reader === undefined) throw invalidCredential();
    return reader(credential);
  }
}

/** Whether the request carries something that may be a credential of ours. */
export function hasCredential(headers: IncomingHttpHeaders): boolean {
  return headers.authorization !== undefined || headers['x-api-key'] !== undefined;
}

/** Gives what follows `Bearer`, empty when nothing does; undefined for another scheme. */
function bearerOf(authorization: string): string | undefined {
  const [scheme = '', ...rest] = authorization.trim().split(/\s+/);
  return scheme.toLowerCase() === 'bearer' ? rest.join(' ') : undefined;
}
