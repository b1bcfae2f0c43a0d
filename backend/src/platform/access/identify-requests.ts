import type { FastifyInstance, FastifyRequest } from 'fastify';
import { codedError } from '../http/problem';
import { anonymous, type Identity } from './identity';
import { hasCredential, type Identities } from './identities';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; known before limits are counted. */
    identity: Identity;
    /** Why the credential that was sent is not taken; the request is refused with it once its limits are counted. */
    identityFault: Error | null;
  }
  interface FastifyContextConfig {
    /** A dead credential is taken for none. */
    entrance?: boolean;
  }
}

/** Paths whose credentials are ours; `/metrics` has a token of its own. */
const ours = /^\/(api|udf)\//;

/** Finds out who asks, once per request and before every other hook that wants to know. Costs next to nothing without a credential. */
export function identifyRequests(server: FastifyInstance, identities: Identities): void {
  server.decorateRequest('identity');
  server.decorateRequest('identityFault', null);
  server.addHook('onRequest', (request, _reply, done) => {
    request.identity = anonymous;
    if (!hasCredential(request.headers) || !ours.test(request.url)) return done();
    const remembered = identities.remembered(request.headers);
    if (remembered === null) void identify(request, identities).then(() => done(), done);
    else {
      request.identity = remembered;
      done();
    }
  });
}

async function identify(request: FastifyRequest, identities: Identities): Promise<void> {
  try {
    request.identity = await identities.identify(request.headers);
  } catch (error) {
    request.identityFault = error instanceof Error ? error : codedError(error);
  }
}

/** Refuses what came with an invalid credential, also where none is needed: whoever sends one means to be somebody, except at an entrance. */
export function refuseInvalidCredentials(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { entrance = false } = request.routeOptions.config;
    done(entrance ? undefined : (request.identityFault ?? undefined));
  });
}
