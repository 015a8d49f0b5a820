// The types of client.js. What the shop sends (session, entry, availability, prompt) is described in openapi.yaml of the API.

export type Headers = Record<string, string>;

/** A product of the shop: url is http or https, picture of the same origin. */
export interface Product {
  id: string;
  title: string;
  text?: string;
  price?: string;
  url: string;
  picture?: string;
  cart?: boolean;
}

/** An entry of the timeline: "message.created" and the others that docs/http.md lists. n counts from 1 without a gap. */
export interface Entry {
  n: number;
  kind: string;
  at: string;
  text?: string;
  erased?: boolean;
  /** the number of the message it answers */
  reply_to?: number;
  /** the number of the entry by which its author changed it last: text is what it says now, none where it was withdrawn */
  changed?: number;
  withdrawn?: boolean;
  /** something in text was replaced, such as the number of a card */
  masked?: boolean;
  /** of an agent's message: cards below its words, and answers to choose from */
  products?: Product[];
  choices?: string[];
  /** what it brings along */
  files?: MessageFile[];
  command?: string;
  author?: { kind: string; name?: string };
  [member: string]: unknown;
}

/** A file of a message: see docs/http.md. */
export interface MessageFile {
  id: string;
  name: string;
  media: string;
  size: number;
  alt?: string;
  width?: number;
  height?: number;
}

export interface Session {
  id: string;
  site: string;
  queue: string;
  entries: number;
  created_at: string;
  state: "queued" | "offered" | "active" | "held" | "wrapping" | "closed" | "abandoned" | "messaged";
  position?: number;
  agent_name?: string;
  /** The address of their picture: https, or a path on the API's origin. */
  agent_photo?: string;
  can_rate: boolean;
  can_reopen: boolean;
  can_mail: boolean;
  /** while it is set aside: until when at the most */
  held_until?: string;
  /** an agent asks the visitor to sign in */
  identity_asked?: boolean;
  /** agents may see, if the visitor lets them, or do see what is typed before it is sent; absent where the site does not do that */
  peek?: "offered" | "allowed";
  /** files can be sent now */
  can_attach?: boolean;
  /** messages can be translated here: then lang is the language that the visitor reads, where it is known */
  translates?: boolean;
  lang?: string;
  /** somebody chose lang */
  lang_chosen?: boolean;
  /** somebody chose that nothing is translated */
  verbatim?: boolean;
  /** of a left message: when the shop calls its visitor */
  call_at?: string;
  /** what happens next, once it has ended */
  next_step?: string;
  /** how far agents have read */
  seen_up_to?: number;
  [member: string]: unknown;
}

export interface Availability {
  site: string;
  queue: string;
  accepting: boolean;
  offered?: boolean;
  no_chat?: string[];
  only?: string[];
  [member: string]: unknown;
}
export interface Invitation {
  uid: string;
  expires_at?: string;
  [member: string]: unknown;
}

/** An answer before a person; url is http, https or a path of the shop. */
export interface HelpAnswer {
  id: string;
  title: string;
  text?: string;
  url?: string;
}
export interface HelpAnswers {
  answers: HelpAnswer[];
  call_times?: string[];
}

/** A message that the shop does not have yet, under the key it is sent under each time. */
export interface Unsent {
  key: string;
  text: string;
  reply_to?: number;
  at: string;
  state: "sending" | "sent" | "failed";
  reason?: string;
}

export interface Form {
  contact?: { name?: string; email?: string; phone?: string };
  text?: string;
  consent?: boolean;
  prompt?: string;
  leave?: boolean;
  [field: string]: unknown;
}

/** An answer that is no success: RFC 9457 with a code. status is 0 where nobody answered. */
export class Problem extends Error {
  constructor(status: number, body: object, retryAfter?: number);
  status: number;
  code: string;
  body: Record<string, unknown>;
  /** seconds */
  retryAfter?: number;
  /** whether the same command may succeed a little later */
  get again(): boolean;
}

/** mint makes the key of a command: 32 hexadecimal digits. */
export function mint(): string;

export interface SendOptions {
  key?: string;
  signal?: AbortSignal;
  keepalive?: boolean;
  headers?: Headers;
  cache?: RequestCache;
  stranger?: boolean;
}
export interface SureOptions {
  key?: string;
  signal?: AbortSignal;
  keepalive?: boolean;
  stranger?: boolean;
  tries?: number;
  again?: (fault: Problem) => void;
}

/** One mounted handler. Promises are broken with a Problem. */
export class API {
  constructor(base: string | URL, headers?: () => Headers | undefined | Promise<Headers | undefined>);
  base: URL;
  headers?: () => Headers | undefined | Promise<Headers | undefined>;
  /** makes somebody known again, once for each request that is answered 401; answers whether that worked */
  renew?: () => Promise<boolean>;
  /** is called once when the browser turns out to keep no cookie */
  unkept?: () => void;
  url(path: string): URL;
  fetch(url: URL, init: RequestInit & { stranger?: boolean }): Promise<Response>;
  send(method: string, path: string, body?: unknown, options?: SendOptions): Promise<any>;
  get(path: string, options?: SendOptions): Promise<any>;
  post(path: string, body?: unknown, options?: SendOptions): Promise<any>;
  put(path: string, body: unknown, options?: SendOptions): Promise<any>;
  /** sends a command under one key until it is answered for good: it happens once. 60 tries by default */
  sure(method: string, path: string, body?: unknown, options?: SureOptions): Promise<any>;
}

/** Events that heal themselves: "event" (detail {type, data, id}), "up", "down", "refused" (detail: the status; it stops). */
export class Stream extends EventTarget {
  constructor(api: API, path: string, after?: string);
  /** the cursor to go on from */
  after: string;
  open(): void;
  close(): void;
}

/** One Stream for all tabs of a browser that open it under one name. */
export class Shared extends EventTarget {
  constructor(name: string, api: API, path: string);
  get after(): string;
  open(): void;
  close(): void;
}

/** The entries of one session, without a gap or a double; "change" (detail: the new ones). */
export class Timeline extends EventTarget {
  constructor(fetch: (after: number) => Promise<{ entries: Entry[]; next: number }>);
  get entries(): Entry[];
  get last(): number;
  put(entry: Entry): void;
  mend(): Promise<void>;
  forget(): void;
}

/** Messages on their way, in order, also over a reload; "change". */
export class Outbox extends EventTarget {
  constructor(slot: string, deliver: (message: Unsent) => Promise<unknown>);
  items: Unsent[];
  add(text: string, kind?: string, replyTo?: number, mentions?: string[], products?: string[]): Unsent;
  retry(key: string): void;
  seen(keys: Set<string>): void;
}

/** The beacon of a visit: sent when the page changes, and when the shop said that something may become due. */
export class Beacon {
  constructor(
    api: API,
    facts: () => { site?: string; locale?: string; cart?: object },
    onanswer: (answer: any) => void,
  );
  page(): Promise<void>;
  moved(): void;
  again(): void;
  /** event tells the rules that something happened on the page, as the moment event:<name>. It is sent until it is answered, and counts once. */
  event(name: string): Promise<void>;
}

export class Identity {
  constructor(api: API);
  set(assertion: string | (() => string | Promise<string>)): Promise<void>;
  clear(): Promise<void>;
}

/** What is known of a visitor's chat. It fires "change", "message" (detail: Entry), "deed" (detail: Deed of openapi.yaml) and "typing" (detail: {on}). */
export class Visitor extends EventTarget {
  constructor(api: API, options: { site?: string; queue?: string; locale: string; cart: () => object | undefined });
  api: API;
  /** whether the shop takes chats; undefined while it is not known */
  availability?: Availability;
  session?: Session;
  prompt?: Invitation;
  /** false while the stream is away */
  up: boolean;
  /** true once the browser turned out to keep no cookie of the shop, so that no chat can go on */
  unkept?: boolean;
  /** true while the shop cannot be reached; it is asked again by itself */
  lost?: boolean;
  get status(): "browsing" | "invited" | "queued" | "chatting" | "ended";
  get unread(): number;
  begin(): Promise<void>;
  refresh(cache?: RequestCache): Promise<void>;
  start(form: Form, again?: (fault: Problem) => void): Promise<void>;
  reopen(): Promise<void>;
  /** shows a chat of before, by its id, in the place of one that has ended */
  look(id: string): Promise<void>;
  leave(): void;
  answer(how: "accept" | "dismiss"): string;
  read(): void;
  reach(address: { email?: string; phone?: string }): Promise<void>;
  act(name: string, body?: object): Promise<void>;
  other(tell?: boolean): Promise<void>;
}

export interface ClientOptions {
  /** the address of the API's v1/ folder, with its slash */
  api: string | URL;
  headers?: () => Headers | undefined | Promise<Headers | undefined>;
  site?: string;
  queue?: string;
  locale?: string;
  cart?: () => object | undefined;
}

/** The chat of one visitor without a face. */
export class Client extends Visitor {
  constructor(options: ClientOptions);
  beacon: Beacon;
  identity: Identity;
  get entries(): Entry[];
  get unsent(): Unsent[];
  enter(): Promise<void>;
  page(): Promise<void>;
  say(text: string, replyTo?: number, files?: MessageFile[]): Unsent;
  correct(n: number, text: string): Promise<void>;
  withdraw(n: number): Promise<void>;
  refuse(): Promise<void>;
  get chats(): number;
  past(): Promise<Session[]>;
  again(key: string): void;
  /** agents see what is typed: session.peek is "allowed", and peek(false) was not asked for since */
  get peeking(): boolean;
  peek(on: boolean): Promise<void>;
  typing(on: boolean, text?: string): void;
  end(): Promise<void>;
  rate(rating: { score: number; comment?: string }): Promise<void>;
  transcript(): Promise<void>;
  /** what may answer a text while it is typed; without one all questions, and the times at which the shop can call */
  help(text?: string, signal?: AbortSignal, lang?: string): Promise<HelpAnswers>;
  helped(id: string): Promise<void>;
  erase(): Promise<void>;
  identify(assertion: string | (() => string | Promise<string>)): Promise<void>;
  reset(): Promise<void>;
}
