import { RecentAnswers } from './recent-answers';

const hour = 3_600_000;

describe('recent answers', () => {
  let now = 10 * hour;
  let computed = 0;
  let answers: RecentAnswers<number>;
  const ask = (key = 'a', closedAt = 9 * hour): Promise<number> => answers.get(key, closedAt, async () => (computed += 1));
  beforeEach(() => {
    now = 10 * hour;
    computed = 0;
    answers = new RecentAnswers(() => now);
  });

  it('are given again for a minute, to who asks meanwhile as well', async () => {
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    now += 59_999;
    expect(await ask()).toBe(1);
    now += 1;
    expect(await ask()).toBe(2);
  });

  it.each([
    [0, 1000],
    [500, 1000],
    [7000, 7000],
    [100_000, 60_000],
  ])('about what closed %d ms ago for %d ms', async (age, kept) => {
    await ask('a', now - age);
    now += kept - 1;
    expect(await ask('a', now - age)).toBe(1);
    now += 1;
    expect(await ask('a', now - age)).toBe(2);
  });

  it('are not kept when they failed, nor when what they rest on has changed', async () => {
    await expect(answers.get('a', 0, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await ask()).toBe(1);
    answers.forget();
    expect(await ask()).toBe(2);
  });

  it('are 64 at most: the oldest goes', async () => {
    for (let n = 0; n < 65; n++) await ask(String(n));
    expect([await ask('64'), await ask('1'), await ask('0')]).toEqual([65, 2, 66]);
  });
});
