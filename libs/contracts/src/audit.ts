import { z } from 'zod';
import { instant } from './common';

/** A row of the audit log: who did what to whom, from where. Ids only, so that it says nothing more of an account that was deleted. */
export const auditEntry = z
  .strictObject({
    seq: z.int().min(1).describe('Its place in the log; none is left out'),
    at: instant,
    actorId: z.uuid().nullable().describe('The account that did it; null for somebody unknown and for the process itself'),
    action: z.string().describe('`<module>.<what happened>`: users.signed-in'),
    subjectId: z.string().nullable().describe('What it was done to: the id of an account, a key, an asset'),
    network: z.string().nullable().describe('The network that it was asked from, /24 or /48; the very address is not kept'),
    detail: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .describe('Never a secret, a name or a mail address'),
    hash: z.string().describe('Hex; covers the row and the hash of the row before it, keyed with a secret of the install'),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntry>;
