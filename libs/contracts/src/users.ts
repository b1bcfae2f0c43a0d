import { z } from 'zod';
import { instant } from './common';
import { candleInterval } from './market';

/** Lengths that a form may hold a person to before it asks the server. */
export const passwordLength = { min: 12, max: 128 };

/** Names of printable ASCII between single dots, then labels that neither begin nor end with a hyphen: what mail servers take. */
const addressForm = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([A-Za-z0-9]+(-+[A-Za-z0-9]+)*\.)+[A-Za-z0-9]+(-+[A-Za-z0-9]+)*$/;

export const emailAddress = z
  .string()
  .trim()
  .max(254, 'is too long for an address')
  .regex(/^[^@]{1,64}@/, 'must have 1 to 64 characters before the @')
  .regex(addressForm, 'must be an e-mail address, for example you@example.org')
  .describe('E-mail address in ASCII; upper and lower case are the same');
const characters = (text: string) => [...text].length;
export const password = z
  .string()
  .refine((text) => characters(text) >= passwordLength.min, `must have at least ${passwordLength.min} characters`)
  .refine((text) => characters(text) <= passwordLength.max, `must have at most ${passwordLength.max} characters`)
  // Half a character would be stored as another one, and bcrypt of earlier systems ends at a NUL.
  .refine((text) => !/[\0\p{Cs}]/u.test(text), 'must not hold NUL or halves of characters')
  .describe('No rules of composition; common ones and ones that hold the name of the address are refused (422)')
  .meta({ minLength: passwordLength.min, maxLength: passwordLength.max, format: 'password' });
export const displayName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(60, 'must have at most 60 characters')
  .regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u, 'must not hold control characters');
/** Of a second factor: six digits of the app, or a recovery code. */
export const secondFactor = z.string().trim().min(6).max(20);
const token = z.string().min(20).max(200).describe('From the link in the mail; works once');
const typedPassword = z.string().min(1).max(1000);

export const role = z.enum(['user', 'admin']);
export type Role = z.infer<typeof role>;
export const userStatus = z.enum(['active', 'disabled']);
export type UserStatus = z.infer<typeof userStatus>;

export const account = z
  .strictObject({
    id: z.uuid(),
    email: z.string(),
    displayName: z.string(),
    role,
    status: userStatus,
    emailVerified: z.boolean(),
    pendingEmail: z.string().nullable().describe('A new address that has not been confirmed yet'),
    totpEnabled: z.boolean(),
    recoveryCodesLeft: z.int(),
    locale: z.string().describe('BCP 47: en-GB'),
    timeZone: z.string().describe('IANA: Europe/Berlin'),
    displayCurrency: z
      .enum(['USD', 'EUR', 'BTC'])
      .describe(
        'What our own pages show figures in; the API always gives US dollars. No pair followed here says what a euro costs: EUR is kept, and figures stay in US dollars',
      ),
    createdAt: instant,
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof account>;

export const registerRequest = z.strictObject({ email: emailAddress, password, displayName });
export const emailRequest = z.strictObject({ email: emailAddress });
export const tokenRequest = z.strictObject({ token });
/** The first administrator of an install, with the token of the link in its log. */
export const setUpRequest = z.strictObject({ token, email: emailAddress, password, displayName });
export const resetPasswordRequest = z.strictObject({ token, password });
export const loginRequest = z.strictObject({ email: emailAddress, password: typedPassword, totp: secondFactor.optional() });
export const stepUpRequest = z.union([z.strictObject({ password: typedPassword }), z.strictObject({ totp: secondFactor })]);
export const changePasswordRequest = z.strictObject({ currentPassword: typedPassword, password });
export const changeEmailRequest = z.strictObject({ email: emailAddress, password: typedPassword });

/** What a mail is promised with, whether or not the address is known. */
export const accepted = z.strictObject({ detail: z.string() }).meta({ id: 'Accepted' });

export const signedIn = z.strictObject({ accessToken: z.string(), expiresInSeconds: z.int(), user: account }).meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof signedIn>;

export const steppedUp = z
  .strictObject({ stepUpToken: z.string().describe('For X-Step-Up'), expiresInSeconds: z.int() })
  .meta({ id: 'SteppedUp' });
export type SteppedUp = z.infer<typeof steppedUp>;

const locale = z.string().max(35).refine(isLocale, 'must be a language tag, for example en-GB').describe('BCP 47: en-GB');
const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, 'must be the name of a time zone, for example Europe/Berlin')
  .describe('IANA: Europe/Berlin');

export const profileChange = z
  .strictObject({ displayName, locale, timeZone, displayCurrency: account.shape.displayCurrency })
  .partial()
  .describe('What is left out stays');
export type ProfileChange = z.infer<typeof profileChange>;

const trackedSymbol = z.string().regex(/^[A-Z0-9]{1,15}$/);

/** Everything a person chooses about how the app looks and behaves; what is left out is as usual. */
export const preferences = z
  .strictObject({
    theme: z.enum(['system', 'dark', 'light']).default('system'),
    colours: z.enum(['green-red', 'blue-orange']).default('green-red'),
    density: z.enum(['comfortable', 'compact']).default('comfortable'),
    numberFormat: z.enum(['1,234.5', '1.234,5', '1 234.5']).default('1,234.5'),
    defaultInterval: candleInterval.default('5m'),
    trackedAssets: z.array(trackedSymbol).max(200).default([]).describe('Shown first; empty means all'),
    chart: z
      .strictObject({
        type: z.enum(['candles', 'line', 'area']).default('candles'),
        hollow: z.boolean().default(false),
        logScale: z.boolean().default(false),
        indicators: z.array(z.string().max(60)).max(20).default([]),
        drawings: z.record(trackedSymbol, z.array(z.unknown()).max(100)).default({}),
      })
      .prefault({}),
    columns: z
      .record(z.string().max(30), z.array(z.string().max(60)).max(30))
      .default({})
      .describe('Columns of each table, by its name'),
    screens: z
      .array(z.strictObject({ name: z.string().min(1).max(60), query: z.string().max(1000) }))
      .max(50)
      .default([])
      .describe('Saved filters of the screener'),
    notifications: z
      .strictObject({ email: z.boolean().default(true), inApp: z.boolean().default(true), marketAlerts: z.boolean().default(false) })
      .prefault({}),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof preferences>;

export const sessionInfo = z
  .strictObject({
    id: z.uuid(),
    device: z.string().describe('Browser and system, as the browser says: Firefox on Linux'),
    address: z.string().nullable(),
    createdAt: instant,
    lastUsedAt: instant,
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionInfo = z.infer<typeof sessionInfo>;

export const totpSetUp = z
  .strictObject({ secret: z.string().describe('Base32'), uri: z.string().describe('otpauth://, as the QR code holds it') })
  .meta({ id: 'TotpSetUp' });
export type TotpSetUp = z.infer<typeof totpSetUp>;
/** Shows that the app took the secret: its first code. */
export const totpConfirmation = z.strictObject({
  totp: z
    .string()
    .trim()
    .regex(/^\d{3}\s?\d{3}$/, 'must be the six digits that the app shows'),
});
export const recoveryCodes = z
  .strictObject({ recoveryCodes: z.array(z.string()).describe('Shown once; each works once') })
  .meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;

export const apiKeyScope = z.enum(['read', 'write']);
export type ApiKeyScope = z.infer<typeof apiKeyScope>;
export const apiKeyRequest = z.strictObject({
  name: displayName.describe('To tell it from others'),
  scopes: z.array(apiKeyScope).min(1).max(2).describe('`write` does not hold `read`: ask for both'),
  expiresAt: z.iso
    .datetime({ offset: true })
    .nullable()
    .default(null)
    .describe('RFC 3339, with any precision and offset. Null: works until it is revoked'),
});
export const apiKeyInfo = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('The beginning of the key, to tell it from others'),
    scopes: z.array(apiKeyScope),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyInfo = z.infer<typeof apiKeyInfo>;
export const createdApiKey = apiKeyInfo.extend({ key: z.string().describe('Shown once') }).meta({ id: 'CreatedApiKey' });
export type CreatedApiKey = z.infer<typeof createdApiKey>;

/** Everything that is kept of a person, as they may take it away: no secret and no hash, since those are no more theirs than ours. */
export const accountExport = z
  .strictObject({
    exportedAt: instant,
    account,
    emailVerifiedAt: instant.nullable(),
    lastSeenAt: instant.nullable(),
    secondFactorSince: instant.nullable(),
    preferences,
    sessions: z
      .array(
        sessionInfo
          .omit({ current: true })
          .extend({ userAgent: z.string(), endsAt: instant, endedAt: instant.nullable(), endReason: z.string().nullable() }),
      )
      .describe('Those that ended, too'),
    apiKeys: z.array(apiKeyInfo.extend({ revokedAt: instant.nullable() })),
    links: z
      .array(
        z.strictObject({
          purpose: z.string(),
          email: z.string().nullable(),
          createdAt: instant,
          expiresAt: instant,
          usedAt: instant.nullable(),
        }),
      )
      .describe('Links that were mailed'),
    mails: z
      .array(
        z.strictObject({
          subject: z.string(),
          recipient: z.string().describe('The address as it was then'),
          createdAt: instant,
          sentAt: instant.nullable(),
          givenUpAt: instant.nullable(),
        }),
      )
      .describe('Without what they said, which is forgotten once they are sent'),
    auditLog: z
      .array(
        z.strictObject({
          at: instant,
          action: z.string(),
          byYourself: z.boolean(),
          network: z.string().nullable().describe('Where it was asked from: /24 or /48'),
          detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        }),
      )
      .describe('What was done by this account, and to it'),
  })
  .meta({ id: 'AccountExport' });
export type AccountExport = z.infer<typeof accountExport>;

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(text: string): boolean {
  // Newer runtimes take offsets, too; they know no summer time.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
