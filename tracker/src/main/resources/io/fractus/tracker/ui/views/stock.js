// SPDX-License-Identifier: Apache-2.0
// Stock torrent clients as nodes: letting one in, and giving it another passkey.

import * as api from "../lib/api.js";
import { dialog, h, toast } from "../lib/dom.js";
import { classes, field, form } from "../lib/form.js";

const UNITS = { MB: 1e6, GB: 1e9, TB: 1e12 };

/** Asks what the client is to be called and offers; then shows its feed. */
export async function addStock(done) {
  const [name, nameField] = field("Name", "", { required: true });
  const [site, siteField] = field("Site: nodes that fail together", "", { required: true });
  const [region, regionField] = field("Region: sites that fail together", "local", { required: true });
  const [nodeClass, classField] = field("Class", "home", { required: true, list: "classes" });
  const [share, shareField] = field("Space it offers, such as 20GB", "20GB", { required: true, pattern: "[0-9]+(\\.[0-9]+)?\\s?(MB|GB|TB)" });
  let given = null;
  await form("Add a stock client", [
    h("p", { class: "hint" }, "Any torrent client that can follow a feed, such as qBittorrent, is a node: it needs nothing of ours."),
    nameField, siteField, regionField, classField, classes(), shareField], "Add", async () => {
    const [, number, , unit] = share.value.match(/^([0-9]+(\.[0-9]+)?)\s?(MB|GB|TB)$/);
    given = await api.post("/nodes/stock", {
      name: name.value, site: site.value, region: region.value, nodeClass: nodeClass.value, shareBytes: Math.round(Number(number) * UNITS[unit]),
    });
  });
  if (given) {
    done();
    await showFeed(name.value, given);
  }
}

/** Another passkey: the feed and all torrents that the client has announce with the old one. */
export async function newPasskey(n, path, done) {
  let given = null;
  await form(`A new passkey for ${n.name}?`, h("p", {}, "The one that it has is refused at once, and with it its feed and the torrents that it seeds: it must follow the new feed, and its bits are checked there without being fetched again."), "Make one", async () => {
    given = await api.post(`${path}/passkey`);
  }, { danger: true });
  if (given) {
    done();
    await showFeed(n.name, given);
  }
}

function showFeed(name, given) {
  return dialog((close) => {
    const feed = h("code", { class: "command whole", tabindex: "0" }, given.rss);
    const copy = h("button", { class: "button", type: "button", onclick: async () => {
      try {
        await navigator.clipboard.writeText(given.rss);
        toast("Copied");
      } catch {
        // Without TLS there is no clipboard: it is selected, to be copied by hand.
        getSelection().selectAllChildren(feed);
      }
    } }, "Copy");
    return h("div", { class: "stacked" }, h("h2", {}, `The feed of ${name}`),
      h("p", {}, "Have its client download all torrents of this feed by itself, every few minutes. The address is a secret and is shown only now."),
      feed,
      h("div", { class: "dialog-end" }, copy, h("button", { class: "button primary", type: "button", onclick: () => close() }, "Done")));
  });
}
