// SPDX-License-Identifier: Apache-2.0
// Charts drawn by hand. Each has a name, a sentence that says what it shows, and its numbers.

import { h, s } from "./dom.js";
import { percent } from "./format.js";

/** Draws for the width that there is, and again when that changes. */
function responsive(height, label, draw) {
  const box = h("div", { css: { height: `${height}px` } });
  let width = 0;
  const redraw = (w) => {
    if (w === width || w === 0) return;
    width = w;
    box.replaceChildren(
      s("svg", { class: "chart", width: w, height, viewBox: `0 0 ${w} ${height}`, role: "img", "aria-label": label }, draw(w, height)));
  };
  new ResizeObserver((entries) => redraw(Math.floor(entries[0].contentRect.width))).observe(box);
  return box;
}

/** The numbers of a chart as a table, made when somebody opens it. */
export function numbers(head, rows, label = "Show numbers") {
  const scroll = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label });
  const details = h("details", { class: "numbers" }, h("summary", {}, label), scroll);
  details.addEventListener("toggle", () => {
    if (details.open && !scroll.firstChild) {
      scroll.append(h("table", {},
        h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, rows().map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell)))))));
    }
  });
  return details;
}

/** Parts of a whole: a bar and a legend. Parts: [name, class, value, text, href]. */
export function stack(label, parts, { oneColumn = false } = {}) {
  const total = parts.reduce((sum, part) => sum + part[2], 0);
  const text = parts.map(([name, , , shown]) => `${name} ${shown}`).join(", ");
  return h("div", {},
    h("div", { class: "stack", role: "img", "aria-label": `${label}: ${text}` },
      parts.filter((part) => part[2] > 0).map(([name, colour, value, shown]) =>
        h("i", { class: `some ${colour}`, title: `${name}: ${shown}`, css: { "flex-grow": value / total, "flex-basis": "0" } }))),
    h("ul", { class: oneColumn ? "legend one" : "legend" },
      parts.map(([name, colour, , shown, href]) =>
        h("li", {}, h("i", { class: `swatch ${colour}` }), href ? h("a", { href }, name) : h("span", {}, name), h("b", {}, shown)))));
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The 168 hours of a week, Monday first. Values 0 to 1 or null. */
export function weekHeat(values, label) {
  const known = values.filter((v) => v !== null);
  const mean = known.reduce((a, b) => a + b, 0) / (known.length || 1);
  let worst = values.indexOf(Math.min(...known));
  const sentence = known.length
    ? `${label}: ${percent(mean)} on average, least on ${DAYS[Math.floor(worst / 24)]} at ${worst % 24}:00 UTC with ${percent(values[worst])}.`
    : `${label}: nothing is known yet.`;
  const top = 18;
  const left = 34;
  const chart = responsive(top + 7 * 20, sentence, (width) => {
    const cell = (width - left) / 24;
    const every = cell < 14 ? 6 : 3;
    const out = [];
    for (let hour = 0; hour < 24; hour += every) {
      out.push(s("text", { x: left + hour * cell, y: 11 }, String(hour).padStart(2, "0")));
    }
    DAYS.forEach((day, d) => {
      out.push(s("text", { x: 0, y: top + d * 20 + 13 }, day));
      for (let hour = 0; hour < 24; hour++) {
        const value = values[d * 24 + hour] ?? null;
        out.push(s("rect", {
          x: (left + hour * cell + 0.75).toFixed(2), y: top + d * 20 + 1, width: Math.max(1, cell - 1.5).toFixed(2), height: 17, rx: 3,
          class: value === null ? "f-none" : "f-ok",
          "fill-opacity": value === null ? 1 : (0.07 + 0.93 * value * value).toFixed(3),
        }, s("title", {}, `${day} ${String(hour).padStart(2, "0")}:00 UTC: ${value === null ? "not observed" : percent(value)}`)));
      }
    });
    return out;
  });
  const swatches = [0, 0.5, 0.8, 1].map((v) => {
    const svg = s("svg", { width: 18, height: 8, "aria-hidden": "true" },
      s("rect", { width: 18, height: 8, rx: 2, class: "f-ok", "fill-opacity": 0.07 + 0.93 * v * v }));
    return [svg, h("span", {}, percent(v))];
  });
  return h("figure", {}, chart, h("figcaption", { class: "scale" }, swatches, h("span", { class: "grow num" }, "hours in UTC")),
    numbers(["Day", "Hour (UTC)", "Here"], () => values.map((v, i) => [DAYS[Math.floor(i / 24)], `${i % 24}:00`, v === null ? "not observed" : percent(v)])));
}

function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return [1, 2, 2.5, 5, 10].map((m) => m * power).find((v) => v >= value);
}

/**
 * Lines over time. Series: {name, className, area, points: [[millis, value or null]]}; a null breaks
 * the line. Shown is what makes a value readable.
 */
export function lines({ label, series, shown, height = 170, axis = true, timeText, from, to }) {
  const all = series.flatMap((one) => one.points).filter((p) => p[1] !== null);
  const top = niceTop(Math.max(1, ...all.map((p) => p[1])));
  const start = from ?? Math.min(...all.map((p) => p[0]));
  const end = to ?? Math.max(...all.map((p) => p[0]));
  const sentence = all.length
    ? `${label}: ${series.map((one) => {
        const values = one.points.filter((p) => p[1] !== null);
        return values.length ? `${one.name} last ${shown(values.at(-1)[1])}, most ${shown(Math.max(...values.map((p) => p[1])))}` : `${one.name} none`;
      }).join("; ")}.`
    : `${label}: nothing was measured yet.`;
  return responsive(height, sentence, (width) => {
    const left = axis ? 62 : 0;
    const bottom = axis ? 20 : 2;
    const topGap = axis ? 8 : 4;
    const x = (t) => left + ((t - start) / Math.max(1, end - start)) * (width - left);
    const y = (v) => topGap + (1 - v / top) * (height - topGap - bottom);
    const out = [];
    if (axis) {
      for (const v of [0, top / 2, top]) {
        out.push(s("line", { class: "axis", x1: left, x2: width, y1: y(v), y2: y(v) }));
        out.push(s("text", { x: 0, y: y(v) + 4 }, shown(v)));
      }
      const ticks = Math.max(2, Math.min(7, Math.floor(width / 110)));
      for (let i = 0; i < ticks; i++) {
        const t = start + ((end - start) * i) / (ticks - 1);
        const anchor = i === 0 ? "start" : i === ticks - 1 ? "end" : "middle";
        out.push(s("text", { x: x(t), y: height - 4, "text-anchor": anchor }, timeText(t)));
      }
    } else {
      out.push(s("line", { class: "axis", x1: 0, x2: width, y1: y(0), y2: y(0) }));
    }
    for (const one of series) {
      for (const run of runs(one.points)) {
        const d = run.map((p, i) => `${i ? "L" : "M"}${x(p[0]).toFixed(1)},${y(p[1]).toFixed(1)}`).join("");
        if (one.area) out.push(s("path", { class: "area-up", d: `${d}L${x(run.at(-1)[0]).toFixed(1)},${y(0)}L${x(run[0][0]).toFixed(1)},${y(0)}Z` }));
        if (run.length === 1) out.push(s("circle", { cx: x(run[0][0]), cy: y(run[0][1]), r: 2, class: one.dot }));
        else out.push(s("path", { class: one.className, d }));
      }
    }
    return out;
  });
}

function runs(points) {
  const found = [];
  let run = [];
  for (const point of points) {
    if (point[1] === null) {
      if (run.length) found.push(run);
      run = [];
    } else run.push(point);
  }
  if (run.length) found.push(run);
  return found;
}

/** One bar a period, its height a share of one, the last on the right. Items: [title, value or null]. */
export function bars(items, label, slots) {
  const known = items.filter((item) => item[1] !== null);
  const sentence = known.length
    ? `${label}: ${percent(known.reduce((a, b) => a + b[1], 0) / known.length)} on average over ${known.length}.`
    : `${label}: nothing is known yet.`;
  return responsive(64, sentence, (width, height) => {
    const step = width / Math.max(slots, items.length);
    const first = Math.max(0, slots - items.length);
    const before = Array(first).fill(["before", null]);
    return [...before, ...items].map(([title, value], i) =>
      s("rect", {
        x: (i * step + step * 0.1).toFixed(2), width: Math.max(1, step * 0.8).toFixed(2), rx: Math.min(2, step * 0.2),
        y: value === null ? height - 3 : (height - 2 - (height - 4) * value).toFixed(2),
        height: value === null ? 3 : Math.max(2, (height - 2) * value).toFixed(2),
        class: value === null ? "f-none" : value < 0.5 ? "f-warn" : "f-ok",
      }, s("title", {}, `${title}: ${value === null ? "not observed" : percent(value)}`)));
  });
}
