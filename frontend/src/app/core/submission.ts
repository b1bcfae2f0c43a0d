import type { Signal } from '@angular/core';
import { computed, inject, signal } from '@angular/core';
import { Clock } from './clock';
import type { RequestFailure } from './problem';
import { toFailure } from './problem';

/** What is wrong with the fields of a form, by their names, each as a sentence. */
export type Faults = Readonly<Record<string, string>>;

/** The sending of one form: whether it is under way, and how it failed. What was typed is never touched. */
export interface Submission {
  readonly busy: Signal<boolean>;
  readonly failure: Signal<RequestFailure | null>;
  readonly faults: Signal<Faults>;
  /** How long the server wants to be left alone, in seconds; 0 when it does not. */
  readonly waitSeconds: Signal<number>;
  /**
   * Checks, then sends. Gives the answer, and undefined when a check or the server refused, which `faults` and `failure` then tell.
   */
  run<T>(send: () => Promise<T>, check?: Faults): Promise<T | undefined>;
  clear(): void;
}

/** Made in an injection context, once for each form. */
export function submission(): Submission {
  const clock = inject(Clock);
  const busy = signal(false);
  const failure = signal<RequestFailure | null>(null);
  const faults = signal<Faults>({});
  const waitUntil = signal(0);
  const clear = (): void => {
    failure.set(null);
    faults.set({});
  };
  const run = async <T>(send: () => Promise<T>, check: Faults = {}): Promise<T | undefined> => {
    clear();
    faults.set({ ...check });
    if (busy() || Object.keys(check).length > 0) return undefined;
    busy.set(true);
    try {
      return await send();
    } catch (error) {
      const failed = toFailure(error, navigator.onLine);
      failure.set(failed);
      faults.set(faultsOf(failed));
      waitUntil.set(clock.now() + (failed.retryAfterMs ?? 0));
      return undefined;
    } finally {
      busy.set(false);
    }
  };
  const waitSeconds = computed(() => Math.max(0, Math.ceil((waitUntil() - clock.now()) / 1000)));
  return { busy, failure, faults, waitSeconds, run, clear };
}

/** The server's words on single fields: "must have at least 12 characters". */
function faultsOf({ problem }: RequestFailure): Faults {
  return Object.fromEntries((problem?.errors ?? []).map(({ path, message }) => [path.replace(/^\//, ''), message]));
}
