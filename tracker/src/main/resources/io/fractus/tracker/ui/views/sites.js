// SPDX-License-Identifier: Apache-2.0
// Sites and regions: every node a cell, coloured by its state and filled by what it carries.

import { get, page, poll } from "../lib/api.js";
import { h, replace } from "../lib/dom.js";
import { bytes, count, meter, percent } from "../lib/format.js";
import { empty, failed, frame } from "../lib/parts.js";

const NODES_MAX = 1000;

export function sitesView() {
  const { element, body, trouble, subtitle } = frame("Sites");
  const work = poll(
    async () => {
      const [sites, regions, nodes] = await Promise.all([get("/sites"), get("/regions"), page(`/nodes?sort=name&limit=${NODES_MAX}`)]);
      return { sites, regions, nodes };
    },
    ({ sites, regions, nodes }) => {
      trouble.replaceChildren();
      subtitle.textContent = `${sites.length} in ${regions.length} ${regions.length === 1 ? "region" : "regions"}`;
      replace(body, draw(sites, regions, nodes));
    },
    (error) => failed(trouble, error));
  return { title: "Sites", element, close: work.stop };
}

function draw(sites, regions, nodes) {
  if (sites.length === 0) {
    return h("div", { class: "card" }, empty("No sites yet", "A site is where nodes fail together: a house, a lab, a shop. Nodes name theirs when they join."));
  }
  const bySite = Map.groupBy(nodes.items, (n) => n.site);
  return [
    h("ul", { class: "key" },
      [["f-ok", "online"], ["f-absent", "absent"], ["f-draining", "draining"]].map(([colour, name]) =>
        h("li", {}, h("i", { class: `swatch ${colour}` }), h("span", {}, name))),
      h("li", {}, h("span", {}, "filled by the space that is used; the numbers are nodes here of all"))),
    nodes.total > NODES_MAX && h("div", { class: "notice info" }, `Cells are shown for the first ${count(NODES_MAX)} of ${count(nodes.total)} nodes; the sums count all.`),
    regions.map((region) =>
      h("section", { class: "region", "aria-label": `Region ${region.name}` },
        h("div", { class: "region-head" },
          h("h2", {}, h("a", { href: `#/nodes?region=${encodeURIComponent(region.name)}` }, region.name)),
          h("span", { class: "dim" }, `${count(region.online)} of ${count(region.nodes)} nodes here · ${bytes(region.usedBytes)} of ${bytes(region.shareBytes)} used`)),
        h("div", { class: "sites" }, sites.filter((x) => x.regions.includes(region.name)).sort((a, b) => b.nodes - a.nodes || a.name.localeCompare(b.name, "en", { numeric: true })).map((x) => site(x, bySite.get(x.name) ?? []))))),
  ];
}

function site(x, nodes) {
  return h("section", { class: nodes.length > 4 ? "card site big" : "card site", "aria-label": `Site ${x.name}` },
    h("div", { class: "card-head", css: { "margin-bottom": "0" } },
      h("h3", {}, h("a", { href: `#/nodes?site=${encodeURIComponent(x.name)}` }, x.name)),
      h("span", { class: "end" }, `${x.online} / ${x.nodes}`)),
    h("div", { class: "cells" }, nodes.map(cell)),
    meter(x.shareBytes ? x.usedBytes / x.shareBytes : null, { label: "Space used", full: 0.95, text: `${bytes(x.freeOnlineBytes)} free` }),
    x.regions.length > 1 && h("p", { class: "hint" }, `Its nodes name ${x.regions.length} regions: ${x.regions.join(", ")}.`));
}

function cell(n) {
  const used = n.shareBytes ? Math.min(1, n.usedBytes / n.shareBytes) : 0;
  const text = `${n.name}: ${n.state}, ${percent(used)} of ${bytes(n.shareBytes)} used`;
  return h("a", { class: `cell ${n.state}`, href: `#/nodes/${encodeURIComponent(n.nodeId)}`, title: text, "aria-label": text, "data-row": true, "data-focus": n.nodeId },
    h("i", { css: { height: `${used * 100}%` } }));
}
