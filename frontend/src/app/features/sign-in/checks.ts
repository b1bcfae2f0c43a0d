import type { Faults } from '../../core/submission';
import { shortestPassword } from '../../ui/form/new-password';
import { formWords } from '../../words/account';
import { signInWords } from '../../words/sign-in';

/** What can be told wrong without the server, by the names of the fields; the server has the last word. */
export function checkFields(typed: {
  email?: string;
  password?: string;
  newPassword?: string;
  displayName?: string;
  totp?: string;
}): Faults {
  const { empty, noEmail } = signInWords;
  const faults: Record<string, string> = {};
  if (typed.displayName?.trim() === '') faults['displayName'] = empty;
  if (typed.email !== undefined && !/^\S+@\S+\.\S+$/.test(typed.email.trim()))
    faults['email'] = typed.email.trim() === '' ? empty : noEmail;
  if (typed.password === '') faults['password'] = empty;
  if (typed.newPassword !== undefined && [...typed.newPassword].length < shortestPassword)
    faults['password'] = formWords.tooShort(shortestPassword);
  if (typed.totp?.trim() === '') faults['totp'] = empty;
  return faults;
}
