// One clock for everything on a page that counts: waits that grow, offers that run out.

const shown = new Map();
let offset = 0; // the server's clock less ours, ms
let timer;

/** sync takes the server's time, so that a countdown ends when the server says so. */
export function sync(serverTime) {
  offset = Date.parse(serverTime) - Date.now() || 0;
}

/** now is the server's time, ms. */
export function now() {
  return Date.now() + offset;
}

function beat() {
  for (const [el, draw] of shown) {
    if (el.isConnected) draw(el);
    else shown.delete(el);
  }
  if (!shown.size) timer = clearInterval(timer);
}

/** tick draws an element now and every second while it is on the page. */
export function tick(el, draw) {
  shown.set(el, draw);
  queueMicrotask(() => el.isConnected && draw(el));
  timer ??= setInterval(beat, 1000);
  return el;
}
