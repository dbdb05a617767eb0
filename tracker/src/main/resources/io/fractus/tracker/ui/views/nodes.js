// SPDX-License-Identifier: Apache-2.0
// All nodes: a table to sort, filter and search.

import { get, page, poll, query } from "../lib/api.js";
import { h, replace } from "../lib/dom.js";
import { bytes, count, meter, rate, state, tags, when } from "../lib/format.js";
import { empty, failed, frame, howToJoin, pager, rowLink } from "../lib/parts.js";
import { addStock } from "./stock.js";

const LIMIT = 50;
const FILTERS = ["q", "state", "tag", "site", "region", "class"];
const COLUMNS = [
  ["name", "Node"], ["state", "State"], ["site", "Site"], ["class", "Class"], ["availability", "Here"], ["used", "Space"],
  ["bits", "Bits"], ["up", "Sends"], ["seen", "Seen"], [null, "Tags"],
];
const DESCENDING_FIRST = new Set(["availability", "used", "bits", "up", "seen"]);

export function nodesView(initial) {
  let params = { ...initial };
  const { element, body, trouble, subtitle } = frame("Nodes");
  const search = h("input", { class: "input", type: "search", placeholder: "Search name, id, site, address", "aria-label": "Search nodes", value: params.q ?? "" });
  const selects = {
    state: select("State", ["online", "absent", "draining", "drained", "revoked"]),
    tag: select("Tag", []), site: select("Site", []), region: select("Region", []), class: select("Class", []),
  };
  // Where there are no columns to press, there is a list of them.
  const sorting = h("select", { class: "select narrow-only", "aria-label": "Sort by" },
    COLUMNS.filter(([key]) => key).map(([key, name]) => h("option", { value: DESCENDING_FIRST.has(key) ? `-${key}` : key }, `By ${name.toLowerCase()}`)));
  sorting.addEventListener("change", () => set({ sort: sorting.value }));
  const clear = h("button", { class: "button", type: "button", onclick: () => set(Object.fromEntries(FILTERS.map((f) => [f, ""]))) }, "Clear");
  const add = h("button", { class: "button", type: "button", "data-focus": "add-stock", onclick: () => addStock(() => work.refresh()) }, "Add a stock client");
  const bar = h("div", { class: "bar", role: "search" }, h("div", { class: "search" }, search), Object.values(selects), sorting, clear, add);
  const list = h("div", { class: "card table-card" }, h("div", { class: "skeleton", css: { "min-height": "480px" } }));
  body.replaceChildren(bar, list);

  function select(name, options) {
    const box = h("select", { class: "select", "aria-label": `Filter by ${name.toLowerCase()}` });
    offer(box, name, options);
    return box;
  }

  function offer(box, name, options) {
    const had = box.value;
    const all = name === "State" ? "Any state" : `Any ${name.toLowerCase()}`;
    box.replaceChildren(h("option", { value: "" }, all), ...options.map((o) => h("option", { value: o }, o)));
    box.value = options.includes(had) ? had : "";
  }

  /** The address is the memory of filters: Back undoes them, and a link can be shared. */
  function set(changes) {
    const next = { ...params, page: "", ...changes };
    history.replaceState(null, "", `#/nodes${query(next)}`);
    update(Object.fromEntries(Object.entries(next).filter(([, v]) => v)));
  }

  function update(next) {
    params = { ...next };
    if (document.activeElement !== search) search.value = params.q ?? "";
    for (const [name, box] of Object.entries(selects)) {
      const wanted = params[name] ?? "";
      if (wanted && ![...box.options].some((o) => o.value === wanted)) box.append(h("option", { value: wanted }, wanted));
      box.value = wanted;
    }
    const sort = params.sort ?? "name";
    sorting.value = [...sorting.options].map((o) => o.value).find((v) => v.replace("-", "") === sort.replace("-", "")) ?? "name";
    clear.hidden = !FILTERS.some((f) => params[f]);
    work.refresh();
  }

  let typing;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => set({ q: search.value.trim() }), 150);
  });
  for (const [name, box] of Object.entries(selects)) box.addEventListener("change", () => set({ [name]: box.value }));

  const offsetNow = () => Math.max(0, (Number(params.page) || 1) - 1) * LIMIT;
  const work = poll(
    async () => {
      const shown = { ...Object.fromEntries(FILTERS.map((f) => [f, params[f]])), sort: params.sort ?? "name", offset: offsetNow(), limit: LIMIT };
      const [nodes, sites, regions] = await Promise.all([page(`/nodes${query(shown)}`), get("/sites"), get("/regions")]);
      return { nodes, sites: sites.map((x) => x.name), regions: regions.map((x) => x.name), params };
    },
    ({ nodes, sites, regions }) => {
      trouble.replaceChildren();
      keepOffering(sites, regions, nodes.items);
      subtitle.textContent = nodes.total === 1 ? "1 node" : `${count(nodes.total)} nodes`;
      replace(list, draw(nodes));
    },
    (error) => failed(trouble, error));

  const known = { tag: new Set(), class: new Set() };
  function keepOffering(sites, regions, items) {
    items.forEach((n) => {
      n.tags.forEach((t) => known.tag.add(t));
      known.class.add(n.nodeClass);
    });
    offer(selects.site, "Site", sites);
    offer(selects.region, "Region", regions);
    for (const name of ["tag", "class"]) {
      if (params[name]) known[name].add(params[name]);
      offer(selects[name], name[0].toUpperCase() + name.slice(1), [...known[name]].sort());
    }
    for (const name of ["site", "region", "tag", "class"]) selects[name].value = params[name] ?? "";
  }

  function draw({ items, total }) {
    if (items.length === 0) {
      return FILTERS.some((f) => params[f])
        ? empty("No node matches", "Search for something else, or clear the filters.")
        : empty("No node has joined yet", "Start one with the join token from the tracker's data directory:",
          howToJoin());
    }
    return [
      h("div", { class: "table-scroll", "data-scroll": "nodes" },
        h("table", { class: "cards" },
          h("caption", { class: "sr" }, "Nodes"),
          h("thead", {}, h("tr", {}, COLUMNS.map(([key, name]) => heading(key, name)))),
          h("tbody", {}, items.map(row)))),
      pager({ offset: offsetNow(), limit: LIMIT, shown: items.length, total, go: (o) => set({ page: o ? String(o / LIMIT + 1) : "" }) }),
    ];
  }

  function heading(key, name) {
    const hide = key === "class" || key === null ? "wide-only" : key === "bits" || key === "up" ? "num" : null;
    if (!key) return h("th", { scope: "col", class: hide }, name);
    const sort = params.sort ?? "name";
    const mine = sort.replace(/^-/, "") === key;
    const descending = sort.startsWith("-");
    const next = mine ? (descending ? key : `-${key}`) : DESCENDING_FIRST.has(key) ? `-${key}` : key;
    return h("th", { scope: "col", class: hide, "aria-sort": mine ? (descending ? "descending" : "ascending") : null },
      h("button", { type: "button", "data-focus": `sort-${key}`, onclick: () => set({ sort: next }) }, name));
  }

  update(params);
  return { title: "Nodes", element, update, close: work.stop };
}

function row(n) {
  const used = n.shareBytes ? n.usedBytes / n.shareBytes : null;
  const up = n.upBytesPerSecond;
  return rowLink(`#/nodes/${encodeURIComponent(n.nodeId)}`, n.nodeId,
    h("td", {}, h("a", { class: "name", href: `#/nodes/${encodeURIComponent(n.nodeId)}`, tabindex: "-1" }, n.name)),
    h("td", {}, state(n.state)),
    h("td", {}, h("span", { class: "two" }, n.site, h("small", {}, n.region))),
    h("td", { class: "wide-only hide-narrow" }, n.nodeClass),
    h("td", { "data-label": "Here" }, meter(n.availability, { label: "Here", low: 0.6 })),
    h("td", { "data-label": "Space" }, meter(used, { label: "Space used", full: 0.95, text: bytes(n.usedBytes) })),
    h("td", { class: "num hide-narrow" }, count(n.bits)),
    h("td", { class: "num hide-narrow" }, up === null ? h("span", { class: "dim" }, "–") : rate(up)),
    h("td", { class: "hide-narrow" }, n.here ? h("span", { class: "dim" }, "now") : when(n.lastSeen)),
    h("td", { class: "wide-only whole" }, tags(n.tags)));
}
