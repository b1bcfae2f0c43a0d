/** What an account may do at all. */
export type AccountRole = 'user' | 'admin';
/** What a credential may do in its account's name; a session may do both. */
export type AccessScope = 'read' | 'write';

/** Nobody in particular: no credential was sent. */
export interface Anonymous {
  kind: 'anonymous';
}

/** An account, through one of its sessions or keys. */
export interface AccountIdentity {
  kind: 'account';
  accountId: string;
  role: AccountRole;
  scopes: readonly AccessScope[];
  /** Null when it came with a key. */
  sessionId: string | null;
  /** Null when it came with a session. */
  keyId: string | null;
  /** When the credential stops being valid by itself, epoch ms; null for never. */
  expiresAt: number | null;
}

export type Identity = Anonymous | AccountIdentity;

export const anonymous: Anonymous = Object.freeze({ kind: 'anonymous' });
