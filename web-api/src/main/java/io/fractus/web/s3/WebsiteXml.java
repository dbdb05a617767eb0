// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectKey;
import io.fractus.web.Limits;
import io.fractus.web.website.Redirect;
import io.fractus.web.website.RoutingRule;
import io.fractus.web.website.Website;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A bucket's web site as XML. What it refuses, it refuses as S3 does. Stateless. */
public final class WebsiteXml {
  private static final String ROOT = "WebsiteConfiguration";
  private static final Set<String> STATUSES = Set.of("301", "302", "303", "307", "308");
  private static final int MOVED = 301;

  private WebsiteXml() {}

  /** Throws {@link io.fractus.web.s3.error.S3Exception} if it is no such document. */
  public static Website parse(String xml) {
    return XmlInput.parse(
        xml.getBytes(StandardCharsets.UTF_8), ROOT, reader -> site(XmlTree.read(reader, ROOT)));
  }

  private static Website site(XmlTree document) {
    allow(document, "RedirectAllRequestsTo", "IndexDocument", "ErrorDocument", "RoutingRules");
    Optional<XmlTree> all = document.one("RedirectAllRequestsTo");
    if (all.isPresent()) {
      require(document.children().size() == 1, "with RedirectAllRequestsTo there is nothing else");
      allow(all.get(), "HostName", "Protocol");
      require(all.get().one("HostName").isPresent(), "RedirectAllRequestsTo needs a HostName");
      return new Website(Optional.of(redirect(all.get())), "", Optional.empty(), List.of());
    }
    String index =
        document
            .one("IndexDocument")
            .flatMap(tree -> allow(tree, "Suffix").textOf("Suffix"))
            .orElse("");
    require(
        !index.isEmpty() && !index.contains("/"),
        "an IndexDocument needs a Suffix, which has no slash");
    Optional<XmlTree> error = document.one("ErrorDocument");
    Optional<String> errorKey = error.flatMap(tree -> allow(tree, "Key").textOf("Key"));
    require(
        error.isEmpty() || errorKey.filter(WebsiteXml::isKey).isPresent(),
        "an ErrorDocument needs a Key");
    return new Website(Optional.empty(), index, errorKey, rules(document));
  }

  private static List<RoutingRule> rules(XmlTree document) {
    Optional<XmlTree> given = document.one("RoutingRules");
    List<XmlTree> rules =
        given.map(tree -> allow(tree, "RoutingRule").children()).orElse(List.of());
    require(
        given.isEmpty() || (!rules.isEmpty() && rules.size() <= Limits.ROUTING_RULES_MAX),
        "there are 1 to " + Limits.ROUTING_RULES_MAX + " RoutingRules");
    return rules.stream().map(WebsiteXml::rule).toList();
  }

  private static RoutingRule rule(XmlTree tree) {
    allow(tree, "Condition", "Redirect");
    XmlTree redirect =
        tree.one("Redirect")
            .filter(found -> !found.children().isEmpty())
            .orElseThrow(() -> wrong("a RoutingRule needs a Redirect that says where to"));
    allow(
        redirect,
        "HostName",
        "Protocol",
        "HttpRedirectCode",
        "ReplaceKeyPrefixWith",
        "ReplaceKeyWith");
    Optional<XmlTree> condition = tree.one("Condition");
    condition.ifPresent(found -> {
      allow(found, "KeyPrefixEquals", "HttpErrorCodeReturnedEquals");
      require(!found.children().isEmpty(), "a Condition says of what");
    });
    Optional<String> code = condition.flatMap(c -> c.textOf("HttpErrorCodeReturnedEquals"));
    require(
        code.filter(text -> !text.matches("[45]\\d\\d")).isEmpty(),
        "HttpErrorCodeReturnedEquals is a number from 400 to 599");
    return new RoutingRule(
        condition.flatMap(c -> c.textOf("KeyPrefixEquals")).orElse(""),
        code.map(Integer::valueOf),
        redirect(redirect));
  }

  private static Redirect redirect(XmlTree tree) {
    Optional<String> protocol = tree.textOf("Protocol");
    require(
        protocol.filter(text -> !text.equals("http") && !text.equals("https")).isEmpty(),
        "a Protocol is http or https");
    Optional<String> host = tree.textOf("HostName");
    require(
        host.filter(text -> !text.matches("[0-9A-Za-z.-]{1,253}(:\\d{1,5})?")).isEmpty(),
        "a HostName is the name of a host");
    Optional<String> code = tree.textOf("HttpRedirectCode");
    require(
        code.filter(text -> !STATUSES.contains(text)).isEmpty(),
        "an HttpRedirectCode is one of 301, 302, 303, 307 and 308");
    Optional<String> prefix = tree.textOf("ReplaceKeyPrefixWith");
    Optional<String> key = tree.textOf("ReplaceKeyWith");
    require(
        prefix.isEmpty() || key.isEmpty(),
        "a Redirect has ReplaceKeyPrefixWith or ReplaceKeyWith, not both");
    return new Redirect(protocol, host, prefix, key, code.map(Integer::valueOf).orElse(MOVED));
  }

  private static boolean isKey(String key) {
    return !key.isEmpty() && key.getBytes(StandardCharsets.UTF_8).length <= ObjectKey.KEY_BYTES_MAX;
  }

  /** What is not understood would be believed to count. */
  private static XmlTree allow(XmlTree tree, String... names) {
    for (XmlTree child : tree.children()) {
      require(List.of(names).contains(child.name()), tree.name() + " has no " + child.name());
    }
    return tree;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw wrong(message);
    }
  }

  private static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message);
  }
}
