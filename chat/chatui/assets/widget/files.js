// What people send beside words is a file of its own: it comes where the shop takes files, or an answer brings one.
export { awaiting } from "../talk/awaited.js";
export { Files } from "../talk/files.js";
