import { goodPassword, newAddress, newPerson, send } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

const pairs = 200;
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

describe('answers about addresses', () => {
  let app: TestApp;
  let known: string;
  beforeAll(async () => {
    app = await startTestApp(undefined, { TRUST_PROXY: 'true' });
    known = (await newPerson(app)).email;
  });
  afterAll(() => app.close());

  /**
   * Asks for a known and an unknown address at the same moment, `pairs` times, `atOnce` pairs at a time, each address first in every
   * other pair; each pair comes from another network address. Gives the times (ms), and what was answered.
   */
  async function ask(
    path: string,
    more: object,
    atOnce: number,
  ): Promise<{ times: { known: number; unknown: number }[]; said: Set<string> }> {
    const times: { known: number; unknown: number }[] = [];
    const said = new Set<string>();
    let begun = 0;
    const timed = async (email: string, number: number): Promise<number> => {
      const startedAt = performance.now();
      const { status, body } = await send(
        app,
        'POST',
        path,
        { email, ...more },
        { 'x-forwarded-for': `198.18.${number >> 8}.${number & 255}` },
      );
      const tookMs = performance.now() - startedAt;
      said.add(JSON.stringify([status, { ...body, traceId: '' }]));
      return tookMs;
    };
    const worker = async (): Promise<void> => {
      while (begun < pairs) {
        const number = begun++;
        const addresses = number % 2 === 0 ? [known, newAddress()] : [newAddress(), known];
        const [first = NaN, second = NaN] = await Promise.all(addresses.map((email) => timed(email, number)));
        times.push(number % 2 === 0 ? { known: first, unknown: second } : { known: second, unknown: first });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return { times, said };
  }

  it.each([
    ['/auth/forgot-password', {}, 4],
    ['/auth/resend-verification', {}, 4],
    ['/auth/login', { password: 'not the right one' }, 3],
    ['/auth/register', { password: goodPassword, displayName: 'Someone' }, 2],
  ] as const)(
    'are the same and take as long for a known address as for an unknown one, 200 times: %s',
    async (path, more, atOnce) => {
      const { times, said } = await ask(path, more, atOnce);
      expect([times.length, said.size]).toEqual([pairs, 1]);
      // Where the machine is busy both take longer together, so it is each pair's difference that tells.
      const apart = median(times.map(({ known: one, unknown: other }) => one - other));
      expect(Math.abs(apart)).toBeLessThan(0.1 * median(times.map(({ unknown }) => unknown)));
    },
    300_000,
  );
});
