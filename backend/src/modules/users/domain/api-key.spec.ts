import fc from 'fast-check';
import { apiKeyOf, isApiKey, isNewUse } from './api-key';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));

describe('apiKeyOf', () => {
  it('writes keys of 56 characters that begin with their prefix, whatever the chance', () => {
    fc.assert(
      fc.property(bytes(6), bytes(32), (shown, secret) => {
        const { key, prefix } = apiKeyOf(shown, secret);
        expect([key.length, prefix.length, isApiKey(key)]).toEqual([56, 12, true]);
        expect(key).toBe(`${prefix}_${secret.toString('base64url')}`);
      }),
    );
  });
});

describe('isApiKey', () => {
  const { key } = apiKeyOf(Buffer.alloc(6, 7), Buffer.alloc(32, 9));

  it.each([
    ['nothing', ''],
    ['one character less', key.slice(0, -1)],
    ['one character more', `${key}A`],
    ['another beginning', key.replace('tdl', 'sk')],
    ['a line break at the end', `${key}\n`],
    ['two keys', `${key}, ${key}`],
  ])('refuses %s', (_title, text) => {
    expect(isApiKey(text)).toBe(false);
  });
});

describe('isNewUse', () => {
  const now = 1_769_860_800_000;

  it.each([
    ['never', null, true],
    ['59.999 s ago', now - 59_999, false],
    ['60 s ago', now - 60_000, true],
    ['in an hour, by a clock that was set back', now + 3_600_000, true],
  ])('after a use %s: %s → %s', (_title, last, expected) => {
    expect(isNewUse(last, now)).toBe(expected);
  });
});
