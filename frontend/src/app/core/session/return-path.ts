const ownEntrances = /^\/(sign-in|register|verify-email|forgot-password|reset-password|set-up)(\/|$)/;

/**
 * Where to go after signing in: the path, query and place that `asked` names on this site, and the overview for everything else, so that no
 * link made by somebody else leads away from here.
 */
export function returnPath(asked: string | null | undefined, origin: string): string {
  if (!asked?.startsWith('/')) return '/';
  const url = URL.canParse(asked, origin) ? new URL(asked, origin) : null;
  if (url?.origin !== origin || url.pathname.startsWith('//') || ownEntrances.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}
