import type { IncomingHttpHeaders } from 'node:http';
import { invalidCredential } from './access.errors';
import { anonymous, type AccountIdentity, type Identity } from './identity';

/** Reads one kind of credential. Throws a coded 401 for one that is not valid. */
export type CredentialReader = (credential: string) => AccountIdentity | Promise<AccountIdentity>;
/** Whether the `X-Step-Up` header of a request is a token that was given to this identity a short while ago. */
export type StepUpReader = (token: string, identity: AccountIdentity) => boolean;

/** Gives who a credential stands for when nobody has to be asked, null otherwise or when it is not valid. Never throws. */
export type RememberedReader = (credential: string) => AccountIdentity | null;

interface Readers {
  read: CredentialReader;
  remembered: RememberedReader;
}

/** What may come with a request; undefined is none. */
interface Credentials {
  token?: string | undefined;
  key?: string | undefined;
}

type Scheme = 'bearer' | 'key';

/** Tells who a request comes from. The kinds of credentials are offered by whoever gives them out; what nobody offers is not valid. */
export class Identities {
  private readonly readers = new Map<Scheme, Readers>();
  private stepUpReader: StepUpReader | null = null;

  offer(scheme: Scheme, read: CredentialReader, remembered: RememberedReader = () => null): void {
    this.readers.set(scheme, { read, remembered });
  }

  offerStepUp(reader: StepUpReader): void {
    this.stepUpReader = reader;
  }

  /**
   * Gives the identity of the headers: at once for who sends no credential. Throws or rejects with a coded 401 for an invalid one, and
   * for two at a time. Other schemes than Bearer are none of ours: a proxy in front may use them.
   */
  identify(headers: IncomingHttpHeaders): Identity | Promise<Identity> {
    return this.identifyBy(credentialsOf(headers));
  }

  /** The same for what was sent in another way than by headers. */
  identifyBy({ token, key }: Credentials): Identity | Promise<Identity> {
    if (key === undefined) return token === undefined ? anonymous : this.read('bearer', token);
    if (token !== undefined) throw invalidCredential('Send an access token or an API key, not both.');
    return this.read('key', key);
  }

  /** The identity of the headers when nobody has to be asked for it; null for all others, valid or not. */
  remembered(headers: IncomingHttpHeaders): Identity | null {
    const { token, key } = credentialsOf(headers);
    if (key === undefined) return token === undefined ? anonymous : this.recall('bearer', token);
    return token === undefined ? this.recall('key', key) : null;
  }

  stepUpHolds(token: string | string[] | undefined, identity: AccountIdentity): boolean {
    return typeof token === 'string' && this.stepUpReader !== null && this.stepUpReader(token, identity);
  }

  private read(scheme: Scheme, credential: string): Identity | Promise<Identity> {
    const readers = this.readers.get(scheme);
    if (readers === undefined) throw invalidCredential();
    return readers.read(credential);
  }

  private recall(scheme: Scheme, credential: string): Identity | null {
    return this.readers.get(scheme)?.remembered(credential) ?? null;
  }
}

function credentialsOf({ authorization, 'x-api-key': key }: IncomingHttpHeaders): Credentials {
  return {
    token: authorization === undefined ? undefined : bearerOf(authorization),
    key: key === undefined ? undefined : String(key),
  };
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
