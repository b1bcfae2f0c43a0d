import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { foreignOrigin } from '../../../platform/access/access.errors';
import { CONFIG, type Config } from '../../../platform/config/config';
import { cookieValue } from '../../../platform/http/cookie-value';
import { isAllowedOrigin } from '../../../platform/realtime/allowed-origin';

const name = 'tideline_refresh';
const attributes = 'Path=/api/v1/auth; HttpOnly; SameSite=Strict';

/** The cookie that carries the refresh token: no script reads it, and no foreign page sends it. */
@Injectable()
export class RefreshCookie {
  private readonly origins: string[];
  private readonly secure: boolean;

  constructor(@Inject(CONFIG) { CORS_ORIGINS, PUBLIC_URL }: Config) {
    this.origins = PUBLIC_URL === undefined ? CORS_ORIGINS : [...CORS_ORIGINS, new URL(PUBLIC_URL).origin];
    this.secure = PUBLIC_URL?.startsWith('https://') ?? false;
  }

  /** Gives the token of the request, undefined when it has none. Throws a 403 when a foreign page asks. */
  read(request: FastifyRequest): string | undefined {
    this.checkOrigin(request);
    const value = cookieValue(request.headers.cookie, name);
    return value === '' ? undefined : value;
  }

  /** Throws a 403 when a page of neither ours nor an allowed origin asks. */
  checkOrigin({ headers }: FastifyRequest): void {
    if (!isAllowedOrigin(headers.origin, headers.host, this.origins)) throw foreignOrigin();
  }

  give(request: FastifyRequest, reply: FastifyReply, token: string, expiresAt: number): void {
    const seconds = Math.max(0, Math.ceil((expiresAt - Date.now()) / 1000));
    this.set(request, reply, `${name}=${token}; Max-Age=${seconds}`);
  }

  take(request: FastifyRequest, reply: FastifyReply): void {
    this.set(request, reply, `${name}=; Max-Age=0`);
  }

  private set(request: FastifyRequest, reply: FastifyReply, value: string): void {
    const secure = this.secure || request.protocol === 'https';
    void reply.header('set-cookie', `${value}; ${attributes}${secure ? '; Secure' : ''}`);
  }
}
