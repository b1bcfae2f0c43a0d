import { LiveRefusal } from './live-refusal';
import type { Topic } from './topic';

/** A channel that was asked for and exists. */
export interface ChannelRequest {
  /** Its canonical spelling. */
  readonly name: string;
  /** Begins to tell it; called when nobody has heard it until now. */
  open(): Topic<unknown>;
}

/** Channels that begin alike, offered by the module that tells them. */
export interface ChannelKind {
  /** The word before the first colon: `price` of `price:BTC`. */
  readonly prefix: string;
  /** A name that exists, for refusals; null for what refusals do not list. */
  readonly example: string | null;
  /** How many of them one process tells at once; any number when left out. */
  readonly most?: number;
  /** Reads the words after the prefix, in any spelling. Throws LiveRefusal for a channel that does not exist or may not be heard. */
  read(words: readonly string[], text: string): ChannelRequest;
}

/** Every kind of channel that is offered. */
export class ChannelKinds {
  private readonly byPrefix = new Map<string, ChannelKind>();

  add(kind: ChannelKind): void {
    if (this.byPrefix.has(kind.prefix)) throw new Error(`the channels ${kind.prefix} are offered twice`);
    this.byPrefix.set(kind.prefix, kind);
  }

  read(text: string): ChannelRequest {
    const [prefix = '', ...words] = text.split(':');
    const kind = this.byPrefix.get(prefix);
    if (kind === undefined) {
      throw unknownChannel(text, `channels are ${[...this.byPrefix.values()].flatMap(({ example }) => example ?? []).join(', ')}`);
    }
    return kind.read(words, text);
  }

  /** Throws LiveRefusal when the channels `asked` for, beside the `open` ones, were more than a kind allows. */
  refuseTooMany(open: Iterable<string>, asked: Iterable<string>): void {
    const opened = new Set(open);
    const fresh = new Map<ChannelKind, number>();
    for (const name of asked) {
      const kind = this.byPrefix.get(prefixOf(name));
      if (kind?.most !== undefined && !opened.has(name)) fresh.set(kind, (fresh.get(kind) ?? 0) + 1);
    }
    for (const [{ prefix, most = Infinity }, count] of fresh) {
      const told = [...opened].filter((name) => prefixOf(name) === prefix).length;
      if (told + count <= most) continue;
      throw new LiveRefusal(
        'LIVE.NOT_AVAILABLE',
        `${prefix}: ${most} different ones are streamed already, which is the most; try again later`,
      );
    }
  }
}

/** A channel without words after its name. */
export function plainChannel(name: string, open: () => Topic<unknown>): ChannelKind {
  return {
    prefix: name,
    example: name,
    read: (words, text) => {
      if (words.length > 0) throw unknownChannel(text, `the channel is ${name}`);
      return { name, open };
    },
  };
}

export function unknownChannel(text: string, why: string): LiveRefusal {
  return new LiveRefusal('LIVE.UNKNOWN_CHANNEL', `unknown channel ${JSON.stringify(text)}: ${why}`);
}

function prefixOf(name: string): string {
  return name.split(':', 1)[0] ?? '';
}
