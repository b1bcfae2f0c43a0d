import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { senderOf } from '../mail/message';

const url = (protocols: string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a ${protocols.map((p) => `${p}//`).join(' or ')} address, for example ${example}`,
  });

const ws = (fallback: string) => url(['ws:', 'wss:'], fallback).default(fallback);
const http = (fallback: string) => url(['http:', 'https:'], fallback).default(fallback);
const whole = (min: number, max: number, fallback: number) =>
  z.coerce
    .number({ error: `must be a whole number, for example ${fallback}` })
    .int(`must be a whole number, for example ${fallback}`)
    .min(min, `must be at least ${min}, for example ${fallback}`)
    .max(max, `must be at most ${max}, for example ${fallback}`)
    .default(fallback);

const words = <T extends string>(allowed: readonly T[], fallback: T[]) =>
  list(fallback.join(','))
    .refine((items) => items.length > 0 && items.every((item) => (allowed as readonly string[]).includes(item)), {
      error: `must be a list of ${allowed.join(', ')}, for example ${fallback.join(',')}`,
    })
    .transform((items) => [...new Set(items)] as T[]);

function list(fallback: string) {
  return z
    .string()
    .default(fallback)
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    );
}

const rateLimit = (fallback: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}\/(second|minute|hour|day)$/, `must be a number per second, minute, hour or day, for example ${fallback}`)
    .default(fallback)
    .transform((text) => {
      const [count = '0', unit = 'hour'] = text.split('/');
      return { limit: Number(count), windowSeconds: { second: 1, minute: 60, hour: 3600, day: 86_400 }[unit] ?? 3600 };
    });

/** An address, a network of addresses, or one of the names that Fastify knows for networks. */
function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits] = text.split('/');
  return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128)));
}

export type RateLimitRule = { limit: number; windowSeconds: number };
/** Injection token of the configuration. */
export const CONFIG = Symbol('config');
export const roles = ['api', 'ingest', 'worker'] as const;
export type Role = (typeof roles)[number];

const defaultAssets = 'BTC,ETH,SOL,XRP,ADA,DOGE,AVAX,DOT,LINK,LTC,BCH,UNI,ATOM,XLM,ETC,NEAR,AAVE,ALGO,FIL,TRX';

/** Every variable that Tideline reads. `.env.example` lists the same ones; a test holds the two equal. */
export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], { error: 'must be development, production or test, for example production' })
    .default('production'),
  PORT: whole(0, 65_535, 3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:'], 'https://tideline.example').optional(),
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .transform((path) => resolve(path)),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://tideline:secret@localhost:5432/tideline').optional(),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://localhost:6379').optional(),
  ROLES: words(roles, ['api', 'ingest', 'worker']),
  MARKET_MODE: z.enum(['auto', 'live', 'simulated'], { error: 'must be auto, live or simulated, for example auto' }).default('auto'),
  SIM_SEED: z.string().min(1).max(100).default('tideline'),
  VENUES: words(['kraken', 'binance', 'coinbase'] as const, ['kraken', 'binance', 'coinbase']),
  KRAKEN_WS_URL: ws('wss://ws.kraken.com/v2'),
  KRAKEN_REST_URL: http('https://api.kraken.com'),
  BINANCE_WS_URL: ws('wss://stream.binance.com:9443'),
  BINANCE_REST_URL: http('https://api.binance.com'),
  COINBASE_WS_URL: ws('wss://ws-feed.exchange.coinbase.com'),
  COINBASE_REST_URL: http('https://api.exchange.coinbase.com'),
  COINGECKO_URL: http('https://api.coingecko.com/api/v3'),
  COINGECKO_API_KEY: z.string().min(1).optional(),
  ASSETS: list(defaultAssets).refine((items) => items.length > 0 && items.every((item) => /^[A-Za-z0-9]{1,15}$/.test(item)), {
    error: 'must be a list of asset symbols, for example BTC,ETH,SOL',
  }),
  TRADE_RETENTION_DAYS: whole(1, 3650, 2),
  CANDLE_RETENTION_DAYS: whole(7, 36_500, 365),
  JWT_SECRET: z
    .string()
    .refine((text) => Buffer.byteLength(text) >= 32, {
      error: 'must be at least 32 bytes, for example the output of: openssl rand -hex 32',
    })
    .optional(),
  ADMIN_EMAIL: z.email('must be an e-mail address, for example admin@tideline.example').optional(),
  ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters, for example a passphrase of four words').max(128).optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:secret@localhost:587').optional(),
  MAIL_FROM: z
    .string()
    .refine((text) => senderOf(text) !== null, { error: 'must be one address, for example Tideline <tideline@example.org>' })
    .default('Tideline <tideline@localhost>'),
  CORS_ORIGINS: list('').refine((items) => items.every((item) => URL.canParse(item) && new URL(item).origin === item), {
    error: 'must be a list of origins, for example https://app.example,https://other.example',
  }),
  TRUST_PROXY: z
    .string()
    .default('')
    .transform((text) => text.trim())
    .refine((text) => /^(|true|false|\d{1,2})$/.test(text) || text.split(',').every((part) => isProxy(part.trim())), {
      error: 'must be true, a number of proxies or a list of their addresses, for example 10.0.0.0/8',
    }),
  RATE_LIMIT_ANONYMOUS: rateLimit('100/hour'),
  RATE_LIMIT_AUTHENTICATED: rateLimit('1000/hour'),
  RATE_LIMIT_BURST: rateLimit('600/minute'),
  MARKET_ALERT_THRESHOLD: z.coerce
    .number({ error: 'must be a number, for example 8' })
    .min(3, 'must be at least 3, for example 8')
    .max(100, 'must be at most 100, for example 8')
    .default(8),
  NEWS_FEEDS: list(''),
  NEWSAPI_URL: http('https://newsapi.org/v2'),
  NEWSAPI_KEY: z.string().min(1).optional(),
  STORAGE_URL: url(['file:', 's3:', 'azblob:'], 's3://bucket/prefix').optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent; for example info',
    })
    .default('info'),
  METRICS_TOKEN: z.string().min(1).optional(),
});

export type Config = z.infer<typeof environmentSchema>;

/** A configuration that cannot be used; its message is the one line the user reads. */
export class ConfigError extends Error {}

/**
 * Reads the configuration from the environment. An empty value counts as unset.
 * Throws ConfigError naming the variable, the fault and an example.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${String(issue?.path[0] ?? 'environment')} ${issue?.message ?? 'is not valid'}`);
  }
  const config = parsed.data;
  if (config.ROLES.length < roles.length && config.REDIS_URL === undefined) {
    throw new ConfigError(
      'ROLES is a subset but REDIS_URL is unset: separate processes meet over Redis, for example REDIS_URL=redis://localhost:6379',
    );
  }
  if (config.NODE_ENV === 'production' && config.DATABASE_URL !== undefined && config.JWT_SECRET === undefined) {
    throw new ConfigError(
      'JWT_SECRET is required with an external database in production: at least 32 bytes, for example the output of: openssl rand -hex 32',
    );
  }
  if ((config.ADMIN_EMAIL === undefined) !== (config.ADMIN_PASSWORD === undefined)) {
    throw new ConfigError(
      'ADMIN_EMAIL and ADMIN_PASSWORD go together, for example ADMIN_EMAIL=admin@tideline.example ADMIN_PASSWORD="four words make one"',
    );
  }
  return config;
}
