import type { FastifyReply } from 'fastify';

/** The list envelope around one page. */
export function listed<T>(
  items: T[],
  limit: number,
  nextCursor: string | null = null,
): { data: T[]; page: { nextCursor: string | null; limit: number } } {
  return { data: items, page: { nextCursor, limit } };
}

const dayMs = 86_400_000;

/** A range that lies in the past may be kept by anybody: a minute while back-fill may still add to it, five for what is older than a day. */
export function keepWhenSettled(reply: FastifyReply, { settled, lastAt }: { settled: boolean; lastAt: number | null }): void {
  if (!settled || lastAt === null) return;
  const seconds = lastAt < Date.now() - dayMs ? 300 : 60;
  void reply.header('cache-control', `public, max-age=${seconds}`);
}
