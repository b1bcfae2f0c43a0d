import 'reflect-metadata';
import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfig } from '../config/config';
import { PageCookie } from '../http/page-cookie';
import { ProblemFilter } from '../http/problem.filter';
import { LocalCounts, limitRules } from '../http/limit-counts';
import { RateLimits } from '../http/rate-limit';
import { createWebServer } from '../http/web-server';
import { createLog, LOG } from '../observability/log';
import { AccessModule } from './access.module';
import { tokenExpired } from './access.errors';
import { Caller } from './caller';
import type { AccountIdentity } from './identity';
import { admin, anyone, person, personal, stepUp, user } from './policy';

@Controller('api/v1/things')
class Things {
  @Get('open')
  @anyone()
  open(): string {
    return 'open';
  }

  @Post('entrance')
  @anyone()
  @personal()
  entrance(): string {
    return 'in';
  }

  @Get()
  @user('read')
  read(@Caller() { accountId }: AccountIdentity): string {
    return accountId;
  }

  @Post()
  @user('write')
  write(): string {
    return 'written';
  }

  @Get('own')
  @person()
  own(): string {
    return 'own';
  }

  @Get('all')
  @admin('read')
  all(): string {
    return 'all';
  }

  @Post('gone')
  @person()
  @stepUp()
  gone(): string {
    return 'gone';
  }
}

@Controller('api/v1/offence')
class Offender {
  @Get('declared')
  @anyone()
  declared(): void {}

  @Get()
  forgotten(): void {}
}

const config = readConfig({ NODE_ENV: 'test', JWT_SECRET: 'x'.repeat(32), LOG_LEVEL: 'silent' });
const account = (role: 'user' | 'admin', scopes: ('read' | 'write')[], keyId: string | null = null): AccountIdentity => ({
  kind: 'account',
  accountId: 'a1',
  role,
  scopes,
  sessionId: keyId === null ? 's1' : null,
  keyId,
  expiresAt: null,
});
const sessions: Record<string, AccountIdentity> = { user: account('user', ['read', 'write']), admin: account('admin', ['read', 'write']) };
const keys: Record<string, AccountIdentity> = { reader: account('user', ['read'], 'k1'), writer: account('admin', ['write'], 'k2') };
const opened: NestFastifyApplication[] = [];

afterAll(async () => {
  for (const app of opened) await app.close();
});

async function start(...controllers: Type[]): Promise<string> {
  const limits = new RateLimits(limitRules(config), new LocalCounts(limitRules(config)), page);
  const server = await createWebServer(config, createLog('silent'), limits, page, '/nowhere');
  server.identities.offer('bearer', (token) => {
    const found = sessions[token];
    if (found === undefined) throw tokenExpired();
    return found;
  });
  server.identities.offer('key', async (key) => keys[key] ?? Promise.reject(tokenExpired()));
  server.identities.offerStepUp((token) => token === 'it is me');
  @Module({
    imports: [AccessModule.with(server.identities)],
    controllers,
    providers: [
      { provide: LOG, useValue: createLog('silent') },
      { provide: APP_FILTER, useClass: ProblemFilter },
    ],
  })
  class Root {}
  const app = await NestFactory.create<NestFastifyApplication>(Root, server, { logger: false, abortOnError: false });
  opened.push(app);
  await app.init();
  return app.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
}

const page = new PageCookie(Buffer.alloc(32, 1), false);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('access', () => {
  let url: string;

  beforeAll(async () => {
    url = await start(Things);
  });

  const ask = async (method: string, path: string, headers: Record<string, string> = {}): Promise<[number, string]> => {
    const answer = await fetch(`${url}/api/v1/things${path}`, { method, headers });
    const text = await answer.text();
    return [answer.status, answer.ok ? text : (JSON.parse(text) as { code: string }).code];
  };

  it.each([
    ['GET', '/open', {}, 200, 'open'],
    ['GET', '/open', { authorization: 'Basic b3BlbjpzZXNhbWU=' }, 200, 'open'],
    ['GET', '/open', bearer('stranger'), 401, 'AUTH.TOKEN_EXPIRED'],
    ['GET', '/open', { authorization: 'Bearer' }, 401, 'AUTH.TOKEN_EXPIRED'],
    ['GET', '/open', { 'x-api-key': 'stranger' }, 401, 'AUTH.TOKEN_EXPIRED'],
    ['GET', '/open', { ...bearer('user'), 'x-api-key': 'reader' }, 401, 'AUTH.INVALID_CREDENTIAL'],
    ['GET', '', {}, 401, 'AUTH.REQUIRED'],
    ['GET', '', { authorization: 'Basic b3BlbjpzZXNhbWU=' }, 401, 'AUTH.REQUIRED'],
    ['GET', '', bearer('user'), 200, 'a1'],
    ['GET', '', { 'x-api-key': 'reader' }, 200, 'a1'],
    ['POST', '', { 'x-api-key': 'reader' }, 403, 'AUTH.SCOPE'],
    ['GET', '', { 'x-api-key': 'writer' }, 403, 'AUTH.SCOPE'],
    ['POST', '', { 'x-api-key': 'writer' }, 201, 'written'],
    ['GET', '/own', bearer('user'), 200, 'own'],
    ['GET', '/own', { 'x-api-key': 'writer' }, 403, 'AUTH.SCOPE'],
    ['GET', '/all', bearer('user'), 403, 'AUTH.FORBIDDEN'],
    ['GET', '/all', bearer('admin'), 200, 'all'],
    ['GET', '/all', { 'x-api-key': 'reader' }, 403, 'AUTH.FORBIDDEN'],
    ['POST', '/gone', { 'x-step-up': 'it is me' }, 401, 'AUTH.REQUIRED'],
    ['POST', '/gone', bearer('user'), 403, 'AUTH.STEP_UP_REQUIRED'],
    ['POST', '/gone', { ...bearer('user'), 'x-step-up': 'it is not' }, 403, 'AUTH.STEP_UP_REQUIRED'],
    ['POST', '/gone', { ...bearer('user'), 'x-step-up': 'it is me' }, 201, 'gone'],
  ])('answers %s %s with %j by %i %s', async (method, path, headers, status, said) => {
    expect(await ask(method, path, headers as Record<string, string>)).toEqual([status, said]);
  });

  it('keeps what is personal out of caches and leaves what is open to them', async () => {
    const cacheControl = async (method: string, path: string, headers = {}) =>
      (await fetch(`${url}/api/v1/things${path}`, { method, headers })).headers.get('cache-control');
    expect(await cacheControl('GET', '', bearer('user'))).toBe('no-store');
    expect(await cacheControl('POST', '/entrance')).toBe('no-store');
    expect(await cacheControl('GET', '/open')).not.toBe('no-store');
  });

  it('counts requests with an invalid credential, and says how to authenticate', async () => {
    const left = async () => {
      const answer = await fetch(`${url}/api/v1/things`, { headers: bearer('stranger') });
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      return Number(/"ceiling";r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]);
    };
    const before = await left();
    expect(await left()).toBe(before - 1);
  });

  it('does not start with a route that declares no policy, and names it', async () => {
    await expect(start(Things, Offender)).rejects.toThrow('routes without a policy: Offender.forgotten;');
  });
});
