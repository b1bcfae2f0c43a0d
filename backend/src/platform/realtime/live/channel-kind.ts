import { LiveRefusal } from './live-refusal';
import type { Topic } from './topic';

/** A channel that was asked for and exists. */
export interface ChannelRequest {
  /** Its canonical spelling. */
  readonly name: string;
  /** Begins to tell it; called when nobody has heard it until now. A personal channel is told of one account. */
  open(accountId: string): Topic<unknown>;
}

/** Who may hear a channel: everybody the same, or each account its own. */
export type ChannelPolicy = 'anyone' | 'account';

/** Channels that begin alike, offered by the module that tells them. */
export interface ChannelKind {
  /** The word before the first colon: `price` of `price:BTC`. */
  readonly prefix: string;
  readonly who: ChannelPolicy;
  /** A name that exists, for refusals; null for what refusals do not list. */
  readonly example: string | null;
  /** How many of them one process tells at once; any number when left out. */
  readonly most?: number;
  /** Reads the words after the prefix, in any spelling. Throws LiveRefusal for a channel that does not exist. */
  read(words: readonly string[], text: string): ChannelRequest;
}

/** A channel that a client may hear. */
export interface GrantedChannel {
  readonly name: string;
  /** What it is held under: a personal channel has one of its name for each account. */
  readonly key: string;
  open(): Topic<unknown>;
}

/** Every kind of channel that is offered, and who may hear it. */
export class ChannelKinds {
  private readonly byPrefix = new Map<string, ChannelKind>();

  /** Throws for a second kind of the same prefix, and for one that does not say who may hear it. */
  add(kind: ChannelKind): void {
    if (this.byPrefix.has(kind.prefix)) throw new Error(`the channels ${kind.prefix} are offered twice`);
    if (kind.who !== 'anyone' && kind.who !== 'account') throw new Error(`the channels ${kind.prefix} do not say who may hear them`);
    this.byPrefix.set(kind.prefix, kind);
  }

  /** Reads a channel's name as the client of this account means it, null for an anonymous one. Throws LiveRefusal. */
  read(text: string, accountId: string | null): GrantedChannel {
    const [prefix = '', ...words] = text.split(':');
    const kind = this.byPrefix.get(prefix);
    if (kind === undefined) {
      throw unknownChannel(text, `channels are ${[...this.byPrefix.values()].flatMap(({ example }) => example ?? []).join(', ')}`);
    }
    if (kind.who === 'anyone') {
      const request = kind.read(words, text);
      return { name: request.name, key: request.name, open: () => request.open('') };
    }
    if (accountId === null) throw new LiveRefusal('AUTH.REQUIRED', `${prefix} is personal: connect with auth.token or auth.apiKey`);
    const request = kind.read(words, text);
    return { name: request.name, key: personalKey(request.name, accountId), open: () => request.open(accountId) };
  }

  /** Throws LiveRefusal when the channels `asked` for, beside the `open` ones, were more than a kind allows. */
  refuseTooMany(open: Iterable<string>, asked: Iterable<string>): void {
    const opened = new Set(open);
    const fresh = new Map<ChannelKind, number>();
    for (const key of asked) {
      const kind = this.byPrefix.get(prefixOf(key));
      if (kind?.most !== undefined && !opened.has(key)) fresh.set(kind, (fresh.get(kind) ?? 0) + 1);
    }
    for (const [{ prefix, most = Infinity }, count] of fresh) {
      const told = [...opened].filter((key) => prefixOf(key) === prefix).length;
      if (told + count <= most) continue;
      throw new LiveRefusal(
        'LIVE.NOT_AVAILABLE',
        `${prefix}: ${most} different ones are streamed already, which is the most; try again later`,
      );
    }
  }
}

/** A channel without words after its name, the same for everybody. */
export function plainChannel(name: string, open: () => Topic<unknown>): ChannelKind {
  return single(name, { who: 'anyone', example: name, open });
}

/** A channel without words after its name, of which each account hears its own. */
export function personalChannel(name: string, open: (accountId: string) => Topic<unknown>): ChannelKind {
  return single(name, { who: 'account', example: null, open });
}

/** What an account's own channel is held under. Always ends in the account, so that no client can name another's. */
export function personalKey(name: string, accountId: string): string {
  return `${name}:@${accountId}`;
}

export function unknownChannel(text: string, why: string): LiveRefusal {
  return new LiveRefusal('LIVE.UNKNOWN_CHANNEL', `unknown channel ${JSON.stringify(text)}: ${why}`);
}

function single(name: string, kind: Pick<ChannelKind, 'who' | 'example'> & Pick<ChannelRequest, 'open'>): ChannelKind {
  return {
    prefix: name,
    who: kind.who,
    example: kind.example,
    read: (words, text) => {
      if (words.length > 0) throw unknownChannel(text, `the channel is ${name}`);
      return { name, open: kind.open };
    },
  };
}

function prefixOf(key: string): string {
  return key.split(':', 1)[0] ?? '';
}
