// One way to the HTTP API: JSON in and out, problem documents as errors, and commands that may be sent again.

/** Problem is an answer of the API that is not a success: RFC 9457, with a stable code. */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** again reports whether the same command may succeed a little later. */
  get again() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** mint makes the id of a command: the Idempotency-Key under which it may be sent again without happening twice. */
export function mint() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

/** sleep resolves after ms, or at once when the signal is raised. */
export function sleep(ms, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}

/**
 * backoff is how long to wait before try n (0, 1, …): it doubles to 8 s, with jitter, so that a restart is no stampede.
 */
export function backoff(n) {
  return Math.min(8000, 400 * 2 ** n) * (0.75 + Math.random() / 2);
}

/**
 * decode reads an answer's JSON: undefined where there is no body, null where it is something else. One that breaks off is
 * no answer.
 */
async function decode(answer) {
  const text = await answer.text();
  if (!text) return undefined;
  try {
    return (answer.headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** credentials sends the visitor's cookie to an API of another origin too: it is the shop's, and trusts this page, or refuses it. */
function credentials(url) {
  return new URL(url).origin === location.origin ? "same-origin" : "include";
}

const PATIENCE = 20_000; // a request that has no answer by then has none: a network may swallow what it carries
const SOON = 10_000; // a visitor who was known that short a time ago has lost the cookie

/**
 * API speaks to one mounted handler. Who asks is known by the cookies of the shop, and by the headers that the host gives;
 * renew makes somebody known again who was: it answers whether that worked.
 */
export class API {
  /**
   * @param {string|URL} base the address of the API's v1/ folder, with its slash
   * @param {() => Record<string, string>|undefined|Promise<Record<string, string>|undefined>} [headers] of each request,
   *   such as Authorization
   */
  constructor(base, headers) {
    this.base = new URL(base, document.baseURI);
    this.headers = headers;
    this.renew = undefined;
    this.unkept = undefined; // is called when the browser turns out to keep no cookie
    this.met = undefined; // when the shop last took something of a visitor whose cookie has not been seen to come back; NaN: it has, or all is said
  }

  url(path) {
    return new URL(path, this.base);
  }

  /** fetch is the browser's, as whoever asks. What is answered that nobody is known is asked once more, by who is again. */
  async fetch(url, { stranger, ...init } = {}) {
    for (let again = !stranger; ; again = false) {
      const given = this.headers && (await this.headers());
      const answer = await fetch(url, {
        ...init,
        credentials: credentials(url),
        headers: { ...init.headers, ...given },
      });
      if (answer.status !== 401 || !again || !this.renew || !(await this.renew()))
        return this.kept(answer, init.method, String(url));
    }
  }

  /** kept looks whether the browser keeps the visitor's cookie, and says what to do where it does not. */
  kept(answer, method, url) {
    const chat = url.startsWith(this.url("sessions/").href) && !url.endsWith("/current"); // "there is none" is said to anybody
    if (method === "GET" && answer.ok && chat) this.met = NaN;
    if (method === "POST" && answer.ok && !Number.isNaN(this.met)) this.met = Date.now();
    if (this.unkept && answer.status === 401 && Date.now() - this.met < SOON) {
      this.met = NaN; // once
      this.unkept();
      console.warn(
        `livechat: the browser sends no cookie back to ${this.base.origin}. To a page of another site it does over https alone, where TrustedOrigins names ${location.origin}; on one machine use one host name for both.`,
      );
    }
    return answer;
  }

  /**
   * send makes one request. One that is not answered in a while counts as one that did not reach the shop.
   * @param {string} method
   * @param {string} path below v1/
   * @param {object} [body]
   * @param {{key?: string, signal?: AbortSignal, keepalive?: boolean, headers?: object, cache?: RequestCache,
   *   stranger?: boolean}} [options] key: the Idempotency-Key; stranger: who is not known is not made known for this
   * @returns {Promise<any>} the decoded answer, undefined when it is empty
   */
  async send(method, path, body, { key, signal, keepalive, headers, cache, stranger } = {}) {
    const init = { method, keepalive, cache, stranger, headers: { Accept: "application/json", ...headers } };
    if (key) init.headers["Idempotency-Key"] = key;
    if (body !== undefined) {
      init.headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    const ending = new AbortController();
    const end = () => ending.abort();
    const late = setTimeout(end, PATIENCE);
    signal?.addEventListener("abort", end);
    let answer, data;
    try {
      answer = await this.fetch(this.url(path), { ...init, signal: ending.signal });
      data = await decode(answer);
    } catch (fault) {
      if (signal?.aborted) throw fault;
      throw new Problem(0, { code: "unreachable", title: fault.message });
    } finally {
      clearTimeout(late);
      signal?.removeEventListener("abort", end);
    }
    if (!answer.ok)
      throw new Problem(answer.status, data ?? {}, Number(answer.headers.get("Retry-After")) || undefined);
    if (data === null) throw new Problem(0, { code: "unreachable", title: "not an answer of the API" }); // a page of something in between
    return data;
  }

  get(path, options) {
    return this.send("GET", path, undefined, options);
  }

  post(path, body = {}, options) {
    return this.send("POST", path, body, options);
  }

  put(path, body, options) {
    return this.send("PUT", path, body, options);
  }

  /**
   * sure sends a command until it is answered for good: the same key each time, so it happens once. again hears of each
   * try that failed.
   * @param {string} method @param {string} path @param {object} [body]
   * @param {{key?: string, signal?: AbortSignal, keepalive?: boolean, stranger?: boolean, tries?: number,
   *   again?: (fault: Problem) => void}} [options]
   * @returns {Promise<any>}
   */
  async sure(method, path, body, { key = mint(), signal, keepalive, stranger, tries = 60, again } = {}) {
    for (let n = 0; ; n++) {
      try {
        return await this.send(method, path, body, { key, signal, keepalive, stranger });
      } catch (fault) {
        if (!fault.again || n + 1 >= tries || signal?.aborted) throw fault;
        again?.(fault);
        await sleep(fault.retryAfter ? fault.retryAfter * 1000 : backoff(n), signal);
      }
    }
  }
}
