import type { Topic } from './topic';

/** What a client that missed events gets later: the newest so many. */
const maxMissed = 20;

/** Something that is told once, or again when it has changed. */
export interface Notice {
  /** Socket.IO event name. */
  event: string;
  /** A newer notice of the same event and key replaces one that has not been sent. */
  key: string;
  /** The event's fields besides `channel` and `seq`. */
  body: object;
}

/** Tells notices one by one; its snapshot holds the lists that are shown. */
export class NoticeTopic implements Topic<Notice[]> {
  private gathered: Notice[] = [];

  constructor(private readonly sections: ReadonlyMap<string, () => readonly object[]>) {}

  get waiting(): boolean {
    return this.gathered.length > 0;
  }

  add(notice: Notice): void {
    this.gathered = this.merge(this.gathered, [notice]);
  }

  advance(): Notice[] | null {
    const next = this.gathered.shift();
    return next === undefined ? null : [next];
  }

  merge(older: Notice[] | null, newer: Notice[]): Notice[] {
    const byKey = new Map<string, Notice>();
    for (const notice of [...(older ?? []), ...newer]) {
      const key = `${notice.event} ${notice.key}`;
      byKey.delete(key);
      byKey.set(key, notice);
    }
    return [...byKey.values()].slice(-maxMissed);
  }

  first([next, ...rest]: Notice[]): [Notice[], Notice[] | null] {
    return [next === undefined ? [] : [next], rest.length === 0 ? null : rest];
  }

  event([notice]: Notice[]): string {
    return notice?.event ?? 'notice';
  }

  body([notice]: Notice[]): object {
    return notice?.body ?? {};
  }

  snapshot(): object {
    return Object.fromEntries([...this.sections].map(([field, newest]) => [field, newest()]));
  }
}
