import type { AdminStats } from '@tideline/contracts';
import { formatCount } from '../../../ui/figures';
import { statisticsWords as words } from '../../../words/admin-statistics';
import type { NamedFigure } from './figure-list';

const figure = (name: string, count: number, hint = ''): NamedFigure => ({ name, value: formatCount(count), hint });

/** The figures of each part of the page, in words that say what they count. */
export function statisticsFigures(stats: AdminStats): Record<'users' | 'now' | 'requests' | 'mails' | 'rest', NamedFigure[]> {
  const { users, sessions, sockets, apiKeys, requests, mails, assets, jobs } = stats;
  const sent = mails.byDay.reduce((sum, day) => sum + day.sent, 0);
  return {
    users: [
      figure(words.users.total, users.total),
      figure(words.users.verified, users.verified),
      figure(words.users.disabled, users.disabled),
      figure(words.users.administrators, users.administrators),
      figure(words.users.active24h, users.active24h, words.users.activeHint),
      figure(words.users.active7d, users.active7d, words.users.activeHint),
      figure(words.users.active30d, users.active30d, words.users.activeHint),
    ],
    now: [
      figure(words.now.sessions, sessions.living),
      figure(words.now.signedIn, sockets.authenticated, words.now.socketsHint),
      figure(words.now.visitors, sockets.anonymous, words.now.socketsHint),
      figure(words.now.keys, apiKeys.living),
      figure(words.now.keysUsed, apiKeys.used24h),
    ],
    requests: [
      figure(words.requests.total, requests.total),
      ...(['2xx', '3xx', '4xx', '5xx'] as const).map((kind) => figure(words.requests[kind], requests.byStatus[kind])),
    ],
    mails: [figure(words.mails.sent, sent), figure(words.mails.givenUp, mails.givenUp), figure(words.mails.waiting, mails.waiting)],
    rest: [
      figure(words.rest.enabled, assets.enabled),
      figure(words.rest.disabled, assets.disabled),
      ...(['waiting', 'active', 'delayed', 'completed', 'failed'] as const).map((state) => figure(words.rest[state], jobs[state])),
    ],
  };
}
