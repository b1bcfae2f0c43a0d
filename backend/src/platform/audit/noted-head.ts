import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditHead } from './audit-chain';

const shape = z.object({ seq: z.int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** Writes a head as `seq:hash`, as it is printed, noted and given to the command that verifies. */
export function headText({ seq, hash }: AuditHead): string {
  return `${seq}:${hash.toString('hex')}`;
}

/** Reads what headText wrote; null when it is none. */
export function readHeadText(text: string): AuditHead | null {
  const [seq = '', hash = ''] = text.trim().split(':');
  const read = shape.safeParse({ seq: Number(seq), hash });
  return read.success ? { seq: read.data.seq, hash: Buffer.from(read.data.hash, 'hex') } : null;
}

/** The head of a log, noted in DATA_DIR: outside the database, so that who cuts the log's end there is seen. */
export class NotedHead {
  private readonly path: string;

  constructor(dataDir: string, database: string) {
    this.path = join(dataDir, `audit-head-${database}`);
  }

  /** Null while none was noted, or what is there cannot be read. */
  read(): AuditHead | null {
    return existsSync(this.path) ? readHeadText(readFileSync(this.path, 'utf8')) : null;
  }

  write(head: AuditHead): void {
    writeFileSync(`${this.path}.new`, `${headText(head)}\n`, { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}
