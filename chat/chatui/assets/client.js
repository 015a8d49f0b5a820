// The JavaScript client of the API, in one file and without a face: everything the widget knows and does. client.d.ts beside it
// has the types. The parts are there for who wants less than a Client.
export { API, Problem, mint } from "./lib/api.js";
export { Outbox } from "./lib/outbox.js";
export { Shared } from "./lib/shared.js";
export { Stream } from "./lib/stream.js";
export { Timeline } from "./lib/timeline.js";
export { Beacon } from "./client/beacon.js";
export { Client } from "./client/client.js";
export { Identity } from "./client/identity.js";
export { Visitor } from "./client/visitor.js";
