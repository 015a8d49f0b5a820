// Calls a visitor who looks at something else: a soft sound and a number before the page's title, while there is something to
// read. The title is the shop's, and goes back to what the shop made of it.
import { chime } from "../lib/chime.js";

const COUNTED = /^\(\d+\) /;

export class Call {
  /** message rings for a message of somebody else's, unless it is looked at. */
  message(looked) {
    if (!looked) chime([520]);
  }

  /** count shows how many messages wait, while the page is in the background. */
  count(unread) {
    const bare = document.title.replace(this.counted ? COUNTED : /^$/, "");
    const title = unread && document.hidden ? `(${unread}) ${bare}` : bare;
    this.counted = title !== bare;
    if (title !== document.title) document.title = title;
  }
}
