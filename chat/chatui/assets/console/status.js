import { busy } from "../lib/busy.js";
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { may } from "../lib/powers.js";
import { most } from "../lib/letters.js";
import { initial, portrait } from "../lib/portrait.js";
import { chime, sound, sounds } from "../lib/chime.js";
import { sure } from "../lib/sure.js";
import { able, notices, noticing } from "./notices.js";

const modes = ["available", "break", "draining", "offline"];
const DRAWN = 10; // more places than that are told by their number
const desks = ["missed", "planned-break"]; // breaks that the agent did not begin

/** Status is the agent's own line: who, whether chats are accepted, and how full the hands are. */
export class Status {
  constructor({ words, work, signOut, board, fault, leave }) {
    Object.assign(this, { words, work, fault });
    this.name = h("strong");
    this.select = h(
      "select.mode",
      { "aria-label": words.t("status.label"), onchange: () => this.change() },
      ...modes.map((m) => h("option", { value: m }, words.name("mode", m))),
    );
    const why = words.t("more.reason");
    this.reason = most(
      h("input.input.reason", {
        type: "text",
        "aria-label": why,
        placeholder: why,
        dir: "auto",
        hidden: true,
        onchange: () => this.explain(),
      }),
      80,
    );
    this.slots = h("span.slots", { role: "img" });
    this.note = h("span.note", { role: "status" });
    this.el = h(
      "div.status",
      {},
      this.note,
      this.slots,
      this.reason,
      this.select,
      h("span.me", {}, (this.face = h("span.face", { "aria-hidden": "true" })), this.name),
      (this.sound = h("button.plain", {
        type: "button",
        "aria-label": words.t("console.sound"),
        title: words.t("console.sound"),
        onclick: () => this.ring(!sounds()),
      })),
      (this.notices = h(
        "button.plain",
        {
          type: "button",
          hidden: !able(),
          "aria-label": words.t("console.notices"),
          title: words.t("console.notices"),
          onclick: () => this.notice(),
        },
        icon("window"),
      )),
      (this.board = h(
        "a.plain",
        { href: board, "aria-label": words.t("console.board"), title: words.t("console.board"), hidden: true },
        icon("board"),
      )),
      signOut &&
        h(
          "form",
          { method: "post", action: signOut, onsubmit: (e) => this.leaves(e, leave) },
          h(
            "button.plain",
            { "aria-label": words.t("console.sign_out"), title: words.t("console.sign_out") },
            icon("out"),
          ),
        ),
    );
  }

  /** leaves asks before a sign-out that puts chats back into the line. */
  async leaves(event, leave) {
    const { words, work } = this;
    const form = event.target;
    if (work.inbox.sessions.some((s) => s.state !== "wrapping")) {
      event.preventDefault();
      const signsOut = await sure(this.el, words, words.t("console.leaving"), words.t("console.sign_out"));
      if (!signsOut) return;
      form.submit(); // which asks nobody again
    }
    leave();
  }

  /** ring turns the sounds on or off, in this browser. */
  ring(on) {
    sound(on);
    if (on) chime();
    this.update();
  }

  /** notice turns the notices of the desktop on or off. */
  async notice() {
    if (!(await notices(!noticing()))) this.fault({ code: "notices" });
    this.update();
  }

  /** missed says why the agent is away, with one click to come back. */
  missed(me) {
    if (this.note.querySelector("button")) return;
    this.note.replaceChildren(
      this.words.t("status.missed", { count: me.missed ?? 2 }),
      " ",
      h(
        "button.button.small",
        { type: "button", onclick: () => this.change("available") },
        this.words.t("status.back"),
      ),
    );
  }

  /**
   * change has the shop know. The choice keeps the focus and can be changed meanwhile: the last word is told too, also where it
   * is the same, for the shop may have said otherwise in between.
   */
  async change(mode = this.select.value) {
    this.wish = { mode };
    await busy(this.select, async () => {
      for (let told; told !== this.wish; ) {
        told = this.wish;
        await this.tell(told.mode);
      }
    });
    this.update();
  }

  /** explain says why the agent is on a break. */
  explain() {
    return busy(this.reason, () => this.tell(this.work.me.mode, this.reason.value.trim()));
  }

  async tell(mode, reason) {
    try {
      await this.work.status(mode, reason);
    } catch (fault) {
      this.fault(fault);
      await this.work.again(); // the answer may be lost, and the status set
    }
  }

  update() {
    const { me } = this.work;
    if (!me) return;
    const rings = String(sounds());
    if (this.sound.getAttribute("aria-pressed") !== rings) this.sound.replaceChildren(icon(sounds() ? "bell" : "mute"));
    this.sound.setAttribute("aria-pressed", rings);
    this.notices.setAttribute("aria-pressed", String(noticing()));
    this.name.textContent = me.name;
    portrait(this.face, initial(me.name), me.photo, this.work.api.base);
    this.board.hidden = me.role !== "supervisor"; // who may not look there is not sent there
    const reads = !may(me, "answer");
    this.select.options[0].disabled = reads; // chats are not theirs to accept
    this.select.hidden = this.slots.hidden = reads && me.mode === "offline"; // who takes no chats has no status to set
    if (!this.select.ariaBusy) this.select.value = me.mode === "lost" ? "available" : me.mode;
    this.select.dataset.mode = me.mode;
    this.reason.hidden = reads || me.mode !== "break" || desks.includes(me.reason);
    if (document.activeElement !== this.reason) this.reason.value = me.reason ?? "";
    this.slots.setAttribute("aria-label", this.words.t("status.load", { load: me.load, capacity: me.capacity }));
    this.places(me);
    const lost = me.mode === "offline" && me.reason === "connection lost"; // by the desk: nobody else brings them back
    const missed = me.mode === "break" && me.reason === "missed"; // likewise
    this.note.classList.toggle("lost", lost || missed);
    if (missed && !reads) this.missed(me);
    else if (reads) this.say(this.words.t("status.reading"));
    else this.say(lost ? this.words.t("status.lost") : this.shift(me) || this.hands(me));
    clearTimeout(this.ticking);
    if (me.shift?.phase) this.ticking = setTimeout(() => this.update(), 3e4); // the minutes go by
  }

  /** places draws the places that are taken and free, each by itself where they are few. */
  places({ load, capacity }) {
    const { words, slots } = this;
    const n = Math.max(capacity, load);
    if (n > DRAWN) return void slots.replaceChildren(`${words.number(load)} / ${words.number(capacity)}`);
    if (slots.childElementCount !== n) slots.replaceChildren(...Array.from({ length: n }, () => h("i")));
    [...slots.children].forEach((el, i) => {
      el.classList.toggle("on", i < load);
      el.classList.toggle("over", i >= capacity);
    });
  }

  say(text) {
    if (this.note.textContent !== text || this.note.firstElementChild) this.note.textContent = text;
  }

  /** hands says how full the hands are, where that keeps new chats away. */
  hands({ mode, load, capacity }) {
    if (mode === "draining" && load) return this.words.t("status.draining", { count: load });
    return mode === "available" && load >= capacity ? this.words.t("status.full") : "";
  }

  /** shift says what the agent's plan asks of them now. */
  shift(me) {
    const { words } = this;
    const shift = me.shift ?? {};
    const minutes = (at) => words.span(Math.max(60, (Date.parse(at) - Date.now()) / 1000));
    const left = words.t("status.draining", { count: me.sessions ?? me.load });
    if (me.mode === "offline") return me.reason === "shift-over" ? words.t("status.shift.off") : "";
    if (me.mode === "draining" && me.reason === "shift-over") return words.t("status.shift.over", { left });
    if (me.mode === "draining" && shift.phase === "ending" && shift.to)
      return words.t("status.shift.ending", { left, minutes: minutes(shift.to) });
    if (me.reason === "planned-break" && me.mode === "break" && shift.break_to)
      return words.t("status.break.on", { time: words.time(shift.break_to) });
    if (me.mode !== "available") return "";
    if (shift.phase === "break-soon") return words.t("status.break.soon", { minutes: minutes(shift.break_from) });
    return shift.outside ? words.t("status.outside") : "";
  }
}
