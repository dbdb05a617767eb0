// SPDX-License-Identifier: Apache-2.0
// The shell: sign-in, navigation, keys, theme. Each view is a module of its own.

import * as api from "./lib/api.js";
import { dialog, h, icon, replace, toast } from "./lib/dom.js";
import { cloudView } from "./views/cloud.js";
import { eventsView } from "./views/events.js";
import { nodeView } from "./views/node.js";
import { nodesView } from "./views/nodes.js";
import { signInView } from "./views/sign-in.js";
import { sitesView } from "./views/sites.js";
import { swarmView } from "./views/swarm.js";
import { swarmsView } from "./views/swarms.js";

const PLACES = [
  ["cloud", "Cloud", "#/", "c"],
  ["nodes", "Nodes", "#/nodes", "n"],
  ["sites", "Sites", "#/sites", "s"],
  ["swarms", "Swarms", "#/swarms", "w"],
  ["events", "Events", "#/events", "e"],
];

const app = document.getElementById("app");
let main;
let current;

/** What the address says: a view, its argument, and its parameters. */
function route() {
  const [path, search] = location.hash.replace(/^#\/?/, "").split("?");
  const [place, ...rest] = path.split("/").map(decodeURIComponent);
  return { place: place || "cloud", argument: rest[0], params: Object.fromEntries(new URLSearchParams(search)) };
}

function create({ place, argument, params }) {
  switch (place) {
    case "cloud": return cloudView();
    case "nodes": return argument ? nodeView(argument) : nodesView(params);
    case "sites": return sitesView();
    case "swarms": return argument ? swarmView(argument) : swarmsView(params);
    case "events": return eventsView(params);
    default: return missingView();
  }
}

function missingView() {
  return {
    title: "Not found",
    element: h("div", { class: "empty" }, h("b", {}, "There is nothing here"), h("a", { href: "#/" }, "Go to the cloud")),
    close() {},
  };
}

function show() {
  const to = route();
  const key = `${to.place}/${to.argument ?? ""}`;
  if (current?.key === key && current.view.update) {
    current.view.update(to.params);
    return;
  }
  current?.view.close();
  const view = create(to);
  current = { key, view };
  replace(main, view.element);
  document.title = `${view.title} · Fractus`;
  for (const link of document.querySelectorAll(".nav a")) {
    if (link.dataset.place === to.place) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  scrollTo(0, 0);
}

const THEMES = ["auto", "light", "dark"];

function setTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Then it lasts as long as the page.
  }
}

function savedTheme() {
  try {
    return THEMES.includes(localStorage.getItem("theme")) ? localStorage.getItem("theme") : "auto";
  } catch {
    return "auto";
  }
}

function nextTheme() {
  const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme ?? "auto") + 1) % THEMES.length];
  setTheme(next);
  toast(next === "auto" ? "Colours as the system has them" : `Colours: ${next}`);
}

async function signOut() {
  try {
    await api.del("/session");
  } finally {
    signedOut();
  }
}

function shell() {
  main = h("div", { class: "page", id: "content", tabindex: "-1" });
  const button = (name, label, onclick) => h("button", { class: "icon", type: "button", "aria-label": label, title: label, onclick }, icon(name));
  replace(app,
    h("a", { class: "skip", href: "#content", onclick: (e) => { e.preventDefault(); main.focus(); } }, "To the content"),
    h("div", { class: "shell" },
      h("header", { class: "side" },
        h("a", { class: "brand", href: "#/" }, h("img", { src: "/ui/icon.svg", alt: "" }), "Fractus"),
        h("nav", { class: "nav", "aria-label": "Views" },
          PLACES.map(([place, name, href]) => h("a", { href, "data-place": place }, icon(place), name))),
        h("div", { class: "side-end" },
          button("theme", "Change colours (t)", nextTheme),
          button("help", "Keys (?)", help),
          button("out", "Sign out", signOut))),
      h("main", { class: "main" }, main)));
  show();
}

let helping = false;

async function help() {
  if (helping) return;
  helping = true;
  const row = (keys, what) => [h("dt", {}, keys.map((k, i) => [i ? " " : "", h("kbd", {}, k)])), h("dd", {}, what)];
  await dialog((close) => h("div", { class: "stacked" },
    h("h2", {}, "Keys"),
    h("dl", { class: "keys" },
      row(["/"], "search"), row(["j"], "next row"), row(["k"], "previous row"), row(["Enter"], "open"),
      PLACES.map(([, name, , key]) => row(["g", key], `go to ${name}`)),
      row(["t"], "colours"), row(["?"], "this"), row(["Esc"], "close, leave a field")),
    h("div", { class: "dialog-end" }, h("button", { class: "button primary", type: "button", onclick: () => close() }, "Close"))));
  helping = false;
}

function moveRow(step) {
  const rows = [...main.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

let going = 0;

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !current || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "Escape" && typing) event.target.blur();
  if (typing) return;
  const place = Date.now() - going < 1500 && PLACES.find(([, , , key]) => key === event.key);
  going = event.key === "g" ? Date.now() : 0;
  const action = place ? () => (location.hash = place[2]) : {
    "/": () => main.querySelector("input[type=search]")?.focus(),
    j: () => moveRow(1),
    k: () => moveRow(-1),
    t: nextTheme,
    "?": help,
  }[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});

function signedOut() {
  current?.view.close();
  current = undefined;
  document.title = "Sign in · Fractus";
  replace(app, signInView(shell));
}

addEventListener("hashchange", () => current && show());
addEventListener("signed-out", () => current && signedOut());

setTheme(savedTheme());
try {
  const session = await api.get("/session");
  if (session.signedIn) shell();
  else signedOut();
} catch {
  signedOut();
}
