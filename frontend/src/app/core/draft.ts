import type { ValueEqualityFn, WritableSignal } from '@angular/core';
import { computed, linkedSignal } from '@angular/core';

/**
 * What somebody writes over a value that is kept elsewhere, beginning with that value. It stays when the same value is read again, and
 * gives way only to another one.
 */
export function draft<T>(kept: () => T, equal?: ValueEqualityFn<T>): WritableSignal<T> {
  // A linked signal by itself begins anew with each reading, the same value or not.
  return linkedSignal(computed(kept, equal && { equal }));
}
