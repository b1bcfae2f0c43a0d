import { readUserSearch } from './user-search';

describe('what is looked for among accounts', () => {
  it('is read from the address, trimmed', () => {
    expect(readUserSearch({ search: ' ada ', status: 'disabled', role: 'admin', verified: 'false' })).toEqual({
      ...{ search: 'ada', status: 'disabled', role: 'admin', verified: 'false' },
    });
  });
  it('is anybody where the address says nothing or nonsense', () => {
    const anybody = { search: undefined, status: undefined, role: undefined, verified: undefined };
    expect([readUserSearch({}), readUserSearch({ search: '  ', status: 'gone', role: 'root', verified: 'yes' })]).toEqual([
      anybody,
      anybody,
    ]);
  });
  it('cuts a search of 150 characters at the 100 that the API takes', () => {
    expect(readUserSearch({ search: 'x'.repeat(150) }).search).toHaveLength(100);
  });
});
