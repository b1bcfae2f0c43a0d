import type { Mail } from './promise-mail';

const notYou = 'If this was not you, do nothing: nothing happens without the link.';

/** The link that confirms a registration. */
export function verificationMail(to: string, link: string): Mail {
  const paragraphs = ['Somebody registered with this address at Tideline. Confirm it within 24 hours:', link, notYou];
  return { to, subject: 'Confirm your address', paragraphs };
}

/** To who registered once more, or to whose address a stranger tried. */
export function alreadyRegisteredMail(to: string, link: string): Mail {
  const paragraphs = [
    'Somebody tried to register with this address at Tideline, but it has an account already. Sign in, or choose a new password here:',
    link,
    'If this was not you, there is nothing to do.',
  ];
  return { to, subject: 'You have an account already', paragraphs };
}

export function resetMail(to: string, link: string): Mail {
  return { to, subject: 'Choose a new password', paragraphs: ['Choose a new password within one hour:', link, notYou] };
}

export function passwordChangedMail(to: string, link: string): Mail {
  const paragraphs = [
    'The password of your account was changed, and the other sessions were ended. If this was not you, choose a new one:',
    link,
  ];
  return { to, subject: 'Your password was changed', paragraphs };
}

export function replayedMail(to: string, link: string): Mail {
  const paragraphs = [
    'One of your sessions was ended, because a token of it that had been used before was used again. Somebody may have copied it.',
    'Sign in again; if you suspect somebody, choose a new password:',
    link,
  ];
  return { to, subject: 'One of your sessions was ended', paragraphs };
}

export function confirmAddressMail(to: string, link: string): Mail {
  const paragraphs = ['This address is to become that of your account at Tideline. Confirm it within 24 hours:', link, notYou];
  return { to, subject: 'Confirm your new address', paragraphs };
}

export function addressTakenMail(to: string): Mail {
  const paragraphs = ['Somebody wanted to use this address for another account at Tideline, but it has one already. Nothing was changed.'];
  return { to, subject: 'Your address was asked for', paragraphs };
}

/** To the old address; it does not name the new one. */
export function addressChangeAskedMail(to: string, link: string): Mail {
  const paragraphs = [
    'Somebody who knows your password asked for another address for your account. If this was not you, choose a new one:',
    link,
  ];
  return { to, subject: 'Your address is about to change', paragraphs };
}

export function addressChangedMail(to: string): Mail {
  const paragraphs = ['Your account at Tideline has another address now, and this one leads nowhere any more.'];
  return { to, subject: 'Your address was changed', paragraphs };
}

export function secondFactorOnMail(to: string, link: string): Mail {
  const paragraphs = [
    'Signing in to your account takes a code of your app now. Keep the recovery codes where you find them without it.',
    'If this was not you, choose a new password and ask an administrator for help:',
    link,
  ];
  return { to, subject: 'Your second factor is on', paragraphs };
}

export function secondFactorOffMail(to: string, link: string): Mail {
  const paragraphs = ['Signing in to your account takes the password alone now. If this was not you, choose a new password:', link];
  return { to, subject: 'Your second factor is off', paragraphs };
}

export function newRecoveryCodesMail(to: string, link: string): Mail {
  const paragraphs = ['Your account has new recovery codes; the old ones work no more. If this was not you, choose a new password:', link];
  return { to, subject: 'You have new recovery codes', paragraphs };
}

export function recoveryCodeUsedMail(to: string, { left, few }: { left: number; few: boolean }, link: string): Mail {
  const rest = left === 1 ? '1 is left' : `${left} are left`;
  const paragraphs = [
    `One of your recovery codes was used in place of a code of your app; ${rest}.${few ? ' Make new ones on the page of your security.' : ''}`,
    'If this was not you, choose a new password:',
    link,
  ];
  return { to, subject: few ? 'A recovery code was used; few are left' : 'A recovery code was used', paragraphs };
}

/** Wrong codes come only after the right password. */
export function codesGuessedMail(to: string, link: string): Mail {
  const paragraphs = [
    'Somebody who knows your password tried wrong codes of your second factor. If this was not you, choose a new password:',
    link,
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
