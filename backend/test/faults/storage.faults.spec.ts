import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until';
import { signalAll } from './app-process';
import { atFullLength, FaultStage, tell } from './fault-stage';

jest.setTimeout(600_000);

/** What waits to be stored is bounded: the last trial has more than fits, so that the rest must be fetched by id. */
const trials = atFullLength
  ? [
      { seconds: 30, perSecond: 3_000, fits: true },
      { seconds: 30, perSecond: 8_000, fits: false },
    ]
  : [{ seconds: 10, perSecond: 1_000, fits: true }];
const mib = 1024 * 1024;

let stage: FaultStage;

beforeEach(async () => {
  stage = await new FaultStage().open();
});

afterEach(() => stage.close());

/** Every process of the PostgreSQL behind the app, the first one first. */
async function postgresPids(): Promise<number[]> {
  const first = stage.app.postgresPid;
  const others = await stage.db.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
  return [...(first === null ? [] : [first]), ...others.map(({ pid }) => pid)];
}

const title =
  'serves prices as stale while PostgreSQL is stopped for $seconds s at $perSecond trades/s, holds a bounded number, then stores all';

it.each(trials)(title, async ({ seconds, perSecond, fits }) => {
  stage.traffic.begin();
  await until('a fresh price', async () => !(await stage.price('BTC')).stale, 30_000);
  const pids = await postgresPids();
  await stage.forget();
  const before = stage.app.residentBytes;
  const asked = stage.tradesAsked;
  signalAll(pids, 'SIGSTOP');
  let most = 0;
  try {
    stage.traffic.begin(perSecond);
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; await pause(500)) most = Math.max(most, stage.app.residentBytes);
    const { price, stale } = await stage.price('BTC');
    expect({ stale, near: Math.abs((price ?? 0) / 60_000 - 1) < 0.05 }).toEqual({ stale: true, near: true });
    expect((await stage.price('ETH')).stale).toBe(true);
  } finally {
    signalAll(pids, 'SIGCONT');
  }
  stage.traffic.stop();
  await stage.recovered(`PostgreSQL stopped for ${seconds} s at ${perSecond} trades/s`, 240_000);
  // Nothing that was taken in before and meanwhile is asked for again.
  if (fits) expect(stage.tradesAsked - asked).toBe(0);
  await until('a fresh price', async () => !(await stage.price('BTC')).stale);
  tell(`PostgreSQL stopped: memory grew by at most ${Math.round((most - before) / mib)} MiB from ${Math.round(before / mib)} MiB`);
  expect(most - before).toBeLessThan(300 * mib);
});
