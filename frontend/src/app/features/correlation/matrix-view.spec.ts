import type { CorrelationMatrix } from '@tideline/contracts';
import { cellAt, formatR, matrixRows, observationRange, strongestCell } from './matrix-view';

const answer: CorrelationMatrix = {
  ...{ symbols: ['BTC', 'ETH', 'ADA', 'DAI'], interval: '1h', method: 'pearson' },
  matrix: [
    [1, 0.2, 0.894, null],
    [0.2, 1, 0.1, -0.001],
    [0.894, 0.1, 1, null],
    [null, -0.001, null, null],
  ],
  observations: [
    [720, 720, 719, 2],
    [720, 720, 719, 12],
    [719, 719, 719, 40],
    [2, 12, 40, 40],
  ],
  ...{ from: '2026-10-22T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
};
const order = (name: 'cluster' | 'rank' | 'name'): string =>
  matrixRows(answer, name)
    .map((row) => row.symbol)
    .join(' ');

describe('the correlation matrix', () => {
  it('puts BTC and ADA (0.89) side by side when ordered by likeness, keeps the rank, sorts by name', () => {
    const alike = order('cluster').split(' ');
    expect(Math.abs(alike.indexOf('BTC') - alike.indexOf('ADA'))).toBe(1);
    expect([order('rank'), order('name')]).toEqual(['BTC ETH ADA DAI', 'ADA BTC DAI ETH']);
  });

  it('says "BTC and ADA: 0.89, 719 observations"', () => {
    expect(cellAt(answer, 'BTC', 'ADA')).toMatchObject({ kind: 'known', text: '0.89', label: 'BTC and ADA: 0.89, 719 observations' });
  });

  it('names BTC and ADA (0.89) the strongest pair, one of −0.95 before it, but not one of 12 observations, and none of nothing', () => {
    const with1 = (r: number): CorrelationMatrix => ({
      ...answer,
      matrix: answer.matrix.map((row, i) => (i === 1 ? [0.2, 1, r, r] : row)),
    });
    const found = [answer, with1(-0.95), { ...answer, matrix: answer.matrix.map((row) => row.map(() => null)) }].map(strongestCell);
    expect(found.map((cell) => cell && `${cell.row} ${cell.column} ${cell.text}`)).toEqual(['BTC ADA 0.89', 'ETH ADA −0.95', undefined]);
  });

  it('says "not enough data" for 2 observations, that one did not move for 40 without a figure, never 0', () => {
    expect(cellAt(answer, 'BTC', 'DAI')).toMatchObject({ r: null, kind: 'none', text: '–' });
    expect(cellAt(answer, 'BTC', 'DAI')?.label).toBe('BTC and DAI: not enough data, 2 observations');
    expect(cellAt(answer, 'ADA', 'DAI')?.label).toBe('ADA and DAI: one of them did not move, 40 observations');
  });

  it('marks 12 observations as few', () => expect(cellAt(answer, 'ETH', 'DAI')?.kind).toBe('few'));
  it('knows no cell of a coin outside the matrix', () => expect(cellAt(answer, 'BTC', 'XYZ')).toBeUndefined());
  it('counts 2 to 720 observations between different coins', () => expect(observationRange(answer)).toEqual([2, 720]));
  it('writes −0.12 with a minus sign and −0.001 without any', () =>
    expect([formatR(-0.12), formatR(-0.001)]).toEqual(['\u22120.12', '0.00']));
});
