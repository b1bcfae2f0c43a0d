import { usualStyle, writeFiguresAs } from '../../../ui/figure-style';
import { readAuditSearch, readRange } from './audit-search';

const now = Date.parse('2026-11-21T12:00:00Z');
const id = '0b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11';
const spanOf = (params: Parameters<typeof readAuditSearch>[0]): (string | undefined)[] => {
  const { from, to } = readAuditSearch(params, now);
  return [from, to].map((at) => (at === undefined ? undefined : new Date(at).toISOString()));
};

describe('what is looked for in the audit log', () => {
  afterEach(() => writeFiguresAs(usualStyle));

  it('takes an account, a subject of any kind and the beginning of an action', () => {
    expect(readAuditSearch({ actor: id, subject: 'XMR', action: 'users.' }, now)).toMatchObject({
      actor: id,
      subject: 'XMR',
      action: 'users.',
    });
  });
  it('asks for everybody where the actor is no id, and for every action where it is none', () => {
    expect(readAuditSearch({ actor: 'ada', action: 'Users; drop' }, now)).toMatchObject({ actor: undefined, action: undefined });
  });
  it('begins 24 hours ago, and at no time for a range that does not exist', () => {
    expect([spanOf({ range: '24h' }), spanOf({ range: 'ever' })]).toEqual([
      ['2026-11-20T12:00:00.000Z', undefined],
      [undefined, undefined],
    ]);
  });
  it('takes 20 to 21 November as days of New York, the last one whole', () => {
    writeFiguresAs({ ...usualStyle, timeZone: 'America/New_York' });
    expect(spanOf({ from: '2026-11-20', to: '2026-11-21' })).toEqual(['2026-11-20T05:00:00.000Z', '2026-11-22T05:00:00.000Z']);
  });
  it('begins 27 September at midnight of Auckland, on the day that its clocks go forward', () => {
    writeFiguresAs({ ...usualStyle, timeZone: 'Pacific/Auckland' });
    expect(spanOf({ from: '2026-09-27', to: '2026-09-27' })).toEqual(['2026-09-26T12:00:00.000Z', '2026-09-27T11:00:00.000Z']);
  });
  it('leaves out an end before the beginning, and a day that is none', () => {
    expect([spanOf({ from: '2026-11-20', to: '2026-11-10' }), spanOf({ from: 'soon' })]).toEqual([
      ['2026-11-20T00:00:00.000Z', undefined],
      [undefined, undefined],
    ]);
  });
  it('names its range: certain days as soon as one is given', () => {
    expect([readRange({}), readRange({ range: '7d' }), readRange({ range: '7d', from: '2026-11-20' })]).toEqual(['all', '7d', 'days']);
  });
});
