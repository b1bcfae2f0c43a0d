/** An error that the caller may read: a stable code for programs, an HTTP status, and one sentence for people. */
export class CodedError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly more: { errors?: { path: string; message: string }[]; retryAfterSeconds?: number } = {},
  ) {
    super(detail);
  }
}
