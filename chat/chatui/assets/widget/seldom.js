// What the panel seldom needs: the shop's help, the chats of before, the question for an address, the language, cards of the pages that are linked to. It is a file of its own, which
// comes, with its words and its sheet, when one of them is first wanted.
import { Answers } from "./answers.js";
import { Before } from "./before.js";
import { Help } from "./help.js";
import { h } from "../lib/dom.js";
import { Previews } from "../talk/previews.js";
import { Reach } from "./reach.js";
import { Tongue } from "./tongue.js";

export class Seldom {
  /**
   * @param {{words: object, visitor: import("../client/client.js").Client, log: import("../talk/log.js").Log,
   *   fault: (fault: Error) => void, focus: () => void, helped: (id: string) => Promise<boolean>, turn: (way: string) => void}} options focus: goes to what the panel shows
   */
  constructor({ words, visitor, log, fault, focus, helped, turn }) {
    this.help = new Help({ words, visitor, helped, turn });
    this.answers = new Answers({ words, visitor, helped });
    this.before = new Before({ words, visitor, opened: focus });
    this.reach = new Reach({ words, give: (address) => visitor.reach(address) });
    this.tongue = new Tongue({ words, visitor, log, fault });
    const at = () => `sessions/${visitor.session?.id}`;
    const origins = () => visitor.session?.previews;
    log.messages.previews = new Previews({ words, api: visitor.api, at, origins, log });
    this.beside = h("div", {}, this.reach.el, this.tongue.el);
  }

  /** update shows what stands beside a talk. */
  update(session) {
    this.reach.update(session);
    this.tongue.update(session);
  }
}
