import { PageCookie } from './page-cookie';

const secret = Buffer.from('a secret of at least thirty-two bytes');
const dayMs = 86_400_000;
const now = 1_769_860_800_000;
const valueOf = (header: string): string => header.split(';')[0] ?? '';

describe('PageCookie', () => {
  it('accepts its own cookie for 30 days, alone or among others', () => {
    const page = new PageCookie(secret, false);
    const cookie = valueOf(page.issue(now));
    expect(page.accepts(cookie, now)).toBe(true);
    expect(page.accepts(`a=b; ${cookie}; c=d`, now + 30 * dayMs - 1000)).toBe(true);
    expect(page.accepts(cookie, now + 30 * dayMs)).toBe(false);
  });

  it('accepts the cookie of another process with the same secret, not that of another install', () => {
    const cookie = valueOf(new PageCookie(secret, false).issue(now));
    expect(new PageCookie(secret, true).accepts(cookie, now)).toBe(true);
    expect(new PageCookie(Buffer.from('another secret of thirty-two bytes!!'), false).accepts(cookie, now)).toBe(false);
  });

  it.each([
    ['nothing', undefined],
    ['another cookie', 'session=1'],
    ['an empty one', 'tideline_page='],
    ['one without a signature', 'tideline_page=abc.def'],
    ['one whose date was moved', (cookie: string) => cookie.replace('=t', '=u')],
  ])('refuses %s', (_title, forged) => {
    const page = new PageCookie(secret, false);
    const cookie = valueOf(page.issue(now));
    expect(page.accepts(typeof forged === 'function' ? forged(cookie) : forged, now)).toBe(false);
  });
});
