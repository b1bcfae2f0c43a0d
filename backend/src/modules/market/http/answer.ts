import type { FastifyReply } from 'fastify';
import { readCursor, writeCursor } from '../application/cursor';

/** The list envelope around one page. */
export function listed<T>(
  items: T[],
  limit: number,
  nextCursor: string | null = null,
): { data: T[]; page: { nextCursor: string | null; limit: number } } {
  return { data: items, page: { nextCursor, limit } };
}

/** Cuts the asked page out of a list that is in memory as a whole; the cursor is a place in it. */
export function pageOf<T>(items: T[], { limit, cursor }: { limit: number; cursor?: string }): ReturnType<typeof listed<T>> {
  const [start = 0] = readCursor(cursor, 1) ?? [];
  const end = start + limit;
  return listed(items.slice(start, end), limit, end < items.length ? writeCursor([end]) : null);
}

const dayMs = 86_400_000;

/** A range that lies in the past may be kept by anybody: a minute while back-fill may still add to it, five for what is older than a day. */
export function keepWhenSettled(reply: FastifyReply, { settled, lastAt }: { settled: boolean; lastAt: number | null }): void {
  if (!settled || lastAt === null) return;
  const seconds = lastAt < Date.now() - dayMs ? 300 : 60;
  void reply.header('cache-control', `public, max-age=${seconds}`);
}
