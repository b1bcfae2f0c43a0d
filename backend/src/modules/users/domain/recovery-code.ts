/** Without letters that are taken for digits or for one another. 32 of them, so that a byte's low five bits choose one evenly. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 16;

/** How many codes an account is given. */
export const recoveryCodeCount = 10;
/** From so few on the owner is told to make new ones. */
export const fewCodes = 3;

/** Writes a code of 80 bits from 16 random bytes, in fours: `k3f9-…`. */
export function recoveryCodeOf(bytes: Uint8Array): string {
  const letters = [...bytes.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]);
  return letters.join('').replace(/.{4}(?=.)/g, '$&-');
}

/** Reads a code as it was typed: any case, with or without its lines and spaces, `o` for 0, `i` and `l` for 1. Null when it is none. */
export function typedRecoveryCode(text: string): string | null {
  const code = text.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  return code.length === length && [...code].every((letter) => alphabet.includes(letter)) ? code : null;
}
