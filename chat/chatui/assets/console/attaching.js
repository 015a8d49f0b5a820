// How an agent sends files: while what is written is a message, and no note.
import { awaiting } from "../talk/awaited.js";
import { Files } from "../talk/files.js";

const MOST = 25; // megabytes of one file

/** attaching has a talk send and show files; update says that what holds may have changed. */
export function attaching(talk, words, work) {
  const { composer } = talk;
  const files = new Files({
    words,
    api: work.api,
    at: () => `agent/sessions/${talk.session?.id}`,
    most: MOST,
    changed: () => composer.fit(),
    focus: () => composer.input.focus(),
  });
  composer.bring(files);
  files.listen(composer.el);
  talk.log.messages.files = files;
  talk.log.messages.awaits = awaiting(words, "carried");
  const taken = () => !talk.session?.carried || talk.session.carried.files; // a messenger may take none
  const can = () => work.me?.can_attach && talk.writes && !talk.noting && !talk.noteOnly && taken();
  return { update: () => files.on(can(), talk.session?.id) };
}
