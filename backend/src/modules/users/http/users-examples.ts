import {
  preferences,
  type Account,
  type AccountExport,
  type Preferences,
  type RecoveryCodes,
  type SessionInfo,
  type SignedIn,
  type TotpSetUp,
} from '@tideline/contracts';

const at = '2026-01-31T12:00:00.250Z';

export const exampleAccount: Account = {
  id: '0b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11',
  email: 'you@example.org',
  displayName: 'You',
  role: 'user',
  status: 'active',
  emailVerified: true,
  pendingEmail: null,
  totpEnabled: false,
  recoveryCodesLeft: 0,
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  displayCurrency: 'USD',
  createdAt: at,
};

export const exampleSignedIn: SignedIn = {
  accessToken: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…',
  expiresInSeconds: 900,
  user: exampleAccount,
};

export const exampleSession: SessionInfo = {
  id: '5d3c1f0a-4a38-4a4e-8a2e-1f7a5a4f9b21',
  device: 'Firefox on Linux',
  address: '203.0.113.7',
  createdAt: at,
  lastUsedAt: at,
  current: true,
};

export const examplePreferences: Preferences = preferences.parse({
  theme: 'dark',
  trackedAssets: ['BTC', 'ETH'],
  chart: { indicators: ['sma:20', 'rsi:14'] },
  columns: { coins: ['price', 'change24h'] },
});

export const exampleTotpSetUp: TotpSetUp = {
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  uri: 'otpauth://totp/Tideline:you%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Tideline',
};

export const exampleRecoveryCodes: RecoveryCodes = { recoveryCodes: ['7k3f-9xq2-m4tn-0hwc', 'p6dz-1r8v-c5jy-e3ga'] };

const { current: _current, ...exampleKeptSession } = exampleSession;

export const exampleExport: AccountExport = {
  exportedAt: at,
  account: exampleAccount,
  emailVerifiedAt: at,
  lastSeenAt: at,
  secondFactorSince: null,
  preferences: examplePreferences,
  sessions: [
    {
      ...exampleKeptSession,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      endsAt: '2026-03-02T12:00:00.250Z',
      endedAt: null,
      endReason: null,
    },
  ],
  apiKeys: [],
  links: [{ purpose: 'verify-email', email: 'you@example.org', createdAt: at, expiresAt: '2026-02-01T12:00:00.250Z', usedAt: at }],
  mails: [{ subject: 'Confirm your address', recipient: 'you@example.org', createdAt: at, sentAt: at, givenUpAt: null }],
  auditLog: [{ at, action: 'users.signed-in', byYourself: true, network: '203.0.113.0/24', detail: { session: exampleSession.id } }],
};
