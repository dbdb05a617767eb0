// SPDX-License-Identifier: Apache-2.0
// Signing in with the admin token.

import * as api from "../lib/api.js";
import { h } from "../lib/dom.js";

export function signInView(done) {
  const error = h("p", { class: "error", role: "alert", id: "sign-in-error" });
  const token = h("input", {
    class: "input", type: "password", name: "token", autocomplete: "current-password", required: true, autofocus: true,
    "aria-describedby": "sign-in-error", maxlength: 256, spellcheck: "false",
  });
  const button = h("button", { class: "button primary", type: "submit" }, "Sign in");
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.textContent = "";
    try {
      await api.post("/session", { token: token.value.trim() });
      done();
    } catch (problem) {
      error.textContent = problem.message;
      token.select();
    } finally {
      button.disabled = false;
    }
  };
  requestAnimationFrame(() => token.focus());
  return h("main", { class: "sign-in" },
    h("div", { class: "card" },
      h("div", { class: "brand" }, h("img", { src: "/ui/icon.svg", alt: "" }), h("h1", {}, "Fractus tracker")),
      h("form", { class: "stacked", onsubmit: submit },
        h("label", { class: "field" }, h("span", {}, "Admin token"), token),
        error, button,
        h("p", { class: "hint" }, "The token is in ", h("code", {}, "admin.token"), " in the tracker's data directory. ",
          "Scripts need no session: they send it as a bearer token to ", h("a", { href: "/api/v1/openapi.json" }, "/api/v1"), "."))));
}
