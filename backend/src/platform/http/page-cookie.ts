import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { cookieValue } from './cookie-value';

const name = 'tideline_page';
const lifetimeSeconds = 30 * 86_400;
const rememberedCookies = 10_000;

/** The signed cookie that our own page carries: who has it loaded the page here within the last 30 days. It holds no identity. */
export class PageCookie {
  private readonly verified = new Map<string, number>();

  constructor(
    private readonly secret: Buffer,
    private readonly secure: boolean,
  ) {}

  /** Gives the `Set-Cookie` value of a fresh cookie. */
  issue(now: number): string {
    const content = `${Math.floor(now / 1000).toString(36)}.${randomBytes(9).toString('base64url')}`;
    const attributes = `Path=/; Max-Age=${lifetimeSeconds}; HttpOnly; SameSite=Strict${this.secure ? '; Secure' : ''}`;
    return `${name}=${content}.${this.sign(content)}; ${attributes}`;
  }

  /** Whether a `Cookie` header holds one of our cookies that has not expired at `now` (epoch ms). */
  accepts(header: string | undefined, now: number): boolean {
    const cookie = cookieValue(header, name);
    if (cookie === undefined) return false;
    const endsAt = this.verified.get(cookie) ?? this.verify(cookie);
    return endsAt > now;
  }

  /** Gives when the cookie ends (epoch ms), 0 for a forged one; remembered, so that the signature is computed once. */
  private verify(cookie: string): number {
    const [issued = '', nonce = '', signature = ''] = cookie.split('.');
    const expected = Buffer.from(this.sign(`${issued}.${nonce}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 0;
    const endsAt = (Number.parseInt(issued, 36) + lifetimeSeconds) * 1000;
    if (this.verified.size >= rememberedCookies) this.verified.clear();
    this.verified.set(cookie, endsAt);
    return endsAt;
  }

  private sign(content: string): string {
    return createHmac('sha256', this.secret).update(`page.${content}`).digest('base64url');
  }
}
