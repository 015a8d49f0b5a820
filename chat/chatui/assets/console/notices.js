// Notices on the desktop, for an agent who looks at something else. They are off until the agent asks for them.
const SLOT = "switchboard/notices"; // of this browser: "on"

/** able reports whether the browser has notices. */
export function able() {
  return "Notification" in globalThis;
}

/** noticing reports whether notices are asked for, and allowed. */
export function noticing() {
  try {
    return able() && Notification.permission === "granted" && localStorage.getItem(SLOT) === "on";
  } catch {
    return false;
  }
}

/** notices turns them on or off; the browser may ask the agent first, and its answer counts. */
export async function notices(on) {
  const allowed = on && (await Notification.requestPermission()) === "granted";
  try {
    if (allowed) localStorage.setItem(SLOT, "on");
    else localStorage.removeItem(SLOT);
  } catch {
    // they stay off
  }
  return allowed || !on;
}

/** notice shows one, while the page is not looked at. What was said stays in the page: screens are seen by others. */
export function notice(title, { tag, lang, dir, open }) {
  if (!noticing() || (!document.hidden && document.hasFocus())) return;
  try {
    const shown = new Notification(title, { tag, lang, dir });
    shown.onclick = () => (window.focus(), shown.close(), open());
  } catch {
    // a phone shows none from a page
  }
}
