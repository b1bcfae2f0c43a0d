import type { Signal } from '@angular/core';
import { signal } from '@angular/core';

/** A value that stays in this browser. */
export interface Kept<T> {
  /** The key in the browser's storage. */
  readonly key: string;
  readonly value: Signal<T>;
  set(value: T): void;
  /** Takes what storage holds now: another tab may have written it. */
  reread(): void;
}

/**
 * Keeps a value under `tideline.NAME` in this browser's storage. What is stored there may be anything, so `read` makes the value of it,
 * or of undefined where nothing is stored.
 */
export function kept<T>(name: string, read: (stored: unknown) => T): Kept<T> {
  const key = `tideline.${name}`;
  const state = signal(read(stored(key)));
  return {
    key,
    value: state.asReadonly(),
    reread: () => state.set(read(stored(key))),
    set: (value) => {
      state.set(value);
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // Storage is blocked or full: the value holds until the page is closed.
      }
    },
  };
}

function stored(key: string): unknown {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
