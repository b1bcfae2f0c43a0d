/** An error that the caller may read: a stable code for programs, an HTTP status, and one sentence for people. */
export class CodedError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    /** `traceId`: that of an earlier request, whose answer this is. */
    readonly more: { errors?: { path: string; message: string }[]; retryAfterSeconds?: number; traceId?: string } = {},
  ) {
    super(detail);
  }
}
