// The chat in a window of its own, beside the shop. Which shop it is of stands in the address of the window.
const asked = new URLSearchParams(location.search);
const chat = document.createElement("live-chat");
for (const name of ["site", "queue", "locale", "name"]) if (asked.get(name)) chat.setAttribute(name, asked.get(name));
chat.setAttribute("window", "");
if (asked.get("name")) document.title = asked.get("name");
document.body.append(chat);
await import(new URL("../widget.js", import.meta.url).href);
