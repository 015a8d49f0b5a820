// The page asks for the state twice a second and shows it.
const list = document.getElementById("list");
const clock = document.getElementById("clock");
const faults = document.getElementById("faults");
const counts = new Intl.NumberFormat("en");

// Nodes are made once: a button that is being pressed must not be replaced.
function node(name, i) {
  const li = document.createElement("li");
  const title = document.createElement("strong");
  const says = document.createElement("span");
  const button = document.createElement("button");
  title.textContent = name;
  button.textContent = "Kill";
  button.setAttribute("aria-label", `Kill ${name}`);
  button.addEventListener("click", () => fetch(`/kill/${i + 1}`, { method: "POST" }));
  li.append(title, says, button);
  return li;
}

function showNode(li, n) {
  li.classList.toggle("down", !n.up);
  const served = n.up ? `up, ${counts.format(n.served)} requests` : "down";
  const kills = n.kills === 0 ? "" : n.kills === 1 ? ", killed once" : `, killed ${n.kills} times`;
  li.querySelector("span").textContent = served + kills;
  li.querySelector("button").disabled = !n.up;
}

function show({ seconds, nodes, figures }) {
  for (const el of document.querySelectorAll("[data-figure]")) {
    const value = figures[el.dataset.figure];
    el.querySelector("dd").textContent = counts.format(value);
    el.classList.toggle("wrong", Boolean(el.closest(".zeros")) && value !== 0);
  }
  for (const row of document.querySelectorAll("[data-gap]")) {
    const gap = figures[row.dataset.gap];
    const cells = row.querySelectorAll("td");
    [gap.p50, gap.p99, gap.max].forEach((ms, i) => { cells[i].textContent = `${counts.format(ms)} ms`; });
  }
  nodes.forEach((n, i) => showNode(list.children[i] ?? list.appendChild(node(n.name, i)), n));
  faults.replaceChildren(...(figures.faults ?? []).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  clock.textContent = `Running for ${seconds} seconds.`;
}

async function ask() {
  try {
    show(await (await fetch("/state")).json());
  } catch {
    clock.textContent = "It is over: the program has ended.";
  }
  setTimeout(ask, 500);
}
ask();
