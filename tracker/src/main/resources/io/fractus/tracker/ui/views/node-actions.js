// SPDX-License-Identifier: Apache-2.0
// What operators do to a node. Each asks first; what cannot be undone asks for the node's name.

import * as api from "../lib/api.js";
import { h, toast } from "../lib/dom.js";
import { classes, field, form } from "../lib/form.js";
import { tag } from "../lib/format.js";
import { newPasskey } from "./stock.js";

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
    n.stock && button("New passkey", () => newPasskey(n, path, done)),
    button("Revoke", () => revoke(n, path, done), "danger"),
  ].filter(Boolean);
}

async function edit(n, path, done) {
  const [name, nameField] = field("Name", n.name, { required: true });
  const [site, siteField] = field("Site: nodes that fail together", n.site, { required: true });
  const [region, regionField] = field("Region: sites that fail together", n.region, { required: true });
  const [nodeClass, classField] = field("Class", n.nodeClass, { required: true, list: "classes" });
  await form(`Edit ${n.name}`, [nameField, siteField, regionField, classField, classes(),
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
