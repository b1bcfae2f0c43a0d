import fc from 'fast-check';
import { normalPassword } from './normal-password';
import { passwordFault } from './password-policy';

const common = new Set(['password1234']);
const fault = (text: string, email = 'maria.lindgren@example.org') => passwordFault(text, email, (word) => common.has(word));

describe('passwordFault', () => {
  it.each([
    ['eleven char', 'must have at least 12 characters'],
    ['twelve chars', null],
    ['a'.repeat(128), null],
    ['a'.repeat(129), 'must have at most 128 characters'],
    ['🦊'.repeat(11), 'must have at least 12 characters'],
    ['🦊'.repeat(128), null],
    ['PassWord1234', 'is one of the most common passwords'],
    ['ｐａｓｓｗｏｒｄ１２３４', 'is one of the most common passwords'],
    ['my LINDGREN rocks', 'must not hold the name of the e-mail address'],
    ['maria.lindgren!!', 'must not hold the name of the e-mail address'],
    ['            ', null],
  ])('says of %j: %s', (text, expected) => {
    expect(fault(text)).toBe(expected);
  });

  it('holds a name of three letters against a password, not two letters, nor a part of three', () => {
    expect(fault('this is Bob speaking', 'bob@example.org')).toBe('must not hold the name of the e-mail address');
    expect(fault('the caravan goes on', 'joost.van.dijk@example.org')).toBeNull();
    expect(fault('banana split joy', 'an@example.org')).toBeNull();
  });

  it('hashes the same whether a letter is written in one code point or in two, and cuts nothing off', () => {
    expect(normalPassword('cafe\u0301 de la gare')).toBe(normalPassword('caf\u00e9 de la gare'));
    fc.assert(fc.property(fc.string({ minLength: 73, maxLength: 128 }), (text) => normalPassword(text) === text.normalize('NFKC')));
    expect(normalPassword(`${'a'.repeat(127)}b`)).not.toBe(normalPassword(`${'a'.repeat(127)}c`));
  });
});
