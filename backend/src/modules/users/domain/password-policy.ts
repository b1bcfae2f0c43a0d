import { passwordLength } from '@tideline/contracts';
import { namesIn } from './email';
import { normalPassword } from './normal-password';

/** Why a password is refused, as the end of a sentence; null when it may be used. Counted in characters, not in bytes or UTF-16 units. */
export function passwordFault(text: string, email: string, isCommon: (lowerCase: string) => boolean): string | null {
  const password = normalPassword(text);
  const length = [...password].length;
  if (length < passwordLength.min) return `must have at least ${passwordLength.min} characters`;
  if (length > passwordLength.max) return `must have at most ${passwordLength.max} characters`;
  const lowerCase = password.toLowerCase();
  if (isCommon(lowerCase)) return 'is one of the most common passwords';
  if (namesIn(email).some((name) => lowerCase.includes(name))) return 'must not hold the name of the e-mail address';
  return null;
}
