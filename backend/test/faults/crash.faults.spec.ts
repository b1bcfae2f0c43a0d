import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until';
import { signalAll } from './app-process';
import { atFullLength, FaultStage } from './fault-stage';

jest.setTimeout(600_000);

let stage: FaultStage;

beforeEach(async () => {
  stage = await new FaultStage().open();
});

afterEach(() => stage.close());

const kills = atFullLength ? 10 : 1;

it(`loses nothing when the process is killed ${kills} times while trades flow`, async () => {
  stage.traffic.begin();
  for (let count = 0; count < kills; count++) {
    await pause(1_500 + 137 * count);
    await stage.forget();
    await stage.app.kill();
    await pause(500);
    await stage.app.start();
  }
  await stage.recovered(`kill -9 of the process, ${kills} times`);
});

it('loses nothing when PostgreSQL is killed while trades flow', async () => {
  stage.traffic.begin();
  for (let count = 0; count < (atFullLength ? 3 : 1); count++) {
    await pause(1_500);
    const before = stage.app.postgresPid;
    await stage.forget();
    if (before !== null) signalAll([before], 'SIGKILL');
    await until('another PostgreSQL', () => stage.app.postgresPid !== null && stage.app.postgresPid !== before, 60_000);
  }
  await stage.recovered('kill -9 of PostgreSQL');
  expect(stage.app.isRunning).toBe(true);
  // What waited to be stored is not asked for again.
  expect(stage.tradesAsked).toBe(0);
});

it('loses nothing when a session of PostgreSQL is killed, whereupon the server ends all others and recovers', async () => {
  stage.traffic.begin();
  for (let count = 0; count < (atFullLength ? 3 : 1); count++) {
    await pause(1_500);
    let pid = 0;
    await until('a session of the app', async () => (pid = await sessionPid().catch(() => 0)) > 0, 60_000);
    await stage.forget();
    signalAll([pid], 'SIGKILL');
  }
  await stage.recovered('kill -9 of a session of PostgreSQL');
  expect(stage.app.isRunning).toBe(true);
  // What waited to be stored is not asked for again.
  expect(stage.tradesAsked).toBe(0);
});

async function sessionPid(): Promise<number> {
  const [session] = await stage.db.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'tideline' LIMIT 1",
  );
  return session?.pid ?? 0;
}
