// Where a chat stands for the agent who looks at it: theirs to write in, or whose it is now and how that came.
import { may } from "../lib/powers.js";
import { said } from "./said.js";

const takes = new Set([
  "session.transferred",
  "session.queued",
  "session.assigned",
  "session.closed",
  "session.abandoned",
  "session.messaged",
]);

const ended = ["closed", "abandoned", "messaged"];
const waiting = ["queued", "offered"];

/** past reports whether a loss tells of how a session stood and stands no more. */
function past({ kind }, { session, gone }) {
  if (gone) return false; // nothing newer is known
  if (kind === "session.closed") return !ended.includes(session.state);
  return kind === "session.queued" && !waiting.includes(session.state);
}

/**
 * loss is the entry that took a session from an agent who had it, if any, unless it was taken up again since, or stands
 * otherwise by now.
 */
function loss(talk, me) {
  const { entries } = talk.timeline;
  const had = entries.findLastIndex(
    (e) => e.kind === "session.reopened" || (e.kind === "session.assigned" && e.agent === me),
  );
  if (had < 0 || entries[had].kind === "session.reopened") return undefined;
  const lost = entries.slice(had + 1).find((e) => takes.has(e.kind));
  return lost && !past(lost, talk) ? lost : undefined;
}

/**
 * standing returns {mine, beside, text}: beside is how the agent takes part in a colleague's chat, and the text says why nothing can be written, and is empty where nothing is to be said.
 */
export function standing(talk, work, words) {
  const { session, gone } = talk;
  if (work.me && !may(work.me, "answer")) return { mine: false, text: words.t("over.read_only") };
  if (work.owns(session.id)) return { mine: true, text: "" };
  const me = work.me?.id;
  const beside = work.beside(session);
  if (beside)
    return {
      mine: false,
      beside,
      text: words.t(`over.${beside}`, { name: session.agent_name || work.who(session.agent) }),
    };
  const lost = loss(talk, me);
  if (lost?.kind === "session.closed") return { mine: false, text: words.t("over.ended") }; // how, its line says
  const how = lost && said(lost, { words, who: (id) => work.who(id), queue: (id) => work.queue(id), owner: me })?.text;
  if (how) return { mine: false, text: how };
  if (gone) return { mine: false, text: words.t("over.gone") };
  if (["active", "held", "wrapping"].includes(session.state) && session.agent && session.agent !== me) {
    const stays = work.me?.role === "supervisor" && !may(work.me, "place") ? ` ${words.t("over.no_place")}` : "";
    return {
      mine: false,
      text: words.t("over.theirs", { name: session.agent_name || work.who(session.agent) }) + stays,
    };
  }
  return { mine: false, text: "" };
}
