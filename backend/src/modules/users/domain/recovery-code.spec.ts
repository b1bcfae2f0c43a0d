import fc from 'fast-check';
import { recoveryCodeOf, typedRecoveryCode } from './recovery-code';

describe('recovery codes', () => {
  it('writes 16 bytes as 7k3f-9xq2-m4tn-0hwc and reads them as anybody types them', () => {
    const code = recoveryCodeOf(Uint8Array.from([7, 19, 3, 15, 9, 29, 23, 2, 20, 4, 26, 21, 0, 17, 28, 12]));
    expect(code).toBe('7k3f-9xq2-m4tn-0hwc');
    for (const typed of ['7k3f9xq2m4tn0hwc', ' 7K3F 9XQ2 M4TN OHWC ', code]) expect(typedRecoveryCode(typed)).toBe('7k3f9xq2m4tn0hwc');
  });

  it.each(['', '123456', '7k3f-9xq2-m4tn-0hw', '7k3f-9xq2-m4tn-0hwcc', '7k3f-9xq2-m4tn-0hwu', '7k3f-9xq2-m4tn-0hw\0'])(
    'reads none in %j',
    (text) => {
      expect(typedRecoveryCode(text)).toBeNull();
    },
  );

  it('reads every code that it writes, and writes as many kinds of each letter as there are of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const code = recoveryCodeOf(bytes);
        expect(code).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
        expect(typedRecoveryCode(code)).toBe(code.replaceAll('-', ''));
      }),
    );
    const letters = Array.from({ length: 256 }, (_, byte) => recoveryCodeOf(new Uint8Array(16).fill(byte))[0] ?? '');
    const counts = [...new Set(letters)].map((letter) => letters.filter((one) => one === letter).length);
    expect([counts.length, new Set(counts)]).toEqual([32, new Set([8])]);
  });
});
