// SPDX-License-Identifier: Apache-2.0
// What operators do to a node. Each asks first; what cannot be undone asks for the node's name.

import * as api from "../lib/api.js";
import { dialog, h, toast } from "../lib/dom.js";
import { tag } from "../lib/format.js";

/** The buttons for a node; done is called after something changed. */
export function actions(detail, done) {
  const n = detail.node;
  const path = `/nodes/${encodeURIComponent(n.nodeId)}`;
  const button = (name, action, extra = "") => h("button", { class: `button ${extra}`, type: "button", "data-focus": `action-${name}`, onclick: action }, name);
  const all = [button("Edit", () => edit(n, path, done)), button("Tags", () => retag(detail, path, done))];
  if (n.state === "revoked") return all;
  return [
    ...all,
    n.state === "draining" || n.state === "drained" ? button("Undrain", () => undrain(n, path, done)) : button("Drain", () => drain(n, path, done)),
    button("Revoke", () => revoke(n, path, done), "danger"),
  ];
}

/** A dialog with a form: runs work on submit, shows what fails, closes when it is done. */
function form(title, content, submitText, work, { danger = false, ready } = {}) {
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
        toast(said);
      } catch (problem) {
        error.textContent = problem.message;
        submit.disabled = false;
      }
    });
    return box;
  });
}

function field(name, value, extra = {}) {
  const input = h("input", { class: "input", value, maxlength: 64, pattern: "[A-Za-z0-9._\\-]+", autocomplete: "off", spellcheck: "false", ...extra });
  return [input, h("label", { class: "field" }, h("span", {}, name), input)];
}

async function edit(n, path, done) {
  const [name, nameField] = field("Name", n.name, { required: true });
  const [site, siteField] = field("Site: nodes that fail together", n.site, { required: true });
  const [region, regionField] = field("Region: sites that fail together", n.region, { required: true });
  const [nodeClass, classField] = field("Class", n.nodeClass, { required: true, list: "classes" });
  const classes = h("datalist", { id: "classes" }, ["server", "office", "lab", "shop", "home", "phone"].map((c) => h("option", { value: c })));
  await form(`Edit ${n.name}`, [nameField, siteField, regionField, classField, classes,
    h("p", { class: "hint" }, "Letters, digits, dots, dashes and underscores.")], "Save", async () => {
    await api.patch(path, { name: name.value, site: site.value, region: region.value, nodeClass: nodeClass.value });
    done();
    return "Saved";
  });
}

async function retag(detail, path, done) {
  const n = detail.node;
  const [name, nameField] = field("New tag", "", { required: true, pattern: "[a-z0-9\\-]+", title: "lower-case letters, digits and hyphens" });
  const [why, whyField] = field("Why", "", { pattern: null, maxlength: 500 });
  const mine = detail.tags.filter((t) => !t.until && t.source === "admin" && t.tag !== "draining");
  await form(`Tags of ${n.name}`, [
    mine.length > 0 && h("ul", { class: "rows" }, mine.map((t) => {
      const row = h("li", {}, tag(t.tag), h("span", { class: "dim grow" }, t.evidence), h("button", {
        class: "button", type: "button", "aria-label": `Remove ${t.tag}`,
        onclick: async () => {
          try {
            await api.del(`${path}/tags/${encodeURIComponent(t.tag)}`);
            row.remove();
            done();
          } catch (error) {
            toast(error.message);
          }
        },
      }, "Remove"));
      return row;
    })), nameField, whyField,
    h("p", { class: "hint" }, "Tags that the tracker set go when their reason does.")], "Add tag", async () => {
    await api.put(`${path}/tags/${encodeURIComponent(name.value)}`, { evidence: why.value || null });
    done();
    return `Tagged ${name.value}`;
  });
}

async function drain(n, path, done) {
  await form(`Drain ${n.name}?`, h("p", {}, "It gets no new copies, and those that it has move to other nodes; it lets go of one only when another is complete. You can undo this."), "Drain", async () => {
    await api.post(`${path}/drain`);
    done();
    return `${n.name} is draining`;
  });
}

async function undrain(n, path, done) {
  await form(`Let ${n.name} take part again?`, h("p", {}, "It gets new copies again."), "Undrain", async () => {
    await api.post(`${path}/undrain`);
    done();
    return `${n.name} takes part again`;
  });
}

async function revoke(n, path, done) {
  const [name, nameField] = field(`Type ${n.name} to confirm`, "", { required: true });
  await form(`Revoke ${n.name}?`, [
    h("p", {}, `Its token and passkey are refused at once and for ever, and its ${n.bits.toLocaleString("en")} copies no longer count. Bits whose other copies are gone cannot be read any more.`),
    nameField], "Revoke", async () => {
    await api.post(`${path}/revoke`);
    done();
    return `${n.name} is revoked`;
  }, { danger: true, ready: () => name.value === n.name });
}
