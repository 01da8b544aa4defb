/** The address, if it is a path of this very site: a link to the login page must not lead anywhere else afterwards. */
export function insidePath(address: unknown): string | null {
  if (typeof address !== 'string' || !/^\/(?![/\\])/.test(address)) return null;
  // Browsers take tabs and line breaks out of an address before they read it: "/\t/evil" is "//evil" to them.
  return new URL(address, location.origin).origin === location.origin ? address : null;
}
