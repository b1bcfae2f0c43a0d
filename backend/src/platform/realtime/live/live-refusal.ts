export type LiveRefusalCode =
  | 'LIVE.BAD_REQUEST'
  | 'LIVE.UNKNOWN_CHANNEL'
  | 'LIVE.NOT_AVAILABLE'
  | 'LIVE.TOO_MANY_CHANNELS'
  | 'LIVE.TOO_MANY_REQUESTS'
  | 'LIVE.BUSY'
  | 'AUTH.REQUIRED';

/** A request of the live stream that is answered with `{ok:false, code, detail}`. */
export class LiveRefusal extends Error {
  constructor(
    readonly code: LiveRefusalCode,
    readonly detail: string,
  ) {
    super(detail);
  }
}
