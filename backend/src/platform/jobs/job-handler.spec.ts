import { z } from 'zod';
import { defineJob } from './define-job';
import { handlersByName } from './job-handler';

const handler = { run: async () => undefined };
const job = defineJob({ name: 'sweep', data: z.strictObject({}), every: 1_000 });

describe('defineJob', () => {
  it('gives 5 tries from 5 s on unless told otherwise', () => {
    expect(job).toMatchObject({ attempts: 5, backoffMs: 5_000, schedule: { every: 1_000 } });
  });

  it('refuses both every and cron, and a scheduled job that needs data', () => {
    expect(() => defineJob({ name: 'a', data: z.strictObject({}), every: 1, cron: '* * * * *' })).toThrow('either every or cron');
    expect(() => defineJob({ name: 'a', data: z.strictObject({ n: z.number() }), every: 1 })).toThrow('carries no data');
  });
});

describe('handlersByName', () => {
  it('pairs each job with its one handler', () => {
    expect(handlersByName([job], [['sweep', handler]]).get('sweep')).toBe(handler);
  });

  it('names every fault: none, two, a handler without a job, a job defined twice', () => {
    expect(() => handlersByName([job], [])).toThrow('job sweep has no handler');
    expect(() =>
      handlersByName(
        [job],
        [
          ['sweep', handler],
          ['sweep', handler],
        ],
      ),
    ).toThrow('job sweep has 2 handlers');
    expect(() =>
      handlersByName(
        [job],
        [
          ['sweep', handler],
          ['mop', handler],
        ],
      ),
    ).toThrow('a handler waits for mop, which is no job');
    expect(() => handlersByName([job, job], [['sweep', handler]])).toThrow('job sweep is defined twice');
  });
});
