import type { Signal } from '@angular/core';
import { signal } from '@angular/core';

/** A value that stays in this browser until there are accounts to keep it. */
export interface Kept<T> {
  readonly value: Signal<T>;
  set(value: T): void;
}

/**
 * Keeps a value under `tideline.NAME` in this browser's storage. What is stored there may be anything, so `read` makes the value of it,
 * or of undefined where nothing is stored.
 */
export function kept<T>(name: string, read: (stored: unknown) => T): Kept<T> {
  const key = `tideline.${name}`;
  const state = signal(read(stored(key)));
  return {
    value: state.asReadonly(),
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
