// Who the visitor is to the shop. A page of the shop's own origin needs none of this where the shop knows its customers by a
// cookie. Any other page brings an assertion, which the shop's server signs, and exchanges it for the visitor's cookie.

export class Identity {
  /** @param {import("../lib/api.js").API} api */
  constructor(api) {
    this.api = api;
  }

  /**
   * set exchanges an assertion. A function is asked for another one when the exchanged one has ended.
   * @param {string|(() => string|Promise<string>)} assertion
   */
  async set(assertion) {
    const asks = typeof assertion === "function";
    this.api.renew = undefined;
    await this.exchange(asks ? await assertion() : assertion);
    if (asks) this.api.renew = () => this.renew(assertion);
  }

  exchange(assertion) {
    return this.api.sure("POST", "identify", { assertion }, { tries: 5, stranger: true });
  }

  /** renew answers whether the visitor is known again; requests that find out together wait for the one answer. */
  renew(ask) {
    this.renewing ??= Promise.resolve()
      .then(ask)
      .then((assertion) => this.exchange(assertion))
      .then(
        () => true,
        () => false,
      )
      .finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  /** clear ends who the visitor was, on the shop's side too. */
  async clear() {
    this.api.renew = undefined;
    await this.api.sure("DELETE", "identify", undefined, { tries: 5, stranger: true });
    this.api.met = undefined;
  }
}
