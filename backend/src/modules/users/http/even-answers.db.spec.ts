import { goodPassword, newAddress, newPerson, send } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

describe('answers about addresses', () => {
  let app: TestApp;
  let known: string;
  beforeAll(async () => {
    app = await startTestApp(undefined, { TRUST_PROXY: 'true' });
    known = (await newPerson(app)).email;
  });
  afterAll(() => app.close());

  /** Median times (ms) for a known and for unknown addresses, asked in turn, `atOnce` at a time; each try comes from another network address. */
  async function times(path: string, more: object, tries: number, atOnce: number): Promise<{ known: number; unknown: number }> {
    const spent = { known: [] as number[], unknown: [] as number[] };
    let begun = 0;
    const worker = async (): Promise<void> => {
      while (begun < tries * 2) {
        const number = begun++;
        const kind = number % 2 === 0 ? 'known' : 'unknown';
        const startedAt = performance.now();
        const typed = { email: kind === 'known' ? known : newAddress(), ...more };
        await send(app, 'POST', path, typed, { 'x-forwarded-for': `198.18.${number >> 8}.${number & 255}` });
        spent[kind].push(performance.now() - startedAt);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return { known: median(spent.known), unknown: median(spent.unknown) };
  }

  it.each([
    ['/auth/forgot-password', {}, 200, 8],
    ['/auth/resend-verification', {}, 200, 8],
    ['/auth/login', { password: 'not the right one' }, 60, 3],
    ['/auth/register', { password: goodPassword, displayName: 'Someone' }, 60, 2],
  ] as const)(
    'take as long for a known address as for an unknown one: %s',
    async (path, more, tries, atOnce) => {
      const { known: one, unknown: other } = await times(path, more, tries, atOnce);
      expect(Math.abs(one - other)).toBeLessThan(0.1 * Math.max(one, other));
    },
    90_000,
  );
});
