import type { ApiKeyInfo } from '@tideline/contracts';

export const exampleApiKey: ApiKeyInfo = {
  id: '8e6f4c2a-0a57-4f0e-b4a4-2a1f0c9d7e33',
  name: 'Spreadsheet at home',
  prefix: 'tdl_7Hq2mXcV',
  scopes: ['read'],
  createdAt: '2026-01-31T12:00:00.250Z',
  expiresAt: '2027-01-31T12:00:00.000Z',
  lastUsedAt: null,
};
