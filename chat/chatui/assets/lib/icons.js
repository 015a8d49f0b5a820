// Icons are drawn here, 24 by 24, stroked with the text's colour: a bare browser has no emoji font.
import { svg } from "./dom.js";

const paths = {
  chat: "M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v9a1.5 1.5 0 0 1-1.5 1.5H10l-4.5 4v-4A1.5 1.5 0 0 1 4 14.5z M8 8.5h8 M8 12h5",
  close: "M6 6l12 12 M18 6L6 18",
  down: "M6 9.5l6 6 6-6",
  window: "M3.5 5h17v11h-17z M8 20h8 M12 16v4",
  up: "M12 19V5.5 M6 11l6-6 6 6",
  send: "M4 12l16-8-5.5 16-3-6.5z M11.5 13.5L20 4",
  check: "M5 12.5l4.5 4.5L19 7.5",
  checks: "M2.5 12.5L7 17 15.5 8 M11 15.5l1.5 1.5L21.5 8",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z M12 7.5V12l3 2",
  alert: "M12 4l9 16H3z M12 10v4.5 M12 17.2v.1",
  note: "M5 4h14v10.5L14 20H5z M14 20v-5.5h5 M8.5 8.5h7 M8.5 12h4",
  bolt: "M13 3L5 13.5h6L10 21l9-11h-6.5z",
  transfer: "M4 8h14l-3.5-3.5 M20 16H6l3.5 3.5",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  users:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M2.5 19.5c.8-3.6 3.3-5 6.5-5s5.7 1.4 6.5 5 M16 4.8a3.5 3.5 0 0 1 0 6.4 M18 14.9c2 .6 3.1 2.2 3.5 4.6",
  page: "M6 3.5h8L18.5 8v12.5H6z M14 3.5V8h4.5 M9 12h6 M9 15.5h6",
  cart: "M3 4h2.5l2 11.5h10.5l2-8H6.3 M9.5 20a1 1 0 1 0 0-.1 M16.5 20a1 1 0 1 0 0-.1",
  clip: "M8 12.5l6-6a3 3 0 0 1 4.2 4.2l-8 8a5 5 0 0 1-7-7l7.5-7.5",
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4z M12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  star: "M12 4l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z",
  globe: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z M3.5 12h17 M12 3.5c3 3 3 14 0 17 M12 3.5c-3 3-3 14 0 17",
  mail: "M4 6h16v12H4z M4 7l8 6 8-6",
  phone:
    "M6 3.5h3l1.5 4-2 1.7a12 12 0 0 0 6.3 6.3l1.7-2 4 1.5v3a2.5 2.5 0 0 1-2.5 2.5A14.5 14.5 0 0 1 3.5 6 2.5 2.5 0 0 1 6 3.5z",
  next: "M4 12h13 M12 7l5 5-5 5 M20 5v14",
  hold: "M9 6v12 M15 6v12",
  play: "M8 5.5l11 6.5-11 6.5z",
  plus: "M12 5v14 M5 12h14",
  more: "M5 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0z M11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0z M17 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0z",
  search: "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z M16 16l4.5 4.5",
  out: "M10 4.5H5.5v15H10 M14 8l4 4-4 4 M18 12H9.5",
  pen: "M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5z M13.5 7l3.5 3.5",
  ban: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z M6 6l12 12",
  tag: "M4 4h7.5L20 12.5 12.5 20 4 11.5z M8 8h.01",
  inbox: "M4 13l2.5-8h11L20 13v6H4z M4 13h4.5l1.5 2.5h4l1.5-2.5H20",
  board: "M4 20V10 M10 20V4 M16 20v-7 M21 20H3",
  crown: "M4 17.5h16 M4.5 14L3.5 7l5 3.5L12 5l3.5 5.5 5-3.5-1 7z",
  offline: "M3 3l18 18 M8.5 15.5a5 5 0 0 1 6-.8 M5 12a10 10 0 0 1 4-2.4 M14 9.3a10 10 0 0 1 5 2.7 M12 19h.01",
  back: "M14.5 5.5L8 12l6.5 6.5",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z M10 20.5h4",
  mute: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z M10 20.5h4 M4 3.5l16 17",
  eye: "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12z M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
};

/**
 * icon draws one by its name; it is decoration, the control around it carries the words.
 * @param {keyof typeof paths} name
 */
export function icon(name) {
  return svg(
    "svg.icon",
    { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: paths[name] ?? paths.more }),
  );
}
