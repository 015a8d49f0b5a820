// What the bundle of the widget begins with: widget.js in one file. Who makes it puts the address of the API into it.
import { LiveChat } from "./livechat.js";

/* global API */
LiveChat.begin(new URL(API, import.meta.url));
export { LiveChat };
