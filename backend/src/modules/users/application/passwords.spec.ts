import { availableParallelism } from 'node:os';
import { hash } from '@node-rs/bcrypt';
import { Passwords } from './passwords';

jest.setTimeout(60_000);

/** More than may wait, however many cores there are. */
const flood = 300 * availableParallelism();

describe('passwords', () => {
  const passwords = new Passwords();
  afterAll(() => passwords.onApplicationShutdown());

  it('are hashed with argon2id, 19 MiB, 2 passes, and verified', async () => {
    const hash = await passwords.hash('green lanterns over water');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify('green lanterns over water', hash)).toEqual({ ok: true, outdated: false });
    expect(await passwords.verify('green lanterns over Water', hash)).toEqual({ ok: false, outdated: false });
    expect(await passwords.verify('green lanterns over water', null)).toEqual({ ok: false, outdated: false });
  });

  it('of bcrypt are to be replaced, but never by more than bcrypt has read of them: a slip behind byte 72 would be the password from then on', async () => {
    const [short, long] = ['a'.repeat(72), 'ä'.repeat(40)];
    const hashed = async (password: string) => hash(password, { cost: 12 });
    expect(await passwords.verify(short, await hashed(short))).toEqual({ ok: true, outdated: true });
    const cut = await hashed(long);
    expect(await passwords.verify(long, cut)).toEqual({ ok: true, outdated: false });
    expect(await passwords.verify(`${'ä'.repeat(36)} a slip`, cut)).toEqual({ ok: true, outdated: false });
    expect((await passwords.verify('b'.repeat(80), cut)).ok).toBe(false);
  });

  it('keep the event loop free, and send who comes when too many wait away with a 503, before their try is counted', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const answers = await Promise.all(
      Array.from({ length: flood }, () => passwords.verify('guessed', null).catch((error: { code: string }) => error.code)),
    );
    clearInterval(timer);
    const refused = answers.filter((answer) => answer === 'AUTH.BUSY').length;
    expect(refused).toBeGreaterThan(0);
    expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(flood - refused);
    expect(turns).toBeGreaterThan(20);
    const full = Array.from({ length: flood }, () => passwords.hash('guessed').catch(() => null));
    await expect(passwords.makeSureOfRoom()).rejects.toMatchObject({ code: 'AUTH.BUSY', status: 503, more: { retryAfterSeconds: 5 } });
    await Promise.all(full);
    await passwords.makeSureOfRoom();
  });
});
