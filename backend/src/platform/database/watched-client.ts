import pg from 'pg';

/**
 * A connection whose end is nobody's crash. BullMQ listens for no error while it makes its tables, and an `error` event without a
 * listener ends the process; the statement underway rejects with the same error, and connections at rest are watched by their pool.
 */
export class WatchedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
