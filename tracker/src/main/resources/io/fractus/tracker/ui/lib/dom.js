// SPDX-License-Identifier: Apache-2.0
// Elements from values. Text only ever becomes text: there is no way to markup in here.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "css") {
      for (const [property, v] of Object.entries(value)) element.style.setProperty(property, v);
    } else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** An HTML element. Properties are attributes, but for on… (listeners) and css (an object). */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** Puts new content in, and gives the focus back to what had it, by its data-focus. */
export function replace(parent, ...children) {
  const active = document.activeElement;
  const focus = active && parent.contains(active) ? active.dataset.focus : undefined;
  const scrolls = new Map();
  parent.querySelectorAll("[data-scroll]").forEach((e) =>
    scrolls.set(e.dataset.scroll, [e.scrollLeft, e.scrollTop]));
  parent.replaceChildren();
  append(parent, children);
  parent.querySelectorAll("[data-scroll]").forEach((e) => {
    const at = scrolls.get(e.dataset.scroll);
    if (at) [e.scrollLeft, e.scrollTop] = at;
  });
  if (focus !== undefined) {
    const again = [...parent.querySelectorAll("[data-focus]")].find((e) => e.dataset.focus === focus);
    again?.focus({ preventScroll: true });
  }
}

const paths = {
  cloud: "M6.5 18.5a4 4 0 0 1-.4-8 6 6 0 0 1 11.6-1.2 4.6 4.6 0 0 1 .3 9.2z",
  nodes: "M4 5h16v5H4zM4 14h16v5H4zM8 7.5h.01M8 16.5h.01",
  sites: "M4 4h7v9H4zM13 4h7v5h-7zM13 12h7v8h-7zM4 16h7v4H4z",
  swarms: "M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM12 9.5V5M12 14.5V19M9.7 13.2 5.6 15.5M14.3 13.2l4.1 2.3M9.7 10.8 5.6 8.5M14.3 10.8l4.1-2.3",
  events: "M3 12h4l3-7 4 14 3-7h4",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  done: "M5 12.5l4.5 4.5L19 7.5",
  theme: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  help: "M9.2 9.2a2.9 2.9 0 1 1 4.3 2.6c-1 .5-1.5 1.2-1.5 2.2M12 17.2h.01M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
  out: "M14 5H5v14h9M11 12h9M17 8.5l3.5 3.5-3.5 3.5",
};

/** A picture beside a word that says the same. */
export function icon(name) {
  return s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d: paths[name] }));
}

let toastTimer;

/** A few words at the foot of the page, read out too. */
export function toast(text) {
  document.querySelector(".toast")?.remove();
  clearTimeout(toastTimer);
  const note = h("div", { class: "toast", role: "status" }, text);
  document.body.append(note);
  toastTimer = setTimeout(() => note.remove(), 4000);
}

/** A long id, shortened, with a button that copies all of it. */
export function shortId(id, digits = 8) {
  const button = h("button", {
    class: "copy", type: "button", "aria-label": `Copy ${id}`, title: `Copy ${id}`,
    onclick: async (event) => {
      event.stopPropagation();
      event.preventDefault();
      try {
        await navigator.clipboard.writeText(id);
        toast("Copied");
      } catch {
        toast(id);
      }
    },
  }, icon("copy"));
  return h("span", { class: "id" }, h("span", { title: id }, id.slice(0, digits)), button);
}

/** A dialog in front of everything; resolves when it is closed. */
export function dialog(build) {
  return new Promise((resolve) => {
    const box = h("dialog", {});
    let result;
    const close = (value) => {
      result = value;
      box.close();
    };
    append(box, [build(close)].flat());
    box.addEventListener("close", () => {
      box.remove();
      resolve(result);
    });
    box.addEventListener("click", (event) => event.target === box && box.close());
    document.body.append(box);
    box.showModal();
  });
}
