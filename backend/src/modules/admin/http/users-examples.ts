import type { AdminUser, AdminUserDetail, VerificationLink } from '@tideline/contracts';

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
  livingSessions: 1,
  livingApiKeys: 1,
};

export const exampleUserDetail: AdminUserDetail = {
  ...exampleUser,
  pendingEmail: null,
  emailVerifiedAt: at,
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  displayCurrency: 'USD',
  recoveryCodesLeft: 0,
  sessions: [
    {
      id: '5d3c1f0a-4a38-4a4e-8a2e-1f7a5a4f9b21',
      device: 'Firefox on Linux',
      address: '203.0.113.7',
      createdAt: at,
      lastUsedAt: at,
      current: false,
    },
  ],
  apiKeys: [
    {
      id: '8e0f6d0e-6a0b-4a86-9a53-3a1b1f6c7d42',
      name: 'Notebook',
      prefix: 'tdl_Zk3a9Qxw',
      scopes: ['read'],
      createdAt: at,
      expiresAt: null,
      lastUsedAt: null,
    },
  ],
  openSockets: 1,
  failedMails: [
    { subject: 'Confirm your address', promisedAt: at, attempts: 3, error: 'the mail server refuses the address', givenUpAt: null },
  ],
};

export const exampleLink: VerificationLink = {
  link: 'https://tideline.example.org/verify-email#token=…',
  expiresAt: '2026-02-01T12:00:00.250Z',
};
