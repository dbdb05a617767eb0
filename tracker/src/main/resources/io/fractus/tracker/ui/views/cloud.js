// SPDX-License-Identifier: Apache-2.0
// The cloud at a glance.

import { get, poll } from "../lib/api.js";
import { lines, numbers, stack } from "../lib/charts.js";
import { h, replace, shortId } from "../lib/dom.js";
import { bytes, count, exactTime, kind, percent, rate, when } from "../lib/format.js";
import { card, empty, failed, frame, howToJoin } from "../lib/parts.js";

const SECONDS = 10;

export function cloudView() {
  const { element, body, trouble, subtitle } = frame("Cloud");
  const work = poll(
    async () => {
      const [summary, events, repair, movement] = await Promise.all([
        get("/cloud/summary"), get("/events?limit=8"), get("/repair"), get("/movement")]);
      return { summary, events, repair, movement };
    },
    ({ summary, events, repair, movement }) => {
      trouble.replaceChildren();
      subtitle.replaceChildren(shortId(summary.cloudId, 16));
      replace(body, draw(summary, events, repair, movement));
    },
    (error) => failed(trouble, error));
  return { title: "Cloud", element, close: work.stop };
}

function draw(summary, events, repair, movement) {
  if (summary.nodes.registered === 0) {
    return h("div", { class: "card" },
      empty("No node has joined yet",
        "A node offers space to this cloud. Start one on any machine that reaches this tracker, with the join token from the tracker's data directory:",
        howToJoin()));
  }
  return [notices(summary), tiles(summary),
    h("div", { class: "grid" },
      h("div", { class: "c7" }, space(summary.space)), h("div", { class: "c5" }, nodes(summary.nodes)),
      h("div", { class: "c7" }, traffic(summary.traffic)), h("div", { class: "c5" }, copies(summary.bits)),
      h("div", { class: "c7" }, repairs(repair)), h("div", { class: "c5" }, movements(movement)),
      h("div", { class: "c12" }, latest(events)))];
}

function notices({ bits, nodes, placements }) {
  const found = [];
  if (bits.bitsWithoutCopy > 0) {
    found.push(h("div", { class: "notice bad" },
      h("span", { class: "grow" }, `${count(bits.bitsWithoutCopy)} bits have no complete copy.`), h("a", { href: "#/swarms?wanting=true" }, "Show")));
  }
  if (nodes.online === 0) {
    found.push(h("div", { class: "notice bad" }, "No node is here: nothing can be stored now."));
  }
  if (placements.weak > 0) {
    found.push(h("div", { class: "notice" },
      h("span", { class: "grow" }, `${count(placements.weak)} of ${count(placements.placed)} stripes placed since the tracker started are weak; the latest, `, when(placements.at), `: ${placements.latest}.`),
      h("a", { href: "#/events?q=weak-stripe" }, "Show")));
  }
  return found;
}

function tile(label, value, note, href, level = "") {
  return h("div", { class: "c3" }, h("a", { class: `card tile ${level}`, href }, h("span", { class: "label" }, label), h("span", { class: "value" }, value), h("span", { class: "note" }, note)));
}

function tiles({ nodes, bits, space }) {
  const wanting = Math.max(0, bits.copiesWanted - bits.copiesComplete);
  const free = space.freeReliableBytes + space.freeOnlineBytes;
  return h("div", { class: "grid" },
    tile("Nodes", [count(nodes.online), h("small", {}, ` / ${count(nodes.registered)}`)], nodes.absent ? `online, ${count(nodes.absent)} absent` : "online", "#/nodes?state=online", nodes.online ? "" : "bad"),
    tile("Free now", bytes(free), `of ${bytes(space.shareBytes)} offered`, "#/nodes?sort=-free"),
    tile("Bits", count(bits.bits), `${count(bits.copiesComplete)} complete copies`, "#/swarms"),
    tile("Copies wanting", count(wanting), bits.bitsWanting ? `in ${count(bits.bitsWanting)} bits` : "every bit is whole", "#/swarms?wanting=true", bits.bitsWithoutCopy ? "bad" : wanting ? "warn" : ""));
}

function space(s) {
  return card("Space", `${percent(s.shareBytes ? s.usedBytes / s.shareBytes : null)} of ${bytes(s.shareBytes)} used`,
    stack("Space", [
      ["Used", "f-used", s.usedBytes, bytes(s.usedBytes)],
      ["Free, dependable", "f-reliable", s.freeReliableBytes, bytes(s.freeReliableBytes)],
      ["Free, here now", "f-online", s.freeOnlineBytes, bytes(s.freeOnlineBytes)],
      ["Free, absent", "f-absent", s.freeAbsentBytes, bytes(s.freeAbsentBytes)],
      ["Free, draining", "f-draining", s.freeDrainingBytes, bytes(s.freeDrainingBytes)],
    ]));
}

function nodes(n) {
  return card("Nodes", h("a", { href: "#/sites" }, "By site"),
    stack("Nodes", [
      ["Online", "f-ok", n.online, count(n.online), "#/nodes?state=online"],
      ["Absent", "f-absent", n.absent, count(n.absent), "#/nodes?state=absent"],
      ["Draining", "f-draining", n.draining, count(n.draining), "#/nodes?state=draining"],
      ["Revoked", "f-revoked", 0, count(n.revoked), "#/nodes?state=revoked"],
    ]));
}

function copies(b) {
  const wanting = Math.max(0, b.copiesWanted - b.copiesComplete - b.copiesOnTheirWay - b.copiesSuspect);
  return card("Copies", b.copiesWanted ? `${percent(b.copiesComplete / b.copiesWanted)} complete` : "",
    b.bits === 0
      ? empty("No bits yet", "They come with the first object that a gateway stores.")
      : stack("Copies", [
        ["Complete", "f-ok", b.copiesComplete, count(b.copiesComplete)],
        ["In doubt, being checked", "f-warn", b.copiesSuspect, count(b.copiesSuspect)],
        ["On their way", "f-online", b.copiesOnTheirWay, count(b.copiesOnTheirWay), "#/swarms?wanting=true"],
        ["Without a node", "f-absent", wanting, count(wanting), "#/swarms?wanting=true"],
      ], { oneColumn: true }));
}

function traffic(samples) {
  // The last one is not over yet.
  const over = samples.slice(0, -1);
  const at = (sample) => Date.parse(sample.start);
  const series = (name, className, area, field) => ({ name, className, area, points: over.map((x) => [at(x), x[field] / SECONDS]) });
  const now = over.at(-1);
  return card("Traffic", "measured by others than the node, last ten minutes",
    over.length
      ? [
        lines({ label: "Traffic", shown: rate, axis: false, height: 96, series: [series("sent", "line-up", true, "upBytes"), series("fetched", "line-down", false, "downBytes")] }),
        h("ul", { class: "legend" },
          h("li", {}, h("i", { class: "swatch f-ok" }), h("span", {}, "Sent by nodes"), h("b", {}, rate(now.upBytes / SECONDS))),
          h("li", {}, h("i", { class: "swatch f-draining" }), h("span", {}, "Fetched by nodes"), h("b", {}, rate(now.downBytes / SECONDS)))),
        numbers(["From", "Sent", "Fetched"], () => over.toReversed().map((x) => [exactTime(x.start), rate(x.upBytes / SECONDS), rate(x.downBytes / SECONDS)])),
      ]
      : empty("Nothing measured yet", "Traffic shows when gateways read and probes run."));
}

function repairs(r) {
  const q = r.queue;
  const waiting = q.rebuild + q.urgent + q.permanent + q.absent;
  const busy = waiting + r.underWay + r.rebuilding > 0;
  const done = r.today.copies + r.today.rebuilt;
  return card("Repair", r.pausedUntil ? ["paused until ", when(r.pausedUntil), ", but for what is urgent"] : `${count(done)} copies made today, ${bytes(r.today.bytes + r.today.rebuiltBytes)}`,
    busy
      ? stack("Repair", [
        ["Made again today", "f-ok", done, count(done)],
        ["On their way", "f-online", r.underWay + r.rebuilding, count(r.underWay + r.rebuilding)],
        ["Without a copy", "f-warn", q.rebuild, count(q.rebuild)],
        ["Urgent", "f-warn", q.urgent, count(q.urgent)],
        ["Waiting", "f-absent", q.permanent + q.absent, count(q.permanent + q.absent)],
      ])
      : r.lost.length ? null : empty("Nothing to repair", "Copies are made again when their node is gone for longer than nodes of its class are."),
    Object.entries(r.stuck).map(([why, bits]) => h("p", {}, `${count(bits)} cannot be repaired now: ${why}`)),
    r.reserve.copies > 0 && h("p", {}, `${count(r.reserve.copies)} copies in reserve, ${bytes(r.reserve.bytes)}: of nodes that came back. When the next one goes, nothing need be copied; where space is wanted, they go.`),
    r.lost.length
      ? h("ul", { class: "legend" }, r.lost.slice(0, 12).map((n) =>
        h("li", {}, h("i", { class: "swatch f-absent" }), h("span", {}, h("a", { href: `#/nodes/${encodeURIComponent(n.node)}` }, n.name), " ", n.reason), h("b", {}, `${count(n.copies)} copies`))))
      : null);
}

function movements(m) {
  const done = [
    ["Copies for readers", m.week.hot],
    ["Cold copies to weaker nodes", m.week.cold],
    ["Copies off slow nodes", m.week.demoted],
    ["Copies that nobody reads any more, let go", m.week.fallen],
    ["Given up", m.week.givenUp],
  ].filter(([, copies]) => copies > 0);
  const spent = m.bytesPerDay - m.bytesLeft;
  const quiet = done.length === 0 && m.underWay === 0 && m.extraCopies === 0;
  return card("Movement", m.waitsFor ? `waits: ${m.waitsFor}` : `${bytes(spent)} of ${bytes(m.bytesPerDay)} today`,
    quiet
      ? empty("Nothing has moved this week", "Objects that are read often get copies on fast nodes; cold ones leave crowded nodes, at quiet hours and after repair.")
      : h("ul", { class: "legend" },
        h("li", {}, h("i", { class: "swatch f-online" }), h("span", {}, "On their way"), h("b", {}, `${count(m.underWay)}, ${bytes(m.underWayBytes)}`)),
        h("li", {}, h("i", { class: "swatch f-ok" }), h("span", {}, "More than wanted, for readers"), h("b", {}, `${count(m.extraCopies)}, ${bytes(m.extraBytes)}`)),
        done.map(([what, copies]) => h("li", {}, h("i", { class: "swatch f-used" }), h("span", {}, what, ", seven days"), h("b", {}, count(copies))))),
    m.hotBits > 0 && h("p", {}, `${count(m.hotBits)} of ${count(m.countedBits)} bits that are read are read often.`));
}

function latest(events) {
  return card("Latest events", h("a", { href: "#/events" }, "All, as they happen"),
    events.length
      ? h("ol", { class: "events short" }, events.map((e) =>
        h("li", {}, when(e.at), kind(e.kind), h("span", { class: "detail" }, h("a", { class: "who", href: `#/nodes/${encodeURIComponent(e.nodeId)}` }, e.nodeName), " ", e.detail))))
      : empty("Nothing happened yet"));
}
