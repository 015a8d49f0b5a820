// What people send beside words: the files that are on their way, above the line to write on, and those of a message.
import { backoff, mint, sleep } from "../lib/api.js";
import { h, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { most } from "../lib/letters.js";

const MB = 1 << 20;
const MOST = 10; // files of one message
const SEEN = 300; // characters that say what is to be seen on a picture
const STALLS = 60_000; // a line on which nothing goes for so long is a bad one, and so is a shop that says nothing
const LOOKS = 5; // how often it is asked what became of a file: it may take longer to be looked at than an answer may
const TAKEN = "image/jpeg,image/png,image/gif,image/webp,application/pdf,text/plain,.csv,.docx,.xlsx,.pptx";

/** reason is the word for why a file could not be sent. */
function reason({ status, code }) {
  if (code === "rate-limited") return "enough";
  return [400, 413, 415, 422].includes(status) ? "refused" : "failed";
}

const TRIES = 5;
const PATIENCE = 30; // seconds that a shop may ask to wait, for a file to be tried again by itself

/** tried does something again that may succeed a little later. */
async function tried(signal, call) {
  for (let n = 1; ; n++) {
    try {
      return await call();
    } catch (fault) {
      const { status, retryAfter = 0 } = fault;
      const passing = status === 0 || status === 429 || status >= 500;
      if (!passing || n >= TRIES || retryAfter > PATIENCE || signal.aborted) throw fault;
      await sleep(retryAfter ? retryAfter * 1000 : backoff(n), signal);
    }
  }
}

/** bytes sends a file's bytes and tells how much of them is on its way: fetch cannot say that. */
async function bytes(api, path, file, { progress, signal }) {
  const given = api.headers && (await api.headers());
  await new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    const url = api.url(path);
    request.open("PUT", url);
    request.withCredentials = url.origin !== location.origin;
    for (const [name, value] of Object.entries(given ?? {})) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    request.onload = () => {
      const retryAfter = Number(request.getResponseHeader("Retry-After")) || undefined;
      return request.status < 300 ? done() : failed({ status: request.status, retryAfter });
    };
    request.onerror = request.onabort = () => failed({ status: 0 });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/**
 * Files shows what is to be sent, and what was.
 * A file is announced, its bytes go, it is looked at; once it is ready the next message brings it along.
 */
export class Files {
  /**
   * @param {{words: object, api: import("../lib/api.js").API, at: () => string|undefined, most: number,
   *   changed: () => void, focus: () => void}} options at: the path of the session; most: megabytes of one file
   */
  constructor({ words, api, at, most, changed, focus }) {
    Object.assign(this, { words, api, at, most, changed, focus, rows: [] });
    const pick = (options) => {
      const input = h("input", { type: "file", hidden: true, ...options });
      input.addEventListener("change", () => (this.add(input.files), (input.value = "")));
      return input;
    };
    this.picker = pick({ accept: TAKEN, multiple: true });
    this.camera = pick({ accept: "image/*", capture: "environment" });
    const button = (name, mark, input) =>
      h(
        `button.plain.${name}`,
        {
          type: "button",
          "aria-label": words.t(`files.${name}`),
          title: words.t(`files.${name}`),
          onclick: () => input.click(),
        },
        icon(mark),
      );
    this.buttons = h(
      "span.attaches",
      { hidden: true },
      button("attach", "clip", this.picker),
      matchMedia("(pointer: coarse)").matches && button("camera", "camera", this.camera),
      this.picker,
      this.camera,
    );
    this.list = h("ul", { "aria-label": words.t("files.list") });
    this.spoken = h("p.sr", { role: "status" });
    this.el = h("div.tray", { hidden: true }, this.list, this.spoken);
  }

  /** on shows the way to attach, or takes it away with what was not sent. */
  on(can, session) {
    if (session !== this.session) this.clear();
    this.session = session;
    this.buttons.hidden = !can;
    this.can = can;
  }

  /** listen takes what is dropped on an element, or pasted into it. */
  listen(el) {
    const has = (e) => this.can && e.dataTransfer?.types.includes("Files");
    el.addEventListener("dragover", (e) => has(e) && (e.preventDefault(), el.classList.add("drops")));
    el.addEventListener("dragleave", () => el.classList.remove("drops"));
    el.addEventListener("drop", (e) => {
      el.classList.remove("drops");
      if (has(e)) (e.preventDefault(), this.add(e.dataTransfer.files));
    });
    el.addEventListener("paste", (e) => {
      const { files, types } = e.clipboardData ?? {};
      // A table or a text of an office brings a picture of itself along: it is pasted as words.
      if (this.can && files?.length && !types.includes("text/plain")) (e.preventDefault(), this.add(files));
    });
  }

  /** add begins to send files. */
  add(files) {
    for (const file of files) {
      const row = { file, name: file.name || "file", key: mint(), stop: new AbortController() };
      if (this.rows.length >= MOST) return this.say("many");
      if (file.size > this.most * MB || !file.size) this.say("large", row.name);
      else this.begin(row);
    }
    return this.focus();
  }

  begin(row) {
    const { words } = this;
    row.bar = h("progress", { max: "1", value: 0, "aria-label": words.t("files.sending", { name: row.name }) });
    row.why = h("span.why");
    row.again = h(
      "button.button.small",
      { type: "button", hidden: true, onclick: () => this.send(row) },
      words.t("log.retry"),
    );
    const drop = h(
      "button.plain",
      {
        type: "button",
        "aria-label": words.t("files.remove", { name: row.name }),
        onclick: () => (this.remove(row), this.focus()),
      },
      icon("close"),
    );
    row.el = h("li", {}, h("span.name", { dir: "auto" }, row.name), row.bar, row.why, row.again, drop);
    this.rows.push(row);
    this.list.append(row.el);
    this.el.hidden = false;
    return this.send(row);
  }

  /** seen asks what is to be seen on a picture, for those who do not see it. */
  seen({ name }) {
    const hint = { placeholder: this.words.t("files.alt"), "aria-label": this.words.t("files.alt_of", { name }) };
    return most(h("input.input.alt", { type: "text", dir: "auto", autocomplete: "off", ...hint }), SEEN);
  }

  /** send takes a file as far as a message can bring it along. */
  async send(row) {
    const { file, key, stop } = row;
    const at = this.at();
    Object.assign(row, { at, fault: undefined });
    row.again.hidden = true;
    row.why.textContent = "";
    row.bar.hidden = false;
    try {
      const body = { name: row.name, size: file.size };
      const { signal } = stop;
      row.made ??= await tried(signal, () => this.api.post(`${at}/files`, body, { key, signal }));
      const path = `${at}/files/${row.made.id}`;
      const progress = (part) => (row.bar.value = part);
      await tried(signal, () => bytes(this.api, path, file, { progress, signal }));
      row.bar.removeAttribute("value"); // it is being looked at
      row.ready = await tried(signal, () => this.api.post(`${path}/complete`, {}, { signal }));
      row.bar.hidden = true;
      if (row.ready.width && !row.alt) row.el.append((row.alt = this.seen(row)));
      row.why.textContent = this.words.t("files.ready");
      this.spoken.textContent = `${row.name}: ${row.why.textContent}`;
    } catch (fault) {
      if (stop.signal.aborted) return;
      // It is kept no longer, or its time to arrive is over: tried again, it is another one.
      if ([404, 409].includes(fault.status)) Object.assign(row, { made: undefined, key: mint() });
      this.failed(row, fault);
    }
    this.changed();
  }

  failed(row, fault) {
    const why = reason(fault);
    row.bar.hidden = true;
    row.again.hidden = why !== "failed";
    row.el.classList.add("fault");
    row.why.textContent = this.words.t(`files.${why}`, { name: row.name });
    this.spoken.textContent = row.why.textContent;
    if (why === "failed") row.el.classList.remove("fault");
  }

  /** remove lets a file go that is not sent yet. */
  remove(row) {
    row.stop.abort();
    if (row.made && !row.taken) this.api.send("DELETE", `${row.at}/files/${row.made.id}`).catch(() => {});
    row.el.remove();
    this.rows = this.rows.filter((r) => r !== row);
    this.spoken.textContent = "";
    this.el.hidden = !this.rows.length;
    this.changed();
  }

  clear() {
    for (const row of [...this.rows]) this.remove(row);
    this.spoken.textContent = "";
  }

  say(why, name = "") {
    const text = this.words.t(`files.${why}`, { name, max: this.most });
    const row = h("li.fault", {}, h("span.why", {}, text));
    this.list.append(row);
    this.el.hidden = false;
    this.spoken.textContent = text;
    setTimeout(() => (row.remove(), (this.el.hidden = !this.rows.length)), 8000);
  }

  /** any reports whether a message can bring something along now. */
  get any() {
    return !!this.can && this.rows.some((r) => r.ready);
  }

  /** take is what the message brings along that is sent now. */
  take() {
    const taken = this.can ? this.rows.filter((r) => r.ready) : [];
    for (const row of taken) row.taken = true;
    for (const row of taken) this.remove(row);
    return taken.map((r) => ({ ...r.ready, alt: r.alt ? r.alt.value.trim() || undefined : undefined }));
  }

  /** draw shows the files of a message, as its visitor or agent may read them. */
  draw(files) {
    return h("ul.files", {}, ...files.map((f) => h("li", {}, f.width ? this.picture(f) : this.saved(f))));
  }

  /** link is where a file can be read for a minute. */
  async link({ id }, size) {
    const { path } = await this.api.get(`${this.at()}/files/${id}?size=${size}`);
    return new URL(path.replace(/^v1\//, ""), this.api.base).href;
  }

  picture(file) {
    const { words } = this;
    const img = h("img", {
      alt: file.alt || file.name,
      width: Math.min(file.width, 240),
      height: Math.round((Math.min(file.width, 240) * file.height) / file.width),
      referrerpolicy: "no-referrer",
    });
    if (this.api.base.origin !== location.origin) img.crossOrigin = "anonymous";
    const open = words.t("files.open", { name: file.alt || file.name });
    const load = () => this.link(file, "small").then((url) => (img.src = url), fail);
    const again = () => {
      replace(button, img);
      Object.assign(button, { ariaLabel: open, onclick: see });
      load();
    };
    const see = () => this.open(file, button);
    const button = h("button.picture", { type: "button", "aria-label": open, onclick: see }, img);
    const fail = (fault) => {
      if (!this.lost(file, button, fault)) button.onclick = again;
    };
    img.addEventListener("error", fail);
    load();
    return button;
  }

  /** lost says in the place of a file that it is no longer kept, or that it could not be had now. */
  lost(file, button, { status }) {
    const gone = status === 404;
    const why = this.words.t(gone ? "files.gone" : "log.retry");
    button.ariaLabel = null; // it says its name itself now
    replace(button, icon("alert"), h("span", {}, why), h("span", { dir: "auto" }, file.alt || file.name));
    return gone;
  }

  saved(file) {
    const size = `${Math.max(0.1, Math.round((file.size / MB) * 10) / 10)} MB`;
    const button = h(
      "button.saved",
      { type: "button", onclick: () => this.open(file, button) },
      icon("clip"),
      h("span", { dir: "auto" }, file.name),
      h("span.size", {}, size),
    );
    return button;
  }

  /** open shows a picture on a page of its own, and saves anything else. */
  async open(file, button) {
    try {
      const href = await this.link(file, "full");
      const way = file.width ? { target: "_blank" } : { download: "" };
      const a = h("a", { href, rel: "noopener noreferrer", hidden: true, ...way });
      button.after(a);
      a.click();
      a.remove();
    } catch (fault) {
      this.lost(file, button, fault);
    }
  }
}
