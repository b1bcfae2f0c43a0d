/** What is said of accounts after it is stored. Sockets, keys and memory of what concerns them end with it. */
declare module '../../../platform/events/event-bridge' {
  interface BridgeEvents {
    'users.sessions-ended': { userId: string; sessionIds: string[] };
    'users.api-keys-revoked': { userId: string; keyIds: string[] };
    /** Role or status of an account changed: what was remembered of it is outdated. */
    'users.changed': { userId: string };
    /** Somebody changed how they are called or how the app looks to them: their other devices read it again. */
    'users.preferences-changed': { userId: string };
  }
}

export type {};
