// SPDX-License-Identifier: Apache-2.0
// One node: what it is, what is remembered of it, and what can be done to it.

import { get, page, poll, query } from "../lib/api.js";
import { bars, lines, numbers, weekHeat } from "../lib/charts.js";
import { h, replace, shortId } from "../lib/dom.js";
import { bytes, count, duration, exactTime, kind, meter, percent, rate, state, tag, tags, when } from "../lib/format.js";
import { card, empty, failed, frame, pager, rowLink } from "../lib/parts.js";
import { actions } from "./node-actions.js";

const BITS = 12;
const ENDINGS = {
  closed: "left", silent: "went silent", drained: "left while draining", unreachable: "was not reached", unobserved: "the tracker was down",
};
const WORDS = { COMPLETE: ["complete", "good"], WANTED: ["on its way", "info"], SUSPECT: ["in doubt", "warn"] };

export function nodeView(id) {
  const { element, head, heading, body, trouble, subtitle } = frame("Node");
  const buttons = h("div", { class: "bar" });
  head.append(buttons);
  // By its name until it is known, then by its id: a node may be renamed while it is looked at.
  let ref = id;
  let offset = 0;
  let span = "hours";
  let shown;

  const work = poll(
    async () => {
      const path = `/nodes/${encodeURIComponent(ref)}`;
      const [detail, bits, events] = await Promise.all([get(path), page(`${path}/bits${query({ offset, limit: BITS })}`), get(`/events${query({ node: ref, limit: 8 })}`)]);
      return { detail, bits, events };
    },
    (data) => {
      shown = data;
      ref = data.detail.node.nodeId;
      trouble.replaceChildren();
      heading.textContent = data.detail.node.name;
      document.title = `${data.detail.node.name} · Fractus`;
      replace(subtitle, h("span", { class: "bar" }, state(data.detail.node.state), shortId(data.detail.node.nodeId), tags(data.detail.node.tags)));
      replace(buttons, actions(data.detail, work.refresh));
      draw();
    },
    (error) => {
      if (error.status === 404) {
        replace(body, h("div", { class: "card" }, empty("There is no such node", error.message, h("a", { href: "#/nodes" }, "All nodes"))));
      } else failed(trouble, error);
    });

  function draw() {
    const { detail, bits, events } = shown;
    replace(body,
      notice(detail.node, detail.drain),
      facts(detail.node),
      h("div", { class: "grid" },
        h("div", { class: "c7" }, week(detail)), h("div", { class: "c5" }, tagList(detail)),
        h("div", { class: "c12" }, judgement(detail.judgement)),
        h("div", { class: "c7" }, speed(detail, span, (next) => { span = next; draw(); })), h("div", { class: "c5" }, days(detail)),
        h("div", { class: "c7 free" }, bitList(bits, offset, (next) => { offset = next; work.refresh(); })),
        h("div", { class: "c5" }, h("div", { class: "stacked" }, sessions(detail), eventList(events)))));
  }

  return { title: id, element, close: work.stop };
}

function notice(n, drain) {
  if (n.state === "revoked") {
    return h("div", { class: "notice bad" }, "This node was revoked: its token and passkey are refused. Its donor can join again as a new node.");
  }
  if (n.state === "drained") {
    return h("div", { class: "notice info" }, "Drained: it holds nothing any more and gets no new copies. It may be revoked, or take part again.");
  }
  if (drain) {
    return h("div", { class: "notice info" }, h("div", {}, capital(drain.text), ". What is still on it is served while it is here."));
  }
  return null;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function facts(n) {
  const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
  const used = n.shareBytes ? n.usedBytes / n.shareBytes : null;
  const reachable = n.reachable === null ? h("span", { class: "dim" }, "never asked") : n.reachable ? "yes" : "no";
  const inbound = n.inbound !== null ? (n.inbound ? "others connect to it" : "no inbound port: serves by connecting out")
    : n.stock ? "an open port is needed: a stock client cannot be told to connect out" : h("span", { class: "dim" }, "not known yet");
  return h("section", { class: "card" }, h("dl", { class: "facts" },
    fact("Here", n.here ? (n.seenBy === "channel" ? "by its channel" : `by ${n.seenBy}`) : "no"),
    fact("Last seen", when(n.lastSeen)),
    fact("Was here", meter(n.availability, { label: "Was here", low: 0.6 })),
    fact("Last seven days", meter(n.availabilityRecent, { label: "Last seven days", low: 0.6 })),
    fact("Space", meter(used, { label: "Space used", full: 0.95, text: `${bytes(n.usedBytes)} of ${bytes(n.shareBytes)}` })),
    fact("Copies", count(n.bits)),
    fact("Sends", rate(n.upBytesPerSecond)),
    fact("Fetches", rate(n.downBytesPerSecond)),
    fact("Site", h("a", { href: `#/nodes?site=${encodeURIComponent(n.site)}` }, n.site)),
    fact("Region", h("a", { href: `#/nodes?region=${encodeURIComponent(n.region)}` }, n.region)),
    fact("Class", n.nodeClass),
    fact("Address", h("span", { class: "mono" }, n.address)),
    fact("Reachable", reachable),
    fact("Inbound", inbound),
    fact("Program", n.client || h("span", { class: "dim" }, "not said")),
    fact("Joined", when(n.joined)),
    fact("Faults", count(n.faults))));
}

function week(d) {
  return card("Week", "share of each hour that it was here",
    d.weekHeat.some((v) => v !== null) ? weekHeat(d.weekHeat, "Availability by hour of week")
      : empty("Not observed yet", "The first hours show after the tracker has watched it for an hour."));
}

/** What is held of it: each score with the bounds that it is within with 95 %, and why its tags stand. */
function judgement(j) {
  const title = "Judgement";
  if (!j) return card(title, null, empty("Nothing is held of it yet", "Audits and gateways' reads make the scores."));
  const share = (name, of, from) => score(name, of, from, (v) => v, percent);
  const pace = (name, of, from) => score(name, of, from, onScale, rate);
  return card(title, `${count(j.audits)} ${j.audits === 1 ? "audit" : "audits"}`,
    h("div", { class: "scores" },
      share("Has what it should", j.honesty, "audits, and wrong answers to gateways"),
      share("Answers the tracker", j.answersProbes, "probes"),
      share("Answers gateways", j.answersGateways, "reads"),
      pace("Sends to the tracker", j.speedToProbes, "pieces"),
      pace("Sends to gateways", j.speedToGateways, "pieces")),
    j.grounds.length > 0 && h("ul", { class: "rows grounds" }, j.grounds.map((g) =>
      h("li", {}, tag(g.tag), h("span", { class: "dim" }, capital(g.rule)), h("span", { class: "evidence" }, capital(g.next))))));
}

/** From 16 KiB/s to 1 GiB/s by doublings: what is slow shows as well as what is fast. */
function onScale(bytesPerSecond) {
  return Math.min(1, Math.max(0, Math.log2(bytesPerSecond / 16384) / 16));
}

function score(name, of, from, place, text) {
  if (of.value === null) {
    return h("div", { class: "score" }, h("span", {}, name), h("b", { class: "dim" }, "not known yet"), h("span", { class: "band", "aria-hidden": "true" }));
  }
  const [low, value, high] = [of.low, of.value, of.high].map((v) => place(v) * 100);
  const bounds = `${text(of.low)} to ${text(of.high)}`;
  return h("div", { class: "score" },
    h("span", {}, name), h("b", {}, text(of.value)),
    h("span", { class: "band", role: "img", "aria-label": `${name}: ${text(of.value)}, surely ${bounds}` },
      h("i", { css: { left: `${low}%`, width: `${Math.max(1, high - low)}%` } }), h("em", { css: { left: `${value}%` } })),
    h("span", { class: "dim" }, `${bounds}, by ${of.evidence.toFixed(of.evidence < 10 ? 1 : 0)} ${from}`));
}

const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });

function speed(d, span, choose) {
  const periods = span === "hours" ? fourHours(d.hours) : d[span];
  const value = (p, bytesField, millisField) => (p.totals[millisField] > 0 ? (p.totals[bytesField] * 1000) / p.totals[millisField] : null);
  const points = (b, m) => periods.map((p) => [Date.parse(p.start), value(p, b, m)]);
  const known = periods.some((p) => p.totals.upMillis > 0 || p.totals.downMillis > 0);
  const choice = h("span", { class: "seg" }, [["hours", "14 days"], ["days", "90 days"], ["weeks", "2 years"]].map(([key, name]) =>
    h("button", { type: "button", "aria-pressed": String(span === key), "data-focus": `span-${key}`, onclick: () => choose(key) }, name)));
  return card("Speed", choice,
    known
      ? [
        lines({
          label: "Speed", shown: rate, timeText: (t) => day.format(t),
          series: [
            { name: "sends", className: "line-up", dot: "f-ok", area: true, points: joined(points("upBytes", "upMillis"), span) },
            { name: "fetches", className: "line-down", dot: "f-draining", points: joined(points("downBytes", "downMillis"), span) },
          ],
        }),
        h("ul", { class: "legend" },
          h("li", {}, h("i", { class: "swatch f-ok" }), h("span", {}, "Sends")), h("li", {}, h("i", { class: "swatch f-draining" }), h("span", {}, "Fetches"))),
        numbers(["From", "Sends", "Fetches"], () => periods.toReversed().map((p) => [exactTime(p.start), rate(value(p, "upBytes", "upMillis")), rate(value(p, "downBytes", "downMillis"))])),
      ]
      : empty("Nothing measured yet", "Speed is measured when gateways read from it and when it is probed, never from what it says of itself."));
}

/** An hour has few transfers, so the line of hours is noise: four of them are one point. */
function fourHours(hours) {
  const groups = Map.groupBy(hours, (p) => Math.floor(Date.parse(p.start) / 14400000));
  return [...groups.values()].map((some) => {
    const sum = (field) => some.reduce((a, p) => a + p.totals[field], 0);
    const totals = Object.fromEntries(["upBytes", "upMillis", "downBytes", "downMillis"].map((field) => [field, sum(field)]));
    return { start: some[0].start, totals };
  });
}

/** Hours in which nothing was asked of it do not break the line; days without it do. */
function joined(points, span) {
  if (span !== "hours") return points;
  const out = [];
  let last = null;
  for (const point of points) {
    if (point[1] === null) continue;
    if (last !== null && point[0] - last > 86400000) out.push([last, null]);
    out.push(point);
    last = point[0];
  }
  return out;
}

function days(d) {
  const items = d.days.map((p) => [day.format(Date.parse(p.start)), p.totals.observedMillis > 0 ? Math.min(1, p.totals.hereMillis / p.totals.observedMillis) : null]);
  const sum = (field) => d.days.reduce((a, p) => a + p.totals[field], 0);
  const row = (name, value) => h("li", {}, h("span", {}, name), h("span", { class: "end" }, value));
  return card("Last 90 days", null,
    items.length === 0
      ? empty("Not observed yet")
      : [
        bars(items, "Here, by day", 90),
        h("ul", { class: "rows", css: { "margin-top": "12px" } },
          row("Came and went", `${count(sum("joins"))} and ${count(sum("losses"))} times`),
          row("Probes", `${count(sum("probesServed"))} served, ${count(sum("probesFailed"))} failed`),
          row("Audits", `${count(sum("auditsPassed"))} passed, ${count(sum("auditsFailed"))} failed`),
          row("Gateways' reads", `${count(sum("served"))} good, ${count(sum("slow"))} slow, ${count(sum("unreachable"))} unanswered`),
          row("Wrong, missing, lost", `${count(sum("corrupt"))}, ${count(sum("missing"))}, ${count(sum("lost"))}`),
          row("Sent", bytes(sum("upBytes")))),
        numbers(["Day", "Here"], () => items.toReversed().map(([name, v]) => [name, v === null ? "not observed" : percent(v)])),
      ]);
}

function tagList(d) {
  const rows = (some) => h("ul", { class: "rows" }, some.map((t) =>
    h("li", { class: t.until ? "past" : null }, tag(t.tag), t.source === "admin" && h("span", { class: "dim" }, "by hand"),
      h("span", { class: "end" }, t.until ? ["until ", when(t.until)] : ["since ", when(t.since)]),
      h("span", { class: "evidence" }, t.evidence))));
  const now = d.tags.filter((t) => !t.until);
  const past = d.tags.filter((t) => t.until);
  return card("Tags", null,
    now.length ? rows(now) : empty("No tags now", "The tracker tags nodes by what it sees of them; you can add your own."),
    past.length > 0 && h("details", { class: "numbers" }, h("summary", {}, `${count(past.length)} earlier`),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Earlier tags" }, rows(past.slice(0, 50)))));
}

function sessions(d) {
  return card("Sessions", null,
    d.sessions.length === 0
      ? empty("It was never here")
      : h("ul", { class: "rows" }, d.sessions.slice(0, 6).map((x) =>
        h("li", {}, h("span", {}, duration(x.seconds)), h("span", { class: "dim" }, x.ended ? ENDINGS[x.ending] ?? x.ending ?? "" : "still here"),
          h("span", { class: "end" }, "came ", when(x.started))))));
}

function bitList({ items, total }, offset, go) {
  const head = h("div", { class: "card-head", css: { padding: "16px 16px 0", "margin-bottom": "4px" } }, h("h2", {}, "Bits carried"), h("span", { class: "end" }, count(total)));
  if (total === 0) {
    return h("section", { class: "card table-card" }, head, empty("It carries no bits", "Bits are assigned when a gateway stores an object and this node has room."));
  }
  return h("section", { class: "card table-card" }, head,
    h("div", { class: "table-scroll" }, h("table", { class: "cards" },
      h("caption", { class: "sr" }, "Bits carried"),
      h("thead", {}, h("tr", {}, ["Bit", "Copy", "All copies", "Takes", "Since"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, items.map((b) => rowLink(`#/swarms/${b.bit}`, b.bit,
        h("td", {}, shortId(b.bit, 10)), h("td", {}, h("span", { class: `tag ${WORDS[b.state][1]}` }, WORDS[b.state][0])),
        h("td", { "data-label": "All" }, `${b.complete} of ${b.copiesWanted}`), h("td", { "data-label": "Takes" }, bytes(b.footprint)),
        h("td", { class: "hide-narrow" }, when(b.changed))))))),
    pager({ offset, limit: BITS, shown: items.length, total, go }));
}

function eventList(events) {
  return card("Events", null,
    events.length === 0
      ? empty("Nothing happened yet")
      : h("ul", { class: "rows" }, events.map((e) => h("li", {}, kind(e.kind), h("span", { class: "end" }, when(e.at)), h("span", { class: "evidence" }, e.detail)))));
}
