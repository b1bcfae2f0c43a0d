import { hashSync as argon2, verifySync as verifyArgon2 } from '@node-rs/argon2';
import { verifySync as verifyBcrypt } from '@node-rs/bcrypt';
import { defineTask } from '../../../platform/threads/thread-task';
import { normalPassword } from '../domain/normal-password';

/** argon2id is the library's default algorithm. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of earlier systems; weaker ones are not taken, much stronger ones would stand in everybody's way. */
const bcryptForm = /^\$2[aby]\$1[2-5]\$/;
/** What a password is compared with where there is no account: as much work, never equal. */
const decoy = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Gives the PHC string of a password. */
export const hashPassword = defineTask('hash a password', (password: string): string => argon2(normalPassword(password), cost));

/** Compares a password with a stored hash; without one the same work is done in vain. */
export const verifyPassword = defineTask(
  'verify a password',
  ({ password, stored }: { password: string; stored: string | null }): boolean => {
    // Earlier systems hashed what was typed, as it was typed.
    if (stored !== null && bcryptForm.test(stored)) return verifyBcrypt(password, stored);
    if (stored?.startsWith('$argon2') !== true) return verifyArgon2(decoy, normalPassword(password)) && false;
    return verifyArgon2(stored, normalPassword(password));
  },
);
