// Where the files of this version are, sheets and words: beside the modules, or where a bundle was told that they are.

/* global FOLDER */
export const folder = new URL(typeof FOLDER === "string" ? FOLDER : "..", import.meta.url);
