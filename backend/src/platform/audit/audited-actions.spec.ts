import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(__dirname, '../../modules');
const secret = /\b(token|password|passwordHash|secret|email|hash|code|codes|key(?!: keyId)|displayName)\b/;

/** Every statement of the modules that says what goes into the audit log, with the words of its action taken out. */
function statements(): { file: string; text: string; action: string }[] {
  return readdirSync(modules, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .flatMap((file) =>
      [...readFileSync(join(modules, file), 'utf8').matchAll(/(?:recordOwn\(|action: )[^;]*?'([a-z]+\.[a-z-]+)'[^;]*;/g)].map(
        ([text, action = '']) => ({ file, action, text: text.replaceAll(/'[^']*'/g, '') }),
      ),
    );
}

describe('what the modules write into the audit log', () => {
  const found = statements().filter(({ file }) => !file.includes('examples') && !file.includes('controller'));

  it('is named by module and deed, in some 20 places', () => {
    expect(found.length).toBeGreaterThanOrEqual(20);
    expect(new Set(found.map(({ action }) => action.split('.')[0]))).toEqual(new Set(['users', 'market']));
  });

  it('names no secret, no name and no mail address', () => {
    expect(secret.test('recordOwn(tx, , owner, { token })')).toBe(true);
    expect(found.filter(({ text }) => secret.test(text))).toEqual([]);
  });
});
