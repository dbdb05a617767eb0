// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.rtorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.node.attach.ClientException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class XmlRpcAnswerTest {
  private static Object parse(String body) {
    String xml = "<?xml version=\"1.0\"?>\r\n<methodResponse>" + body + "</methodResponse>";
    return XmlRpcAnswer.parse("d.name", xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void parse_rowsOfATable_areListsOfTextsAndNumbers() {
    assertThat(
            parse(
                "<params>\r\n<param><value><array><data>\r\n<value><array><data>"
                    + "<value><string>a &amp; b</string></value>\r\n<value><i8>7</i8></value>"
                    + "<value>bare</value><value><i4>-1</i4></value>"
                    + "<value><string></string></value>"
                    + "</data></array></value>\r\n</data></array></value></param></params>"))
        .isEqualTo(List.of(List.of("a & b", 7L, "bare", -1L, "")));
  }

  @Test
  void parse_fault_isRefusedWithItsText() {
    assertThatThrownBy(() ->
            parse(
                "<fault><value><struct><member><name>faultCode</name><value><int>-501</int>"
                    + "</value></member><member><name>faultString</name>"
                    + "<value><string>Could not find info-hash.</string></value></member>"
                    + "</struct></value></fault>"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("d.name")
        .hasMessageContaining("Could not find info-hash.");
  }

  @Test
  void parse_whatIsNoAnswer_isUnreachable() {
    for (String body :
        List.of(
            "",
            "<params><param><value><i8>x</i8></value></param></params>",
            "<params><param><value><array>")) {
      assertThatThrownBy(() -> parse(body)).isInstanceOf(ClientException.class);
    }
    String entities =
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><methodResponse><params><param>"
            + "<value><string>&e;</string></value></param></params></methodResponse>";
    assertThatThrownBy(
            () -> XmlRpcAnswer.parse("d.name", entities.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ClientException.class);
  }
}
