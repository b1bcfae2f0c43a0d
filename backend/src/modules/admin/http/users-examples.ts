import type { AdminUser } from '@tideline/contracts';

const at = '2026-01-31T12:00:00.250Z';

export const exampleUser: AdminUser = {
  id: '0b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11',
  email: 'you@example.org',
  displayName: 'You',
  role: 'user',
  status: 'active',
  emailVerified: true,
  totpEnabled: false,
  createdAt: at,
  lastSeenAt: at,
  livingSessions: 2,
  livingApiKeys: 1,
};
