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
