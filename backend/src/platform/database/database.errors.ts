/** The database cannot be used; the message is the one line that the user reads. */
export class DatabaseStartError extends Error {}
