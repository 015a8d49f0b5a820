// The one file a page names. It is asked for again each time; everything behind it carries its version in its address, is kept
// by the browser, and never mixes with another version's.
import { LiveChat } from "./{{.Version}}/widget/livechat.js";

LiveChat.api = new URL({{printf "%q" .API}}, import.meta.url);
customElements.define("live-chat", LiveChat);
export { LiveChat };
