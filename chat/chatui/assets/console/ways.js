// What a talk can do and show beside words, each a module of its own.
import { Previews } from "../talk/previews.js";
import { approving } from "./approved.js";
import { attaching } from "./attaching.js";
import { offering } from "./offers.js";
import { reading } from "./tongue.js";

/** ways has a talk do all of it; the update of each says that what holds may have changed. */
export function ways(talk, words, work) {
  const { log } = talk;
  const at = () => `agent/sessions/${talk.session?.id}`;
  const origins = () => talk.session?.previews;
  log.messages.previews = new Previews({ words, api: work.api, at, origins, log });
  talk.tongue = reading(talk, words, work);
  return [attaching(talk, words, work), offering(talk, words), approving(talk, words, work), talk.tongue];
}
