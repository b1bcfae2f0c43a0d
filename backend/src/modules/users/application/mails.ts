import type { MailLink } from '../domain/mail-body';
import type { Mail } from './promise-mail';

/** No mail greets by name: whoever registers an address could have us say anything to its owner. */
const ignore = 'If this was not you, ignore this mail: nothing happens unless the link is followed.';
const ifNotYou = 'If this was not you, somebody may know your password. Choose a new one now; that ends all sessions.';

function newPassword(address: string): MailLink {
  return { label: 'Choose a new password', address };
}

/** The link that confirms a registration. */
export function verificationMail(to: string, link: string): Mail {
  const paragraphs = [
    'Welcome to Tideline! This address was used to register. Confirm within 24 hours that it is yours, then sign in.',
    { label: 'Confirm your address', address: link },
    ignore,
  ];
  return { to, subject: 'Confirm your address', paragraphs };
}

/** To who registered once more, or to whose address a stranger tried. */
export function alreadyRegisteredMail(to: string, link: string): Mail {
  const paragraphs = [
    'Somebody tried to register at Tideline with this address, but it has an account already. If it was you, sign in; if you have forgotten your password, choose a new one.',
    newPassword(link),
    'If this was not you, there is nothing to do: your account is as it was.',
  ];
  return { to, subject: 'You have an account already', paragraphs };
}

export function resetMail(to: string, link: string): Mail {
  const paragraphs = [
    'Somebody asked for a new password for your account at Tideline. The link works once, within one hour.',
    newPassword(link),
    'If this was not you, ignore this mail: your password stays as it is.',
  ];
  return { to, subject: 'Choose a new password', paragraphs };
}

export function passwordChangedMail(to: string, link: string): Mail {
  const paragraphs = [
    'The password of your account at Tideline was changed, and your other sessions were ended.',
    'If this was you, all is well. If not, choose a new password now.',
    newPassword(link),
  ];
  return { to, subject: 'Your password was changed', paragraphs };
}

export function replayedMail(to: string, link: string): Mail {
  const paragraphs = [
    'We ended one of your sessions at Tideline, because a token of it was used a second time. Somebody may have copied it from one of your devices.',
    'You can simply sign in again. If you suspect somebody, choose a new password as well.',
    newPassword(link),
  ];
  return { to, subject: 'One of your sessions was ended', paragraphs };
}

export function confirmAddressMail(to: string, link: string): Mail {
  const paragraphs = [
    'This address is to become that of an account at Tideline. Confirm it within 24 hours; until then the old one holds.',
    { label: 'Confirm your new address', address: link },
    ignore,
  ];
  return { to, subject: 'Confirm your new address', paragraphs };
}

export function addressTakenMail(to: string): Mail {
  const paragraphs = [
    'Somebody wanted to use this address for another account at Tideline, but it has one already. Nothing was changed.',
    'If this was you, sign in with this address, or delete its account first.',
  ];
  return { to, subject: 'Your address was asked for', paragraphs };
}

/** To the old address; it does not name the new one. */
export function addressChangeAskedMail(to: string, link: string): Mail {
  const paragraphs = [
    'Somebody who knows your password asked for another address for your account at Tideline. It changes when the new address is confirmed.',
    ifNotYou,
    newPassword(link),
  ];
  return { to, subject: 'Your address is about to change', paragraphs };
}

export function addressChangedMail(to: string): Mail {
  const paragraphs = [
    'Your account at Tideline has another address now. This one can no longer be used to sign in.',
    'If this was not you, ask an administrator of this install for help.',
  ];
  return { to, subject: 'Your address was changed', paragraphs };
}

export function secondFactorOnMail(to: string, link: string): Mail {
  const paragraphs = [
    'From now on, signing in to your account at Tideline takes a code of your app. Keep the recovery codes where you find them without it.',
    'If this was not you, choose a new password and ask an administrator for help.',
    newPassword(link),
  ];
  return { to, subject: 'Your second factor is on', paragraphs };
}

export function secondFactorOffMail(to: string, link: string): Mail {
  const paragraphs = ['From now on, signing in to your account at Tideline takes the password alone.', ifNotYou, newPassword(link)];
  return { to, subject: 'Your second factor is off', paragraphs };
}

export function newRecoveryCodesMail(to: string, link: string): Mail {
  const paragraphs = ['Your account at Tideline has new recovery codes; the old ones no longer work.', ifNotYou, newPassword(link)];
  return { to, subject: 'You have new recovery codes', paragraphs };
}

export function recoveryCodeUsedMail(to: string, { left, few }: { left: number; few: boolean }, link: string): Mail {
  const rest = left === 1 ? '1 is left' : `${left} are left`;
  const paragraphs = [
    `One of your recovery codes was used to sign in at Tideline, in place of a code of your app; ${rest}.${few ? ' Make new ones on your security page.' : ''}`,
    ifNotYou,
    newPassword(link),
  ];
  return { to, subject: few ? 'A recovery code was used; few are left' : 'A recovery code was used', paragraphs };
}

/** Wrong codes come only after the right password. */
export function codesGuessedMail(to: string, link: string): Mail {
  const paragraphs = [
    'Somebody who knows your password for Tideline tried wrong codes of your second factor, so they did not get in.',
    'If this was not you, choose a new password now.',
    newPassword(link),
  ];
  return { to, subject: 'Somebody may know your password', paragraphs };
}

export function accountDeletedMail(to: string): Mail {
  const paragraphs = [
    'Your account at Tideline was deleted, with everything that belonged to it. What must stay on record no longer names you.',
    'Thank you for having been here. You may register again with this address at any time.',
  ];
  return { to, subject: 'Your account was deleted', paragraphs };
}
