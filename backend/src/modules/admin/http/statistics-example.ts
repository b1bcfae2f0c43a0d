import type { AdminStats } from '@tideline/contracts';

export const exampleStats: AdminStats = {
  asOf: '2026-01-31T12:00:00.250Z',
  from: '2026-01-30T00:00:00.000Z',
  users: {
    total: 42,
    verified: 40,
    disabled: 1,
    administrators: 2,
    active24h: 12,
    active7d: 25,
    active30d: 38,
    byDay: [
      { day: '2026-01-30', registered: 2, total: 41 },
      { day: '2026-01-31', registered: 1, total: 42 },
    ],
  },
  sessions: { living: 31 },
  sockets: { anonymous: 4, authenticated: 9 },
  apiKeys: { living: 6, used24h: 3 },
  requests: {
    total: 18_300,
    byStatus: { '2xx': 17_100, '3xx': 900, '4xx': 299, '5xx': 1 },
    byDay: [
      { day: '2026-01-30', requests: 12_000, clientErrors: 210, serverErrors: 1 },
      { day: '2026-01-31', requests: 6_300, clientErrors: 89, serverErrors: 0 },
    ],
  },
  mails: {
    waiting: 0,
    givenUp: 1,
    byDay: [
      { day: '2026-01-30', sent: 5, failed: 1 },
      { day: '2026-01-31', sent: 3, failed: 0 },
    ],
  },
  assets: { enabled: 20, disabled: 1 },
  jobs: { waiting: 0, active: 1, delayed: 3, completed: 200, failed: 0 },
};
