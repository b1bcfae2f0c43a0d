import { RequestBudget } from './request-budget';

it('gives 1000 channels at once and 100 a second after that', () => {
  const budget = new RequestBudget(0);
  expect([budget.take(1_000, 0.5), budget.take(1, 5)]).toEqual([true, false]);
  expect([budget.take(101, 1_000), budget.take(100, 1_000), budget.take(1, 1_000)]).toEqual([false, true, false]);
});

it('never holds more than 1000 and loses nothing to many small waits', () => {
  const budget = new RequestBudget(0);
  expect(budget.take(1_001, 3_600_000)).toBe(false);
  expect(budget.take(1_000, 3_600_000)).toBe(true);
  for (let at = 0; at < 1_000; at += 3) budget.take(2_000, 3_600_000 + at);
  expect([budget.take(90, 3_601_000), budget.take(20, 3_601_000)]).toEqual([true, false]);
});
