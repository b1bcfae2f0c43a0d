import { z } from 'zod';
import { instant } from './common';
import { assetSymbol, pairSymbol } from './symbols';
import { account, apiKeyInfo, role, sessionInfo, userStatus } from './users';

const count = z.int().min(0);
const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .describe('A day in UTC: 2026-01-31');

/** An account as administrators find it. */
export const adminUser = account
  .pick({ id: true, email: true, displayName: true, role: true, status: true, emailVerified: true, totpEnabled: true, createdAt: true })
  .extend({
    lastSeenAt: instant.nullable().describe('When a session of it was last continued'),
    livingSessions: count,
    livingApiKeys: count,
  })
  .meta({ id: 'AdminUser' });
export type AdminUser = z.infer<typeof adminUser>;

export const failedMail = z
  .strictObject({
    subject: z.string(),
    promisedAt: instant,
    attempts: count,
    error: z.string().nullable(),
    givenUpAt: instant.nullable().describe('null while it is still tried'),
  })
  .meta({ id: 'FailedMail' });
export type FailedMail = z.infer<typeof failedMail>;

export const adminUserDetail = adminUser
  .extend({
    pendingEmail: account.shape.pendingEmail,
    emailVerifiedAt: instant.nullable(),
    locale: account.shape.locale,
    timeZone: account.shape.timeZone,
    displayCurrency: account.shape.displayCurrency,
    recoveryCodesLeft: count,
    sessions: z.array(sessionInfo).describe('Those that live, the one used last first; `current` is the one that asks'),
    apiKeys: z.array(apiKeyInfo).describe('Those that are not revoked, without their secrets'),
    openSockets: count.describe('Live streams open at the process that answers'),
    failedMails: z.array(failedMail).describe('Of the last 30 days, newest first, at most 20'),
  })
  .meta({ id: 'AdminUserDetail' });
export type AdminUserDetail = z.infer<typeof adminUserDetail>;

export const adminUserChange = z
  .strictObject({ status: userStatus.optional(), role: role.optional() })
  .refine((change) => change.status !== undefined || change.role !== undefined, 'must hold a status or a role');
export type AdminUserChange = z.infer<typeof adminUserChange>;

export const verificationLink = z
  .strictObject({ link: z.string().describe('To hand on to the owner of the address; works once'), expiresAt: instant })
  .meta({ id: 'VerificationLink' });
export type VerificationLink = z.infer<typeof verificationLink>;

export const adminStats = z
  .strictObject({
    asOf: instant,
    from: instant.describe('Begin of the first day told'),
    users: z.strictObject({
      total: count,
      verified: count,
      disabled: count,
      administrators: count,
      active24h: count.describe('Seen within 24 hours: a session of theirs was opened or continued'),
      active7d: count,
      active30d: count,
      byDay: z.array(z.strictObject({ day, registered: count, total: count.describe('At the end of the day') })),
    }),
    sessions: z.strictObject({ living: count }),
    sockets: z.strictObject({ anonymous: count, authenticated: count }).describe('Of the process that answers, now'),
    apiKeys: z.strictObject({ living: count, used24h: count }),
    requests: z.strictObject({
      total: count.describe('Over all processes since `from`; each adds what it has counted once a minute'),
      byStatus: z.strictObject({ '2xx': count, '3xx': count, '4xx': count, '5xx': count }),
      byDay: z.array(z.strictObject({ day, requests: count, clientErrors: count, serverErrors: count })),
    }),
    mails: z.strictObject({
      waiting: count,
      givenUp: count.describe('Since `from`'),
      byDay: z.array(z.strictObject({ day, sent: count, failed: count.describe('Given up') })),
    }),
    assets: z.strictObject({ enabled: count, disabled: count }),
    jobs: z
      .strictObject({ waiting: count, active: count, delayed: count, completed: count, failed: count })
      .describe('Completed and failed ones as far as they are kept'),
  })
  .meta({ id: 'AdminStats' });
export type AdminStats = z.infer<typeof adminStats>;

export const adminAsset = z
  .strictObject({
    symbol: z.string(),
    name: z.string(),
    coingeckoId: z.string().nullable(),
    enabled: z.boolean().describe('Followed at the venues; a disabled one keeps its history'),
    position: count.describe('Its place in the order, from 0'),
    source: z.enum(['install', 'admin']).describe('How it came here: from ASSETS at the first start, or added by an administrator'),
    addedAt: instant,
    pairs: z.array(z.strictObject({ venue: z.string(), pair: z.string(), listed: z.boolean().describe('The venue still lists it') })),
    price: z.number().nullable().describe('USD; the last known one of a disabled asset'),
    stale: z.boolean(),
  })
  .meta({ id: 'AdminAsset' });
export type AdminAsset = z.infer<typeof adminAsset>;

export const addAssetRequest = z.union([
  z.strictObject({
    coingeckoId: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^[\w.-]+$/, 'must be an id of CoinGecko, for example monero'),
  }),
  z.strictObject({ pair: pairSymbol }),
]);
export type AddAssetRequest = z.infer<typeof addAssetRequest>;

const change = {
  enabled: z.boolean().optional(),
  position: z.int().min(0).max(10_000).optional().describe('Its new place in the order, from 0; the others keep theirs among themselves'),
};
const saysSomething = (asked: { enabled?: boolean; position?: number }): boolean =>
  asked.enabled !== undefined || asked.position !== undefined;

export const assetChange = z.strictObject(change).refine(saysSomething, 'must hold enabled or position');
export type AssetChange = z.infer<typeof assetChange>;

/** What may be asked of the list as a whole: a change of one asset, or a new order. */
export const assetsChange = z.union([
  z.strictObject({ symbol: assetSymbol, ...change }).refine(saysSomething, 'must hold enabled or position'),
  z.strictObject({
    order: z.array(assetSymbol).min(1).max(1000).describe('These come first, in this order; the others follow as they are'),
  }),
]);
export type AssetsChange = z.output<typeof assetsChange>;
