import { z } from 'zod';

const most = 500;
const wholeNumber = 'must be a whole number from 1 to 500';

/** What the lists of an account's own things take, as all lists do. */
export const ownListQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, wholeNumber)
    .transform(Number)
    .pipe(z.int().min(1, wholeNumber).max(most, wholeNumber))
    .prefault('50')
    .describe('How many, at most 500'),
  cursor: z.uuid().optional().describe('`page.nextCursor` of the answer before; leave out for the first page'),
});
export type OwnListQuery = z.output<typeof ownListQuery>;

/** Cuts the asked page out of a short list; the cursor is the last one told before, and the list begins anew where that one is gone. */
export function pageOfOwn<T extends { id: string }>(
  all: T[],
  { limit, cursor }: OwnListQuery,
): { data: T[]; page: { nextCursor: string | null; limit: number } } {
  const start = all.findIndex(({ id }) => id === cursor) + 1;
  const data = all.slice(start, start + limit);
  const more = start + limit < all.length;
  return { data, page: { nextCursor: more ? (data.at(-1)?.id ?? null) : null, limit } };
}
