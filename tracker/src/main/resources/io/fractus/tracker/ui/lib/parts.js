// SPDX-License-Identifier: Apache-2.0
// Parts that several views have.

import { h } from "./dom.js";

/** A view that loads: its head, and a body that is a skeleton, an error or the data. */
export function frame(title, sub, ...actions) {
  const subtitle = h("span", { class: "sub" }, sub ?? "");
  const body = h("div", { class: "stacked" }, h("div", { class: "skeleton", css: { "min-height": "320px" }, "aria-label": "Loading" }));
  const heading = h("h1", {}, title);
  const head = h("div", { class: "page-head" }, heading, subtitle, h("span", { class: "grow" }), actions);
  const trouble = h("div", { role: "alert" });
  return { element: h("div", { class: "stacked" }, head, trouble, body), head, heading, body, trouble, subtitle };
}

/** Says what is wrong, above what was shown last. */
export function failed(trouble, error) {
  trouble.replaceChildren(h("div", { class: "notice bad" }, error.message));
}

export function card(title, end, ...children) {
  return h("section", { class: "card" },
    h("div", { class: "card-head" }, h("h2", {}, title), end && h("span", { class: "end" }, end)), children);
}

/** What to say where there is nothing, and what to do about it. */
export function empty(title, ...lines) {
  return h("div", { class: "empty" }, h("b", {}, title), lines.map((line) => (line instanceof Node && line.matches("code") ? line : h("p", {}, line))));
}

/** How a node is started, to be copied into a terminal. */
export function howToJoin() {
  return h("code", { class: "command" }, `fractus node --tracker ${location.origin} \\\n  --token-file join.token \\\n  --name pc-17 --site lab-a --share 20GB`);
}

/** Previous and next of a long list. */
export function pager({ offset, limit, shown, total, go }) {
  if (total <= limit && offset === 0) return null;
  const last = offset + shown;
  return h("nav", { class: "pager", "aria-label": "Pages" },
    h("span", { class: "grow" }, `${offset + 1} to ${last} of ${total.toLocaleString("en")}`),
    h("button", { class: "button", type: "button", disabled: offset === 0, "data-focus": "previous", onclick: () => go(Math.max(0, offset - limit)) }, "Previous"),
    h("button", { class: "button", type: "button", disabled: last >= total, "data-focus": "next", onclick: () => go(offset + limit) }, "Next"));
}

/** A row that is a link: by a click, by Enter, and for j and k. */
export function rowLink(href, focus, ...cells) {
  const open = (event) => {
    if (event.target.closest("a, button, summary") || getSelection().toString()) return;
    location.hash = href;
  };
  return h("tr", {
    class: "link", tabindex: "0", "data-row": true, "data-focus": focus, onclick: open,
    onkeydown: (event) => event.key === "Enter" && event.target === event.currentTarget && (location.hash = href),
  }, cells);
}

/** How many copies of a bit stand, are on their way, and are wanting. */
export function pips(complete, wanted, suspect, target) {
  const missing = Math.max(0, target - complete - suspect - wanted);
  const kinds = [...Array(complete).fill("f-ok"), ...Array(suspect).fill("f-warn"), ...Array(wanted).fill("f-online"), ...Array(missing).fill("")];
  const text = `${complete} of ${target} copies stand` + (wanted ? `, ${wanted} on their way` : "") + (suspect ? `, ${suspect} in doubt` : "");
  return h("span", { class: "pips", role: "img", "aria-label": text, title: text }, kinds.slice(0, 16).map((k) => h("i", { class: k })));
}
