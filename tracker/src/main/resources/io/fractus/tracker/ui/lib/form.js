// SPDX-License-Identifier: Apache-2.0
// Dialogs in which something is filled in.

import { dialog, h, toast } from "./dom.js";

/** A dialog with a form: runs work on submit, shows what fails, closes when it is done. */
export function form(title, content, submitText, work, { danger = false, ready } = {}) {
  return dialog((close) => {
    const error = h("p", { class: "error", role: "alert" });
    const submit = h("button", { class: `button primary ${danger ? "danger" : ""}`, type: "submit" }, submitText);
    const box = h("form", { "aria-label": title }, h("h2", {}, title), content, error,
      h("div", { class: "dialog-end" }, h("button", { class: "button", type: "button", onclick: () => close() }, "Cancel"), submit));
    const check = () => ready && (submit.disabled = !ready());
    box.addEventListener("input", check);
    check();
    box.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      error.textContent = "";
      try {
        const said = await work();
        close();
        if (said) toast(said);
      } catch (problem) {
        error.textContent = problem.message;
        submit.disabled = false;
      }
    });
    return box;
  });
}

/** A text with its name; what is typed is in the first of the two. */
export function field(name, value, extra = {}) {
  const input = h("input", { class: "input", value, maxlength: 64, pattern: "[A-Za-z0-9._\\-]+", autocomplete: "off", spellcheck: "false", ...extra });
  return [input, h("label", { class: "field" }, h("span", {}, name), input)];
}

/** What the class of a node may be, for fields with list "classes". */
export const classes = () => h("datalist", { id: "classes" }, ["server", "office", "lab", "shop", "home", "phone"].map((c) => h("option", { value: c })));
