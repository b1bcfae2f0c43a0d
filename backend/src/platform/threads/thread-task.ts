/**
 * Work that is done on a thread of its own: a pure function of values that can be cloned. Buffers that the result has to itself are
 * moved back, not copied.
 */
export interface ThreadTask<I, O> {
  readonly name: string;
  readonly run: (input: I) => O;
}

/** Defines a task; it can be run once it is listed in `backend/src/thread.ts`. */
export function defineTask<I, O>(name: string, run: (input: I) => O): ThreadTask<I, O> {
  return { name, run };
}

/** What crosses to a thread. */
export interface TaskCall {
  task: string;
  input: unknown;
}

/** The buffers that a value has to itself, at its top level or one below; a view of a part of a larger buffer is left out. */
export function ownBuffers(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return [];
  const parts: unknown[] = ArrayBuffer.isView(value) ? [value] : Object.values(value);
  const whole = parts.filter((part) => ArrayBuffer.isView(part)).filter((view) => view.byteLength === view.buffer.byteLength);
  return [...new Set(whole.map(({ buffer }) => buffer as ArrayBuffer))];
}
