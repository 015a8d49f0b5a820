// The headers of a host whose agents are known by them, and not by a cookie.

/**
 * headersOf is what a script module of the host exports by default: a function that returns the headers of a request, or a
 * promise of them. It is asked at each request.
 * @param {string|null} address
 * @returns {Promise<(() => Record<string, string>|Promise<Record<string, string>>)|undefined>}
 */
export async function headersOf(address) {
  if (!address) return undefined;
  const host = await import(new URL(address, document.baseURI).href);
  return host.default;
}
