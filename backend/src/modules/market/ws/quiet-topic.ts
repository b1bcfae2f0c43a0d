import type { Topic } from './topic';

/** A channel that can be subscribed to and has nothing to tell yet. */
export class QuietTopic implements Topic<never> {
  readonly event = 'global';
  readonly waiting = false;

  advance(): null {
    return null;
  }

  merge(_older: never, newer: never): never {
    return newer;
  }

  first(delta: never): [never, null] {
    return [delta, null];
  }

  body(): object {
    return {};
  }

  snapshot(): object {
    return {};
  }
}
