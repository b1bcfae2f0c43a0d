import pg from 'pg';

/** What runs SQL: the pool, or one transaction. */
export interface Transaction extends Queries {
  /**
   * Does something as the last of the transaction, after all else in it: for what takes a lock that everybody wants, so that it is held
   * shortly and always taken last. Rejects or rolls back as the transaction does; outside of one it gets its own at once.
   */
  beforeCommit(work: (tx: Transaction) => Promise<void>): Promise<void>;
}

/** What answers SQL and promises nothing more. */
export interface Queries {
  query<R>(sql: string, values?: readonly unknown[]): Promise<R[]>;
}

type TypeId = number;

/** After this the server ends a statement by itself. */
const statementMs = 30_000;
/** After this a server that has not even done so is taken for gone, though nothing has closed the connection. */
const silenceMs = 35_000;

const int8 = 20;
const int8Array = 1016;

const parseArray = (pg.types.getTypeParser as (oid: number) => unknown)(int8Array) as (text: string) => (string | null)[];

function parserOf(oid: TypeId, format?: 'text' | 'binary'): unknown {
  if (oid === int8) return Number;
  if (oid === int8Array) return (text: string) => parseArray(text).map((item) => (item === null ? null : Number(item)));
  return pg.types.getTypeParser(oid, format);
}

/** int8 as number (our ids and epoch milliseconds stay below 2^53); numeric stays text, for decimal arithmetic. */
const types: pg.CustomTypesConfig = { getTypeParser: parserOf };

/**
 * One PostgreSQL database. Rows come as plain objects, int8 as number. A failed query rejects with pg's own error, whose `code` is
 * the SQLSTATE (`23505`), or the socket's (`ECONNREFUSED`) while the server is away; the pool connects again by itself.
 * A server that says nothing for 35 s counts as away, too.
 */
export class Database implements Transaction {
  readonly pool: pg.Pool;

  constructor(connection: pg.PoolConfig, onIdleError: (error: Error) => void = () => undefined) {
    this.pool = new pg.Pool({
      max: 12,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: statementMs,
      query_timeout: silenceMs,
      idle_in_transaction_session_timeout: 60_000,
      application_name: 'tideline',
      ...connection,
      types,
    });
    this.pool.on('error', (error) => {
      if (!this.pool.ending) onIdleError(error);
    });
  }

  async query<R>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
    return rowsOf<R>(await this.pool.query(sql, [...values]));
  }

  /** Commits what `work` did, or nothing of it when it throws; gives what it returned. */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error) => (broken = error);
    client.on('error', onError);
    const last: ((tx: Transaction) => Promise<void>)[] = [];
    const tx: Transaction = {
      query: async <R>(sql: string, values: readonly unknown[] = []) => rowsOf<R>(await client.query(sql, [...values])),
      beforeCommit: async (deed) => void last.push(deed),
    };
    try {
      await client.query('BEGIN');
      const result = await work(tx);
      for (const deed of last) await deed(tx);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A connection that fell silent would let the ROLLBACK wait as long again.
      if (isSilence(error)) broken = error;
      else await client.query('ROLLBACK').catch((cause: Error) => (broken = cause));
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  beforeCommit(work: (tx: Transaction) => Promise<void>): Promise<void> {
    return this.transaction(work);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** pg's own error when `query_timeout` has passed; it has no code. */
function isSilence(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout';
}

function rowsOf<R>(result: pg.QueryResult): R[] {
  return result.rows as R[];
}
