import { svg } from "../lib/dom.js";

const W = 240;
const H = 56;

/**
 * spark draws numbers as a line over a soft area; the newest is a dot.
 * @param {number[]} values oldest first @param {string} label what a screen reader is told
 */
export function spark(values, label) {
  const top = Math.max(1, ...values);
  const step = values.length > 1 ? W / (values.length - 1) : 0;
  const points = values.map((v, i) => [i * step, H - 4 - (v / top) * (H - 10)]);
  const line = points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  const [x, y] = points.at(-1) ?? [0, H - 4];
  return svg("svg.spark", { viewBox: `0 0 ${W} ${H}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    points.length > 1 && svg("path.area", { d: `${line}L${W} ${H}L0 ${H}Z` }),
    svg("path.rule", { d: `M0 ${H - 4}H${W}` }),
    points.length > 1 && svg("path.line", { d: line }),
    svg("circle.dot", { cx: Math.min(x, W - 3), cy: y, r: 3 }));
}
