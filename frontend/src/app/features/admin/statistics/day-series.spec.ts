import type { AdminStats } from '@tideline/contracts';
import { usualStyle, writeFiguresAs } from '../../../ui/figure-style';
import { accountsByDay, formatDayUtc, mailsByDay, requestsByDay } from './day-series';

const stats = {
  users: {
    byDay: [
      { day: '2026-11-20', registered: 2, total: 5 },
      { day: '2026-11-21', registered: 0, total: 4 },
    ],
  },
  requests: { byDay: [{ day: '2026-11-21', requests: 100, clientErrors: 7, serverErrors: 1 }] },
  mails: { byDay: [{ day: '2026-11-21', sent: 3, failed: 1 }] },
} as AdminStats;
const figures = ({ lines }: { lines: readonly { values: readonly (number | null)[] }[] }) => lines.map(({ values }) => values);

describe('what is told by day', () => {
  afterEach(() => writeFiguresAs(usualStyle));

  it('counts accounts at the end of each day and those that came', () => {
    expect(figures(accountsByDay(stats))).toEqual([
      [5, 4],
      [2, 0],
    ]);
  });
  it('counts 7 refused and 1 failed request together, and mails that were given up beside those sent', () => {
    expect([figures(requestsByDay(stats)), figures(mailsByDay(stats))]).toEqual([
      [[100], [8]],
      [[3], [1]],
    ]);
  });
  it('names 21 November by its date in UTC in Los Angeles as well', () => {
    writeFiguresAs({ ...usualStyle, timeZone: 'America/Los_Angeles' });
    expect(formatDayUtc(mailsByDay(stats).days[0] ?? 0)).toBe('21 Nov 2026');
  });
});
