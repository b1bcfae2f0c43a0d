import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { INestApplicationContext, WsMessageHandler } from '@nestjs/common';
import { AbstractWsAdapter } from '@nestjs/websockets';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server, type Namespace, type ServerOptions, type Socket } from 'socket.io';
import type { Config } from '../config/config';
import { comesBack } from '../events/redis-options';
import { trustProxy } from '../http/caller-address';
import { securityHeaders } from '../http/security-headers';
import { isAllowedOrigin } from './allowed-origin';
import { ConnectionLimits, connectionLimits, type ConnectionLimitFigures } from './connection-limits';
import { cutOff } from './socket-wire';
import { maxMessageBytes, TellingServer } from './telling-socket';

const goodbyeMs = 1_000;

/** Where Nest asks for a gateway: a namespace of a server that exists. */
interface GatewayPlace {
  namespace?: string;
  server?: Server;
}

/** Nest's Socket.IO server as this product runs it: small messages, no compression per message, own page and allowed origins only. */
export class RealtimeAdapter extends AbstractWsAdapter {
  private readonly redis: Redis[] = [];
  private readonly limits: ConnectionLimits;

  constructor(
    app: INestApplicationContext,
    private readonly config: Pick<Config, 'CORS_ORIGINS' | 'PUBLIC_URL' | 'REDIS_URL' | 'TRUST_PROXY'>,
    limits: ConnectionLimitFigures = connectionLimits,
  ) {
    super(app);
    this.limits = new ConnectionLimits(trustProxy(config.TRUST_PROXY), limits);
  }

  override create(_port: number, { namespace, server, ...options }: Partial<ServerOptions> & GatewayPlace = {}): Server | Namespace {
    if (server !== undefined && namespace !== undefined) return server.of(namespace);
    const { CORS_ORIGINS: origins, PUBLIC_URL, REDIS_URL: url } = this.config;
    const created = new Server(this.httpServer as HttpServer, {
      ...options,
      serveClient: false,
      transports: ['websocket', 'polling'],
      maxHttpBufferSize: maxMessageBytes,
      wsEngine: TellingServer,
      perMessageDeflate: false,
      httpCompression: false,
      connectTimeout: 10_000,
      cors: origins.length > 0 ? { origin: origins, credentials: true } : undefined,
      allowRequest: (request, answer) => {
        const refusal = this.refusal(request);
        answer(refusal, refusal === null);
      },
    });
    created.engine.on('connection', (conn: Socket['conn']) => this.limits.watch(conn));
    // Without a gateway it would take sockets that nobody hears.
    created.use((_socket, next) => next(new Error('Invalid namespace')));
    // Engine.IO answers handshakes itself, before the server's hooks.
    const secure = securityHeaders(PUBLIC_URL)('', false);
    created.engine.on('headers', (headers: Record<string, string>) => void Object.assign(headers, secure));
    if (url !== undefined) created.adapter(createAdapter(this.connect(url), this.connect(url)));
    return created;
  }

  /** Throws for a gateway with message handlers: Nest holds several closures for each of them and each socket. */
  override bindMessageHandlers(_socket: Socket, handlers: WsMessageHandler[]): void {
    if (handlers.length > 0) throw new Error('a gateway takes handleConnection and listens on the socket itself');
  }

  /** Nothing, for the same reason: the gateway listens to `disconnect` itself. */
  override bindClientDisconnect(): void {}

  /** Closes every connection; one that has not said goodbye after a second is cut off, or it would hold up the end of the process. */
  override async close(server: Server | Namespace): Promise<void> {
    if (!(server instanceof Server)) return;
    const connections = Object.values((server.engine as unknown as { clients: Record<string, Socket['conn']> }).clients);
    const timer = setTimeout(() => connections.forEach(cutOff), goodbyeMs);
    await super.close(server);
    clearTimeout(timer);
  }

  override async dispose(): Promise<void> {
    for (const redis of this.redis) redis.disconnect();
  }

  private refusal(request: IncomingMessage): string | null {
    const { CORS_ORIGINS: origins, PUBLIC_URL: own } = this.config;
    const { origin, host } = request.headers;
    const allowed = isAllowedOrigin(origin, host, own === undefined ? origins : [...origins, new URL(own).origin]);
    return allowed ? this.limits.refusal(request) : 'LIVE.FOREIGN_ORIGIN: pages of this origin may not connect';
  }

  /** The event bridge reports an outage already, so these connections only come back by themselves. */
  private connect(url: string): Redis {
    const redis = new Redis(url, { ...comesBack, maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    this.redis.push(redis);
    return redis;
  }
}
