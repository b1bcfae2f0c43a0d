import type { AdminStats } from '@tideline/contracts';
import { writeTime } from '../../../ui/figure-style';
import type { PlotLine } from '../../../ui/plot/line-plot';
import { statisticsWords } from '../../../words/admin-statistics';

/** What is told by day: the days in epoch ms, and one or two lines over them. */
export interface DaySeries {
  days: readonly number[];
  lines: readonly PlotLine[];
}

const { charts: words } = statisticsWords;

/** How many accounts there were at the end of each day, and how many came. */
export function accountsByDay({ users: { byDay } }: AdminStats): DaySeries {
  return {
    days: daysOf(byDay),
    lines: [
      { name: words.total, values: byDay.map(({ total }) => total) },
      { name: words.registered, values: byDay.map(({ registered }) => registered) },
    ],
  };
}

export function requestsByDay({ requests: { byDay } }: AdminStats): DaySeries {
  return {
    days: daysOf(byDay),
    lines: [
      { name: words.requests, values: byDay.map(({ requests }) => requests) },
      { name: words.errors, values: byDay.map(({ clientErrors, serverErrors }) => clientErrors + serverErrors) },
    ],
  };
}

export function mailsByDay({ mails: { byDay } }: AdminStats): DaySeries {
  return {
    days: daysOf(byDay),
    lines: [
      { name: words.sent, values: byDay.map(({ sent }) => sent) },
      { name: words.failed, values: byDay.map(({ failed }) => failed) },
    ],
  };
}

function daysOf(byDay: readonly { day: string }[]): number[] {
  return byDay.map(({ day }) => Date.parse(`${day}T00:00:00.000Z`));
}

const dayUtc = { dateStyle: 'medium', timeZone: 'UTC' } as const;

/** A day that was counted in UTC, whatever the reader's zone: `21 Nov 2026`. */
export function formatDayUtc(at: number): string {
  return writeTime(at, dayUtc);
}
