// SPDX-License-Identifier: Apache-2.0
// One bit and those who hold it.

import { get, poll } from "../lib/api.js";
import { h, replace, shortId } from "../lib/dom.js";
import { bytes, count, percent, rate, state, when } from "../lib/format.js";
import { empty, failed, frame, pips, rowLink } from "../lib/parts.js";

const WORDS = { COMPLETE: ["complete", "good"], WANTED: ["on its way", "info"], SUSPECT: ["in doubt", "warn"] };

const ROLES = {
  coming: "On its way", unsure: "In doubt", last: "The last one", anchor: "Anchor", further_anchor: "Further anchor",
  newcomer: "New node", doubted: "Doubted node", reserve: "Reserve", complement: "Complement", plain: "One more",
};
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const hourOfWeek = (hour) => `${DAYS[Math.floor(hour / 24)]} ${String(hour % 24).padStart(2, "0")}:00`;

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
          h("thead", {}, h("tr", {}, ["Node", "Copy", "Site", "Node is", "Worst hour", "Speed", "Why it is there"].map((name) => h("th", { scope: "col" }, name)))),
          h("tbody", {}, d.holders.map((x) => rowLink(`#/nodes/${encodeURIComponent(x.nodeId)}`, x.nodeId,
            h("td", {}, h("a", { class: "name", href: `#/nodes/${encodeURIComponent(x.nodeId)}`, tabindex: "-1" }, x.nodeName)),
            h("td", {}, h("span", { class: `tag ${WORDS[x.state][1]}` }, WORDS[x.state][0])),
            h("td", {}, h("span", { class: "two" }, x.site, h("small", {}, x.region))),
            h("td", {}, state(x.online ? "online" : "absent")),
            h("td", {}, h("span", { class: "two" }, percent(x.outlook.availabilityWorst), h("small", {}, hourOfWeek(x.outlook.worstHour)))),
            h("td", { class: "num" }, rate(x.outlook.bytesPerSecond)),
            h("td", {}, h("span", { class: "two" }, ROLES[x.outlook.role] ?? x.outlook.role, h("small", {}, x.outlook.why)))))))),
      h("p", { class: "dim" }, "Why is what speaks for a copy now: what was so when its node was chosen is not written down. Hours are in UTC, and a node is here at least as often as said.")),
  ];
}
