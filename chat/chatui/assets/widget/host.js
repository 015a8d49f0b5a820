// What the page of the shop gives to the widget.

/** json reads an attribute that holds an object; anything else is as if it were not there. */
export function json(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** waited gives the element what pages have wanted of it in the list, and from now on at once. */
export function waited(chat) {
  const list = Array.isArray(globalThis.livechat) ? globalThis.livechat : [];
  const act = (want) => {
    try {
      want(chat);
    } catch (fault) {
      reportError(fault);
    }
  };
  globalThis.livechat = { push: (...wants) => wants.forEach(act) };
  list.forEach(act);
}
