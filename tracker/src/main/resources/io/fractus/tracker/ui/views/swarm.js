// SPDX-License-Identifier: Apache-2.0
// One bit and those who hold it.

import { get, poll } from "../lib/api.js";
import { h, replace, shortId } from "../lib/dom.js";
import { bytes, count, state, when } from "../lib/format.js";
import { empty, failed, frame, pips, rowLink } from "../lib/parts.js";

const WORDS = { COMPLETE: ["complete", "good"], WANTED: ["on its way", "info"], SUSPECT: ["in doubt", "warn"] };

export function swarmView(bit) {
  const { element, body, trouble, subtitle } = frame("Swarm");
  subtitle.replaceChildren(shortId(bit, 16));
  const work = poll(
    () => get(`/swarms/${encodeURIComponent(bit)}`),
    (data) => {
      trouble.replaceChildren();
      replace(body, draw(data));
    },
    (error) => {
      if (error.status === 404 || error.status === 400) {
        replace(body, h("div", { class: "card" }, empty("There is no such bit", error.message, h("a", { href: "#/swarms" }, "All swarms"))));
      } else failed(trouble, error);
    });
  return { title: `Swarm ${bit.slice(0, 8)}`, element, close: work.stop };
}

function draw(d) {
  const b = d.summary;
  const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
  return [
    b.complete === 0 && h("div", { class: "notice bad" }, "No copy is complete: only the gateway that placed it can give it out."),
    h("section", { class: "card" },
      h("dl", { class: "facts" },
        fact("Copies", [`${b.complete} of ${b.copiesWanted} `, pips(b.complete, b.wanted, b.suspect, b.copiesWanted)]),
        fact("Length", bytes(d.lengthBytes)), fact("Pieces", `${count(d.pieces)} of ${bytes(d.pieceBytes)}`),
        fact("Announced lately", `${d.peersComplete} complete, ${d.peersIncomplete} not`), fact("Placed", when(b.placed)))),
    h("section", { class: "card table-card" },
      d.holders.length === 0
        ? empty("No node is assigned to it", "The gateway that placed it will ask for nodes again.")
        : h("div", { class: "table-scroll" }, h("table", { class: "cards" },
          h("caption", { class: "sr" }, "Holders"),
          h("thead", {}, h("tr", {}, ["Node", "Copy", "Site", "Node is"].map((name) => h("th", { scope: "col" }, name)))),
          h("tbody", {}, d.holders.map((x) => rowLink(`#/nodes/${encodeURIComponent(x.nodeId)}`, x.nodeId,
            h("td", {}, h("a", { class: "name", href: `#/nodes/${encodeURIComponent(x.nodeId)}`, tabindex: "-1" }, x.nodeName)),
            h("td", {}, h("span", { class: `tag ${WORDS[x.state][1]}` }, WORDS[x.state][0])),
            h("td", {}, h("span", { class: "two" }, x.site, h("small", {}, x.region))),
            h("td", {}, state(x.online ? "online" : "absent")))))))),
  ];
}
