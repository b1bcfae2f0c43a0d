import { emailAddress } from '@tideline/contracts';
import { namesIn } from './email';

describe('an e-mail address', () => {
  it.each([
    'you@example.org',
    "o'hara+news@mail-1.example.co.uk",
    'A_b-c.d@xn--bcher-kva.example',
    `${'a'.repeat(64)}@example.org`,
    ' you@example.org ',
  ])('may be %j', (text) => expect(emailAddress.safeParse(text).data).toBe(text.trim()));

  it.each([
    '.you@example.org',
    'you.@example.org',
    'y..ou@example.org',
    'you@-example.org',
    'you@example-.org',
    'you@example..org',
    'you@example.org.',
    'you@localhost',
    'you@[127.0.0.1]',
    '"y ou"@example.org',
    'you@example.org, they@example.org',
    'y\u043eu@example.org',
    'you@ex\u0430mple.org',
    'you\u0000@example.org',
    `${'a'.repeat(65)}@example.org`,
    `you@${'a.'.repeat(130)}org`,
  ])('may not be %j: no mail would arrive, or another than meant', (text) => expect(emailAddress.safeParse(text).success).toBe(false));

  it.each([
    ['you@example.org', ['you']],
    ['al@example.org', []],
    ['Maria.Lindgren+news@example.org', ['maria.lindgren+news', 'maria', 'lindgren', 'news']],
    ['joost.van.dijk@example.org', ['joost.van.dijk', 'joost', 'dijk']],
  ])('%s holds the names %j', (email, names) => expect(namesIn(email)).toEqual(names));
});
