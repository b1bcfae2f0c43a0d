import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import { answersProblem } from '../http/openapi/answers';
import type { AccessScope } from './identity';

/** Who may take a route. A route without one is not served: the process does not start. */
export type Policy =
  | { who: 'anyone' }
  | { who: 'user' | 'admin'; scope: AccessScope }
  /** Signed in as a person: no key may do it, whatever its scopes. */
  | { who: 'person' };

export const policyKey = Symbol('policy');
export const stepUpKey = Symbol('step up');
export const personalKey = Symbol('personal');

type Decorator = ClassDecorator & MethodDecorator;

function policy(value: Policy, ...documented: (ClassDecorator | MethodDecorator)[]): Decorator {
  return applyDecorators(SetMetadata(policyKey, value), ...documented);
}

/** Everybody, signed in or not; a credential that is sent must be valid all the same. */
export function anyone(): Decorator {
  return policy({ who: 'anyone' });
}

/**
 * Everybody who wants to come in: the request itself holds what opens the door. So a dead access token beside it, which clients send along
 * by habit, counts as none.
 */
export function entrance(): MethodDecorator {
  return applyDecorators(anyone(), RouteConfig({ entrance: true }));
}

/** Any account, with a session or a key of this scope. */
export function user(scope: AccessScope): Decorator {
  return policy({ who: 'user', scope }, ...bySessionOrKey());
}

/** An administrator, with a session or a key of this scope. */
export function admin(scope: AccessScope): Decorator {
  return policy({ who: 'admin', scope }, ...bySessionOrKey());
}

/** Any account with a session: what concerns the account's own security is not for keys. */
export function person(): Decorator {
  return policy({ who: 'person' }, ApiBearerAuth(), answersProblem(401, 'AUTH.REQUIRED'), answersProblem(403, 'AUTH.SCOPE'));
}

/** Besides the policy: who is signed in has shown within the last minutes that it is them (`X-Step-Up`). */
export function stepUp(): Decorator {
  return applyDecorators(SetMetadata(stepUpKey, true), answersProblem(403, 'AUTH.STEP_UP_REQUIRED'));
}

/** Answers that nobody but the caller may keep, also where the policy is `anyone`; those of all other policies are personal anyway. */
export function personal(): Decorator {
  return SetMetadata(personalKey, true);
}

function bySessionOrKey(): (ClassDecorator | MethodDecorator)[] {
  return [ApiBearerAuth(), ApiSecurity('apiKey'), answersProblem(401, 'AUTH.REQUIRED'), answersProblem(403, 'AUTH.FORBIDDEN')];
}
