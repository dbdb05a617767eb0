// SPDX-License-Identifier: Apache-2.0
// Events as they happen.

import { get, query } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { count, kind, when } from "../lib/format.js";
import { empty, failed, frame } from "../lib/parts.js";

const SHOWN_MAX = 500;

export function eventsView(params) {
  const { element, body, trouble, subtitle } = frame("Events");
  const dot = h("i", { class: "dot f-absent" });
  const word = h("span", {}, "connecting");
  subtitle.replaceChildren(h("span", { class: "live", role: "status" }, dot, word));
  const filter = h("input", { class: "input", type: "search", placeholder: "Filter by node, kind or words", "aria-label": "Filter events", value: params.q ?? "" });
  const pause = h("button", { class: "button", type: "button", "aria-pressed": "false" }, "Pause");
  const more = h("button", { class: "button", type: "button" }, "Older");
  const list = h("ol", { class: "events", "aria-label": "Events, newest first" });
  const none = h("div", {});
  body.replaceChildren(
    h("div", { class: "bar", role: "search" }, h("div", { class: "search" }, filter), pause),
    h("div", { class: "card table-card" }, list, none, h("div", { class: "pager" }, h("span", { class: "grow" }, "Newest first"), more)));

  let events = [];
  let waiting = [];
  let paused = false;
  let source;
  let closed = false;

  const matches = (e, text) => !text || `${e.nodeName} ${e.kind} ${e.detail} ${e.bit ?? ""}`.toLowerCase().includes(text);
  const needle = () => filter.value.trim().toLowerCase();

  function item(e, fresh) {
    const bit = e.bit && h("a", { class: "mono", href: `#/swarms/${e.bit}`, title: e.bit }, ` ${e.bit.slice(0, 8)}`);
    return h("li", { class: fresh ? "fresh" : null, "data-id": e.id }, when(e.at), h("span", {}, kind(e.kind)),
      h("a", { class: "who", href: `#/nodes/${encodeURIComponent(e.nodeId)}`, "data-row": true }, e.nodeName), h("span", { class: "detail" }, e.detail, bit));
  }

  function draw() {
    const text = needle();
    const shown = events.filter((e) => matches(e, text));
    list.replaceChildren(...shown.map((e) => item(e, false)));
    note(shown.length);
  }

  function note(shown) {
    none.replaceChildren();
    if (shown === 0) {
      none.append(events.length === 0
        ? empty("Nothing happened yet", "Nodes that come and go, failures and decisions show here at once.")
        : empty("No event matches", "Clear the filter to see all."));
    }
  }

  function arrived(e) {
    if (events.length && e.id <= events[0].id) return;
    if (paused) {
      if (waiting.length < SHOWN_MAX) waiting.push(e);
      pause.textContent = `Resume (${count(waiting.length)})`;
      return;
    }
    events.unshift(e);
    if (events.length > SHOWN_MAX) {
      const dropped = events.pop();
      list.querySelector(`[data-id="${dropped.id}"]`)?.remove();
    }
    if (matches(e, needle())) {
      list.prepend(item(e, true));
      none.replaceChildren();
    }
  }

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Resume" : "Pause";
    if (!paused) {
      const late = waiting;
      waiting = [];
      late.forEach(arrived);
    }
  });
  filter.addEventListener("input", draw);
  more.addEventListener("click", async () => {
    if (!events.length) return;
    try {
      const older = await get(`/events${query({ before: events.at(-1).id, limit: 100 })}`);
      events.push(...older);
      if (older.length < 100 || events.length >= SHOWN_MAX) more.disabled = true;
      draw();
    } catch (error) {
      failed(trouble, error);
    }
  });

  function live(on) {
    dot.className = `dot ${on ? "f-ok" : "f-warn"}`;
    word.textContent = on ? "live" : "connecting again";
  }

  async function start() {
    try {
      events = await get("/events?limit=100");
    } catch (error) {
      failed(trouble, error);
      if (!closed) setTimeout(() => !closed && start(), 3000);
      return;
    }
    if (closed) return;
    trouble.replaceChildren();
    more.disabled = events.length < 100;
    draw();
    source = new EventSource(`/api/v1/events/stream?after=${events[0]?.id ?? 0}`);
    source.addEventListener("open", () => live(true));
    source.addEventListener("error", () => {
      live(false);
      // A refused stream is not tried again by the browser.
      if (source.readyState === EventSource.CLOSED && !closed) setTimeout(() => !closed && start(), 3000);
    });
    source.addEventListener("node", (message) => arrived(JSON.parse(message.data)));
  }

  start();
  return {
    title: "Events", element,
    close() {
      closed = true;
      source?.close();
    },
  };
}
