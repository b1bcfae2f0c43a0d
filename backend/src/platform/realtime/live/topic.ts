/**
 * What a channel tells, apart from how it is sent. News gathers until the next frame; `D` is what one frame changes, in a form
 * that can be merged for a client that missed frames without growing beyond the channel's latest state.
 */
export interface Topic<D> {
  /** News is waiting for a frame. */
  readonly waiting: boolean;
  /** Takes the next frame's content; null when nothing has changed after all. */
  advance(): D | null;
  merge(older: D | null, newer: D): D;
  /** Divides what a client missed into the next event's content and the rest. */
  first(delta: D): [D, D | null];
  /** Socket.IO event name. */
  event(delta: D): string;
  /** The event's fields besides `channel` and `seq`. */
  body(delta: D): object;
  /** The state as of the last frame, in the event's shape: what is waiting comes with the next frame. */
  snapshot(): object;
  /** Nobody hears the channel any more. */
  close?(): void;
}
