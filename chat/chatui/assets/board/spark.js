import { svg } from "../lib/dom.js";

const W = 240;
const H = 56;
const LEAST = 600_000; // a young history does not fill the width

/**
 * spark draws a number over time as a line over a soft area, up to now.
 * @param {{t: number, v: number}[]} rows oldest first @param {string} label what a screen reader is told
 */
export function spark(rows, label) {
  const end = rows.at(-1)?.t ?? 0;
  const span = Math.max(LEAST, end - (rows[0]?.t ?? end));
  const top = Math.max(1, ...rows.map((r) => r.v));
  const points = rows.map(({ t, v }) => [W - ((end - t) / span) * W, H - 4 - (v / top) * (H - 10)]);
  const line = points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return svg(
    "svg.spark",
    { viewBox: `0 0 ${W} ${H}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    svg("path.rule", { d: `M0 ${H - 4}H${W}` }),
    points.length > 1 && svg("path.area", { d: `${line}L${W} ${H}L${points[0][0].toFixed(1)} ${H}Z` }),
    points.length > 1 && svg("path.line", { d: line }),
  );
}
