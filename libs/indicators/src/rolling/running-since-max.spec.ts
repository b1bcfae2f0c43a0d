import fc from 'fast-check';
import { RunningSinceMax } from './running-since-max';
import { StateReader, StateWriter } from './saved-state';

const appended = (running: RunningSinceMax, values: readonly number[]): number[] => values.map((value) => running.append(value));

describe('RunningSinceMax', () => {
  it('tells 1, 2, 2, 1 steps since the largest of the last three of 5 7 6 2 6 6, the oldest of equal ones', () => {
    expect(appended(new RunningSinceMax(3), [5, 7, 6, 2, 6, 6])).toEqual([NaN, NaN, 1, 2, 2, 1]);
  });

  it('is 0 at once and always for a window of 1', () => {
    expect(appended(new RunningSinceMax(1), [3, 2, 9])).toEqual([0, 0, 0]);
  });

  it('looks ahead without taking the value, and goes on after save and resume, for windows of 1 to 6', () => {
    const values = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40, size: 'max' });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 6 }), fc.nat(40), (series, period, cut) => {
        let running = new RunningSinceMax(period);
        series.forEach((value, i) => {
          if (i === cut) {
            const state = new StateWriter();
            running.save(state);
            running = new RunningSinceMax(period, new StateReader(state.done()));
          }
          const window = series.slice(Math.max(0, i - period + 1), i + 1);
          const expected = window.length < period ? NaN : period - 1 - window.indexOf(Math.max(...window));
          running.update(9);
          expect([running.update(value), running.append(value)]).toEqual([expected, expected]);
        });
      }),
    );
  });

  it('refuses a window of 0', () => expect(() => new RunningSinceMax(0)).toThrow(RangeError));
});
