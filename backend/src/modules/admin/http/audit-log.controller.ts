import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { auditEntry, listOf, type AuditEntry } from '@tideline/contracts';
import { z } from 'zod';
import { admin } from '../../../platform/access/policy';
import { AuditReader, type ShownRow } from '../../../platform/audit/audit-reader';
import { CodedError } from '../../../platform/http/coded-error';
import { answers } from '../../../platform/http/openapi/answers';
import { listed, pageFields, range, readCursor, writeCursor } from '../../market';

const auditQuery = z.strictObject({
  actor: z.uuid().optional().describe('Done by this account'),
  subject: z.string().min(1).max(100).optional().describe('Done to this account, key or asset'),
  action: z
    .string()
    .regex(/^[a-z0-9.-]{1,60}$/, 'must be the beginning of an action, for example users.')
    .optional()
    .describe('Actions that begin so: users.'),
  ...range,
  ...pageFields,
});
type AuditQuery = z.output<typeof auditQuery>;

const example: AuditEntry = {
  seq: 1234,
  at: '2026-01-31T12:00:00.250Z',
  actorId: '0b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11',
  action: 'users.signed-in',
  subjectId: '0b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11',
  network: '203.0.113.0/24',
  detail: { session: '5b1f2c7a-0f4c-4d0a-8a43-9a6c3f4b7d10' },
  hash: '4fd1a9d26c0f0f7a9d4c6c2f0f9d1e7b5a3c8e6f1b2d4c7a9e0f3b5d7c1a2e48',
};

/** What was done here, for administrators. */
@ApiTags('Admin')
@Controller('api/v1/admin/audit-log')
export class AuditLogController {
  constructor(@Inject(AuditReader) private readonly reader: AuditReader) {}

  @Get()
  @admin('read')
  @answers(
    'The audit log, newest first',
    listOf(auditEntry),
    { data: [example], page: { nextCursor: null, limit: 50 } },
    {},
    'Append-only and hash-chained; `npm run audit:verify` tells whether it is what was written.',
  )
  async list(
    @Query({ schema: auditQuery }) { limit, cursor, ...filter }: AuditQuery,
  ): Promise<{ data: AuditEntry[]; page: { nextCursor: string | null; limit: number } }> {
    if (filter.from !== undefined && filter.to !== undefined && filter.from >= filter.to) {
      const message = 'must be before to';
      throw new CodedError('REQUEST.INVALID', 400, `from: ${message}`, { errors: [{ path: 'from', message }] });
    }
    const [before = null] = readCursor(cursor, 1) ?? [];
    const rows = await this.reader.page(filter, { before, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return listed(shown.map(toEntry), limit, rows.length > limit && last !== undefined ? writeCursor([last.seq]) : null);
  }
}

function toEntry({ at, hash, ...row }: ShownRow): AuditEntry {
  return { ...row, at: at.toISOString(), hash: hash.toString('hex') };
}
