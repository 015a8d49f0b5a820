// The conversation of this benchmark as one writes it with socket.io: requests by HTTP, a signed
// cookie, a SELECT of the session and one INSERT, and what is told by a room for each person. It
// serves until its input ends, and says where.
"use strict";
const crypto = require("node:crypto");
const http = require("node:http");
const { Server } = require("socket.io");
const { DatabaseSync } = require("@photostructure/sqlite");

const db = new DatabaseSync(process.argv[2]);
for (const pragma of ["busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL"]) db.exec("PRAGMA " + pragma);
db.exec("CREATE TABLE sessions (id TEXT PRIMARY KEY, visitor TEXT NOT NULL, agent TEXT NOT NULL)");
db.exec(
  "CREATE TABLE messages (n INTEGER PRIMARY KEY, session TEXT NOT NULL, at TEXT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL)",
);
const begin = db.prepare("INSERT INTO sessions VALUES (?, ?, ?)");
const find = db.prepare("SELECT visitor, agent FROM sessions WHERE id = ?");
const insert = db.prepare("INSERT INTO messages (session, at, author, text) VALUES (?, ?, ?, ?)");

const agents = [];
let next = 0;

const random = () => crypto.randomBytes(16).toString("hex");
const sign = (id) => crypto.createHmac("sha256", "a key of thirty-two bytes, plain").update(id).digest("base64url");

// visitorOf is whom the cookie names; undefined if it was not signed here.
function visitorOf(headers) {
  const [, id, sum] = /(?:^|; )plain=([^.;]*)\.([^;]*)/.exec(headers.cookie ?? "") ?? [];
  const want = Buffer.from(sign(id ?? ""));
  const got = Buffer.from(sum ?? "");
  return got.length === want.length && crypto.timingSafeEqual(got, want) ? id : undefined;
}

function answer(res, body, headers = {}) {
  res.writeHead(201, { "Content-Type": "application/json", ...headers });
  res.end(JSON.stringify(body));
}

function start(res) {
  const visitor = random();
  const id = random();
  begin.run(id, visitor, agents[next++ % agents.length]);
  answer(res, { id, state: "active" }, { "Set-Cookie": `plain=${visitor}.${sign(visitor)}; Path=/; HttpOnly` });
}

function say(req, res, id, body) {
  const from = visitorOf(req.headers);
  const found = find.get(id);
  if (from === undefined || found?.visitor !== from) return void res.writeHead(404).end();
  const m = { type: "message.created", session_id: id, at: new Date().toISOString(), author: from, text: JSON.parse(body).text };
  insert.run(id, m.at, from, m.text);
  for (const to of [found.agent, from]) io.to(to).emit("message.created", m);
  answer(res, m);
}

function route(req, res, body) {
  const [, , what, id, more] = req.url.split("/");
  if (req.url === "/processor") {
    const { user, system } = process.cpuUsage();
    return void res.end(String((user + system) * 1000));
  }
  if (req.method === "PUT") return void (agents.push(req.headers["x-agent"]), res.end());
  if (what !== "sessions") return void res.writeHead(404).end();
  if (id === undefined) return void start(res);
  if (more === undefined) return void answer(res, { id, state: "active" });
  say(req, res, id, body);
}

const server = http.createServer((req, res) => {
  let body = "";
  req.on("data", (d) => (body += d));
  req.on("end", () => route(req, res, body));
});

// What is told is kept for two minutes, as socket.io has it for who comes back.
const io = new Server(server, {
  serveClient: false,
  transports: ["websocket"],
  connectionStateRecovery: { maxDisconnectionDuration: 120_000 },
});
io.on("connection", (socket) => {
  const who = socket.handshake.headers["x-agent"] ?? visitorOf(socket.handshake.headers);
  if (who === undefined) return void socket.disconnect(true);
  socket.join(who);
});

server.listen(0, "127.0.0.1", () => console.log("127.0.0.1:" + server.address().port));
process.stdin.on("end", () => {
  db.close(); // and until here it is in use: its statements end with it
  process.exit(0);
});
process.stdin.resume();
