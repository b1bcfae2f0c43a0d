import { columnWidths, hiddenColumns, shownColumns } from './asset-columns';

describe('columns of the overview', () => {
  it('are all six where nothing sensible was kept, else those kept in the order of the table', () => {
    expect([shownColumns(undefined).length, shownColumns(['rsi:14']).length]).toEqual([6, 6]);
    expect(shownColumns(['sparkline', 'change24h'])).toEqual(['change24h', 'sparkline']);
  });

  it('take the room of their kind, and on a narrow screen one change only', () => {
    const shown = shownColumns(['change1h', 'change24h', 'marketCap', 'sparkline']);
    expect(columnWidths(shown)).toBe('var(--change-column) var(--change-column) var(--figure-column) var(--line-column)');
    expect(columnWidths(shown, '24h')).toBe('var(--change-column) var(--figure-column) var(--line-column)');
    expect(hiddenColumns(shown)).toBe('change7d volume24h');
  });
});
