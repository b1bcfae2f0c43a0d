import type { AuditEntry } from '@tideline/contracts';
import { accountIds, actionText, detailText } from './audit-view';

const [a, b, key] = [
  '0b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11',
  '1b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11',
  '2b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11',
];
const entry = (actorId: string | null, action: string, subjectId: string | null): AuditEntry => ({
  ...{ seq: 1, at: '2026-11-21T09:00:00.000Z', actorId, action, subjectId, network: null, detail: {}, hash: '' },
});

describe('a row of the audit log', () => {
  it('says what was done, and an action without words as it stands', () => {
    expect([actionText('users.signed-in'), actionText('paper.filled')]).toEqual(['Signed in', 'paper.filled']);
  });
  it('writes details in words, truth as yes and no, and ids short; what is unknown is left out', () => {
    expect(detailText({ enabled: false, position: 3, session: a, by: null })).toBe('followed: no, new place: 4, session: 0b0f8c1e…');
  });
  it('names the accounts to look up: both sides, but no keys', () => {
    expect(
      accountIds([entry(a, 'users.account-changed', b), entry(a, 'users.api-key-made', key), entry(null, 'users.registered', b)]),
    ).toEqual(new Set([a, b]));
  });
});
