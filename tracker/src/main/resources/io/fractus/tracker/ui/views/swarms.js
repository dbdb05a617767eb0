// SPDX-License-Identifier: Apache-2.0
// Bits and how far their copies are.

import { page, poll, query } from "../lib/api.js";
import { h, replace, shortId } from "../lib/dom.js";
import { bytes, count, when } from "../lib/format.js";
import { empty, failed, frame, pager, pips, rowLink } from "../lib/parts.js";

const LIMIT = 50;

export function swarmsView(initial) {
  let params = { ...initial };
  const { element, body, trouble, subtitle } = frame("Swarms");
  const wanting = h("input", { type: "checkbox" });
  const find = h("input", { class: "input", type: "search", placeholder: "Open a bit by its infohash", "aria-label": "Open a bit by its infohash", maxlength: 40, pattern: "[0-9a-f]{40}" });
  const open = (event) => {
    event.preventDefault();
    if (/^[0-9a-f]{40}$/.test(find.value.trim())) location.hash = `#/swarms/${find.value.trim()}`;
    else find.reportValidity();
  };
  const list = h("div", { class: "card table-card" }, h("div", { class: "skeleton", css: { "min-height": "480px" } }));
  body.replaceChildren(
    h("form", { class: "bar", role: "search", onsubmit: open },
      h("label", { class: "check" }, wanting, "Only bits that want copies"), h("div", { class: "search" }, find)), list);

  function set(changes) {
    const next = { ...params, page: "", ...changes };
    history.replaceState(null, "", `#/swarms${query(next)}`);
    update(Object.fromEntries(Object.entries(next).filter(([, v]) => v)));
  }

  function update(next) {
    params = { ...next };
    wanting.checked = params.wanting === "true";
    work.refresh();
  }

  wanting.addEventListener("change", () => set({ wanting: wanting.checked ? "true" : "" }));
  const offsetNow = () => Math.max(0, (Number(params.page) || 1) - 1) * LIMIT;
  const work = poll(
    async () => ({ bits: await page(`/swarms${query({ wanting: params.wanting, offset: offsetNow(), limit: LIMIT })}`), params }),
    ({ bits }) => {
      trouble.replaceChildren();
      subtitle.textContent = `${count(bits.total)} ${params.wanting ? "wanting copies" : bits.total === 1 ? "bit" : "bits"}`;
      replace(list, draw(bits));
    },
    (error) => failed(trouble, error));

  function draw({ items, total }) {
    if (items.length === 0) {
      return params.wanting
        ? empty("Every bit is whole", "All copies that bits shall have are complete.")
        : empty("No bits yet", "Put an object into the cloud, and its bits show here:", h("code", { class: "command" }, "fractus put FILE bucket/key"));
    }
    return [
      h("div", { class: "table-scroll" },
        h("table", { class: "cards" },
          h("caption", { class: "sr" }, "Bits"),
          h("thead", {}, h("tr", {}, ["Bit", "Copies", "Complete", "Takes", "Placed"].map((name) => h("th", { scope: "col" }, name)))),
          h("tbody", {}, items.map(row)))),
      pager({ offset: offsetNow(), limit: LIMIT, shown: items.length, total, go: (o) => set({ page: o ? String(o / LIMIT + 1) : "" }) }),
    ];
  }

  update(params);
  return { title: "Swarms", element, update, close: work.stop };
}

function row(b) {
  const level = b.complete === 0 ? "bad" : b.complete < b.copiesWanted ? "warn" : "good";
  return rowLink(`#/swarms/${b.bit}`, b.bit,
    h("td", {}, shortId(b.bit, 12)),
    h("td", {}, pips(b.complete, b.wanted, b.suspect, b.copiesWanted)),
    h("td", {}, h("span", { class: `tag ${level}` }, `${b.complete} of ${b.copiesWanted}`)),
    h("td", { "data-label": "Takes" }, bytes(b.footprint)),
    h("td", { "data-label": "Placed", class: "whole" }, when(b.placed)));
}
