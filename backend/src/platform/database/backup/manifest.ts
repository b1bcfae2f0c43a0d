import type { DataMode } from '@tideline/contracts';
import { z } from 'zod';

/** The first entry of a backup: what is in it. */
export const manifestSchema = z.object({
  format: z.literal('tideline-backup-1'),
  createdAt: z.string(),
  databases: z.array(
    z.object({
      mode: z.enum(['live', 'simulated']),
      migrations: z.array(z.string()),
      tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
      sequences: z.array(z.object({ name: z.string(), value: z.number() })),
      /** The time that each table of a series spans, so that its chunks are made before the rows come. */
      ranges: z.array(z.object({ table: z.string(), from: z.number(), to: z.number() })),
    }),
  ),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type DatabaseManifest = Manifest['databases'][number];

export const manifestPath = 'manifest.json';
/** The last entry: a file without it was cut off while it was written. */
export const endPath = 'complete';
export const filePrefix = 'files/';

/** Where the rows of a table are in the archive, without the number of the part. */
export function tablePath(mode: DataMode, table: string): string {
  return `${mode}/${table}.copy`;
}
