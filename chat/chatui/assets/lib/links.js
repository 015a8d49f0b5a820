// Addresses in a text become links. Only whole addresses of the web do, and each shows where it leads as it was written.
import { link } from "./dom.js";

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\u2066-\u2069\u202a-\u202e]+/giu;

/** cut takes from the end of an address what belongs to the sentence around it. */
function cut(address) {
  let end = address.replace(/[.,;:!?\u3002\uff0c\u060c\u061f]+$/u, "");
  while (end.endsWith(")") && !end.includes("(")) end = end.slice(0, -1).replace(/[.,;:!?]+$/, "");
  return end;
}

/** dialled is a phone number as a phone dials it; none where it has letters, such as those of an extension. */
export function dialled(number) {
  const plain = number
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) & 15)) // Arabic ones
    .replace(/^(\+.*)\(0\)/, "$1"); // is dialled without the code of the country alone
  return /[^\d\s()+./-]/.test(plain) ? undefined : plain.replace(/[^\d+]/g, "");
}

/**
 * linked is a text as nodes: what stands between the addresses, and a link for each.
 * @param {string} text
 * @returns {(string|Node)[]} together they read as the text does
 */
export function linked(text) {
  const nodes = [];
  let from = 0;
  for (const found of String(text).matchAll(ADDRESS)) {
    const address = cut(found[0]);
    nodes.push(text.slice(from, found.index), link(address, address));
    from = found.index + address.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((n) => n !== "");
}
