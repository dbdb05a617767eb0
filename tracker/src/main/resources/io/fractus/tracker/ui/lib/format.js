// SPDX-License-Identifier: Apache-2.0
// Numbers and times as people read them.

import { h } from "./dom.js";

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const grouped = new Intl.NumberFormat("en");

/** Three significant digits and a decimal unit. */
export function bytes(value) {
  if (value === null || value === undefined) return "–";
  let v = value;
  let unit = 0;
  while (Math.abs(v) >= 999.5 && unit < UNITS.length - 1) {
    v /= 1000;
    unit++;
  }
  const digits = unit === 0 || v >= 99.95 ? 0 : v >= 9.995 ? 1 : 2;
  return `${v.toFixed(digits)} ${UNITS[unit]}`;
}

export const rate = (value) => (value === null || value === undefined ? "–" : `${bytes(value)}/s`);
export const count = (value) => grouped.format(value);

/** A share of one; 100 % only if it is. */
export function percent(value) {
  if (value === null || value === undefined) return "–";
  if (value >= 1) return "100 %";
  if (value >= 0.9995) return ">99.9 %";
  return value >= 0.995 || (value > 0 && value < 0.1) ? `${(Math.floor(value * 1000) / 10).toFixed(1)} %` : `${Math.floor(value * 100)} %`;
}

export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) {
    const m = Math.floor((s % 3600) / 60);
    return `${Math.floor(s / 3600)} h${m ? ` ${m} min` : ""}`;
  }
  const hours = Math.floor((s % 86400) / 3600);
  return `${Math.floor(s / 86400)} d${hours && s < 86400 * 10 ? ` ${hours} h` : ""}`;
}

function relative(date) {
  const seconds = (Date.now() - date.getTime()) / 1000;
  if (seconds < -5) return `in ${duration(-seconds)}`;
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${Math.floor(seconds / 10) * 10} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  if (seconds < 86400 * 60) return `${Math.floor(seconds / 86400)} d ago`;
  return `${Math.floor(seconds / 86400 / 30)} mo ago`;
}

/** A time in words that stay true, with the exact one in its title. */
export function when(iso, otherwise = "never") {
  if (!iso) return h("span", { class: "dim" }, otherwise);
  const date = new Date(iso);
  return h("time", { datetime: iso, title: exact.format(date) }, relative(date));
}

setInterval(() => {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const text = relative(new Date(time.getAttribute("datetime")));
    if (time.textContent !== text) time.textContent = text;
  }
}, 5000);

export const exactTime = (iso) => exact.format(new Date(iso));

const STATES = { online: "f-ok", absent: "f-absent", draining: "f-draining", drained: "f-draining", revoked: "f-revoked" };

/** The state of a node: a dot and a word, never colour alone. */
export function state(name) {
  return h("span", { class: "state" },
    h("i", { class: name === "absent" ? "dot hollow" : `dot ${STATES[name] ?? "f-absent"}`, "aria-hidden": "true" }), name);
}

const TAGS = { reliable: "good", vetted: "info", new: "info", draining: "info", slow: "warn", absent: "warn", full: "warn", unreachable: "warn", lost: "bad", corrupt: "bad", liar: "bad" };

export const tag = (name) => h("span", { class: `tag ${TAGS[name] ?? ""}` }, name);
export const tags = (names) => (names.length ? h("span", { class: "tags" }, names.map(tag)) : null);

/** A share of one as a small bar and a number. */
export function meter(value, { label, low = -1, full = 2, text = percent(value) } = {}) {
  if (value === null || value === undefined) return h("span", { class: "dim" }, "–");
  const level = value < low ? "low" : value >= full ? "full" : "";
  return h("span", { class: "meter", role: "img", "aria-label": `${label}: ${text}` },
    h("span", { class: "track" }, h("i", { class: level, css: { width: `${Math.min(1, value) * 100}%` } })),
    h("b", { "aria-hidden": "true" }, text));
}

const KINDS = {
  joined: "info", adopted: "info", online: "good", reachable: "good", absent: "warn", "fetch-failed": "warn", slow: "warn", unreachable: "warn",
  "share-full": "warn", disk: "warn", "duplicate-channel": "warn", corrupt: "bad", missing: "bad", lost: "bad", revoked: "bad",
  cloned: "bad", "wrong-key": "bad", "old-directory": "warn", draining: "info", drained: "good", undrained: "info", changed: "info",
  judged: "info", cleared: "good",
};

export const kind = (name) => h("span", { class: `tag ${KINDS[name] ?? ""}` }, name);
