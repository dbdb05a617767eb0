// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.Limits;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The rules of a bucket as XML. Stateless. */
final class CorsXml {
  private static final String ROOT = "CORSConfiguration";
  private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");
  private static final Set<String> NAMES =
      Set.of(
          "ID", "AllowedOrigin", "AllowedMethod", "AllowedHeader", "ExposeHeader", "MaxAgeSeconds");

  private CorsXml() {}

  /** Throws {@link S3Exception} if it is no such document, or says something else. */
  static List<CorsRule> parse(byte[] xml) {
    return XmlInput.parse(xml, ROOT, CorsXml::read);
  }

  private static List<CorsRule> read(XMLStreamReader reader) throws XMLStreamException {
    List<CorsRule> rules = new ArrayList<>();
    reader.nextTag();
    reader.require(XMLStreamConstants.START_ELEMENT, null, ROOT);
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      reader.require(XMLStreamConstants.START_ELEMENT, null, "CORSRule");
      rules.add(rule(reader));
      if (rules.size() > Limits.CORS_RULES_MAX) {
        throw malformed("a bucket has at most " + Limits.CORS_RULES_MAX + " rules");
      }
    }
    if (rules.isEmpty()) {
      throw malformed("there is no rule in it");
    }
    return rules;
  }

  private static CorsRule rule(XMLStreamReader reader) throws XMLStreamException {
    Map<String, List<String>> values = new HashMap<>();
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      String name = reader.getLocalName();
      if (!NAMES.contains(name)) {
        throw malformed("a rule has no " + name);
      }
      values.computeIfAbsent(name, _ -> new ArrayList<>()).add(reader.getElementText().strip());
    }
    List<String> origins = values.getOrDefault("AllowedOrigin", List.of());
    List<String> methods = values.getOrDefault("AllowedMethod", List.of());
    List<String> headers =
        values.getOrDefault("AllowedHeader", List.of()).stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList();
    if (origins.isEmpty() || methods.isEmpty() || !METHODS.containsAll(methods)) {
      throw malformed("a rule needs an AllowedOrigin and an AllowedMethod of " + METHODS);
    }
    for (String pattern : origins) {
      checkPattern(pattern);
    }
    headers.forEach(CorsXml::checkPattern);
    return new CorsRule(
        origins,
        methods,
        headers,
        values.getOrDefault("ExposeHeader", List.of()),
        values.getOrDefault("MaxAgeSeconds", List.of()).stream().findFirst().map(CorsXml::seconds));
  }

  private static void checkPattern(String pattern) {
    if (pattern.indexOf('*') != pattern.lastIndexOf('*')) {
      throw malformed("'" + pattern + "' has more than one *");
    }
  }

  private static int seconds(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw malformed("MaxAgeSeconds is a number");
    }
    return Integer.parseInt(text);
  }

  private static S3Exception malformed(String why) {
    return new S3Exception(S3Error.MALFORMED_XML, "the CORS configuration is wrong: " + why);
  }
}
