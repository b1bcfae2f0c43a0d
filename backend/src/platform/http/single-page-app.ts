import { existsSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PageCookie } from './page-cookie';

/** Paths that belong to programs: unknown ones are problems, never the app's page. */
const programPaths = /^\/(api|udf|socket\.io|metrics)(\/|$|\?)/;
const hashedFile = /[.-][A-Z0-9]{8}\.[a-z0-9]+(\.br|\.gz)?$/;

/**
 * Serves the built browser app from `root`: hashed files may be kept for a year, the page itself is asked for anew each time and brings
 * the page cookie. Gives what answers a deep link (`/coins/BTC`) with the page, and says whether it did.
 */
export async function serveSinglePageApp(
  server: FastifyInstance,
  root: string,
  cookie: PageCookie,
): Promise<(request: FastifyRequest, reply: FastifyReply) => boolean> {
  if (!existsSync(join(root, 'index.html'))) return () => false;
  await server.register(files, {
    root,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const kept = hashedFile.test(path);
      reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
      // The service worker reads ngsw.json at each start, even when it has the page itself in store.
      if (path.endsWith('index.html') || path.endsWith('ngsw.json')) reply.header('set-cookie', cookie.issue(Date.now()));
    },
  });
  return (request, reply) => {
    if (!isDeepLink(request)) return false;
    void reply.sendFile('index.html');
    return true;
  };
}

function isDeepLink(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? '/';
  const asked = request.method === 'GET' || request.method === 'HEAD';
  return asked && !programPaths.test(request.url) && !/\.[a-z0-9]{1,8}$/i.test(path);
}
