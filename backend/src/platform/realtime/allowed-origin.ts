/**
 * Tells whether a connection with this `Origin` header may be opened: from our own page (the origin's host is the one asked for),
 * from one of the `allowed` origins, or from a program, which sends none.
 */
export function isAllowedOrigin(origin: string | undefined, host: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
