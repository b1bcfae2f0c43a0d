import { setTimeout as pause } from 'node:timers/promises';
import { openTestDatabase } from '../../../test/test-database';
import { until } from '../../../test/until';
import { StartError } from '../observability/process-end';
import { Jobs } from './jobs';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** What BullMQ locks while it makes its tables. */
const migrationLock = 0x42554c4c;

it.each(['queue', 'worker'])('says in one line when the database ends the connection with which the %s makes its tables', async (side) => {
  const database = await openTestDatabase();
  const waiting = () =>
    database.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`,
    );
  const open = () => new Jobs({ backend: { kind: 'postgres', url: database.url }, definitions: [], log: silent });
  let jobs = side === 'worker' ? open() : null;
  await jobs?.counts();
  await database.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock($1, hashtext('bullmq'))`, [migrationLock]);
    jobs ??= open();
    const working = jobs.work(new Map()).catch((error: unknown) => error);
    await until('somebody to wait for the lock', async () => (await waiting()).length === 1);
    await database.query('SELECT pg_terminate_backend($1)', [(await waiting())[0]?.pid]);
    const error = await working;
    expect(error).toBeInstanceOf(StartError);
    expect((error as Error).message).toMatch(/^The job queue cannot be opened in the database \(.+\)$/);
    // An error that nobody listens for would end the process a moment later.
    await pause(200);
  });
  await jobs?.close();
});
