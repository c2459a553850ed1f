/** Whether a page of ours sent it: a form on somebody else's page must not answer in the name of whoever looks at that page. */

/**
 * Whether a request that changes something comes from our own pages. Every browser of the last years says so in
 * `Sec-Fetch-Site`, older ones name the page's origin; a request with neither comes from no browser, which has no seat to lose.
 * `secretly`: the address that it is sent to is a secret, and its page says nobody from where it comes.
 */
export function fromOurPages(header: (name: string) => string | undefined, secretly = false): boolean {
  const site = header('sec-fetch-site');
  if (site !== undefined && site !== '') return site === 'same-origin' || site === 'none';
  const origin = header('origin');
  if (origin === undefined || (secretly && origin === 'null')) return true;
  try {
    return new URL(origin).host === header('host');
  } catch {
    return false; // "null": a page without an origin.
  }
}
