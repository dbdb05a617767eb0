// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.ObjectKey;
import io.fractus.web.TestCloud;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents that are meant to harm whoever reads them, for every operation that reads one. */
class HostileXmlTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final ObjectKey OBJECT = new ObjectKey("bkt", "a");

  @TempDir Path directory;

  /**
   * A document that is good once {@code ^} and {@code $} are gone: an element, a text fit there.
   */
  enum Kind {
    COMPLETE(
        "POST",
        "/bkt/a?uploadId=none",
        "<CompleteMultipartUpload>^<Part><PartNumber>1</PartNumber><ETag>e$</ETag></Part>"
            + "</CompleteMultipartUpload>"),
    DELETE("POST", "/bkt?delete", "<Delete>^<Object><Key>a$</Key></Object></Delete>"),
    TAGGING(
        "PUT",
        "/bkt/a?tagging",
        "<Tagging>^<TagSet><Tag><Key>k</Key><Value>v$</Value></Tag></TagSet></Tagging>"),
    LIFECYCLE(
        "PUT",
        "/bkt?lifecycle",
        "<LifecycleConfiguration>^<Rule><ID>i$</ID><Prefix>p</Prefix><Status>Enabled</Status>"
            + "<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"),
    CORS(
        "PUT",
        "/bkt?cors",
        "<CORSConfiguration>^<CORSRule><ID>i$</ID><AllowedMethod>GET</AllowedMethod>"
            + "<AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>"),
    VERSIONING(
        "PUT",
        "/bkt?versioning",
        "<VersioningConfiguration>^<Status>Enabled$</Status></VersioningConfiguration>"),
    ACL(
        "PUT",
        "/bkt?acl",
        "<AccessControlPolicy>^<Owner><ID>root$</ID></Owner></AccessControlPolicy>"),
    PUBLIC_ACCESS(
        "PUT",
        "/bkt?publicAccessBlock",
        "<PublicAccessBlockConfiguration>^<BlockPublicAcls>true$</BlockPublicAcls>"
            + "</PublicAccessBlockConfiguration>"),
    CREATE_BUCKET(
        "PUT",
        "/other",
        "<CreateBucketConfiguration>^<LocationConstraint>eu$</LocationConstraint>"
            + "</CreateBucketConfiguration>");

    private final String method;
    private final String target;
    private final String document;

    Kind(String method, String target, String document) {
      this.method = method;
      this.target = target;
      this.document = document;
    }

    String good() {
      return with("", "");
    }

    String with(String element, String text) {
      return document.replace("^", element).replace("$", text);
    }
  }

  @BeforeEach
  void putOne() throws IOException {
    CLOUD.clear();
    CLOUD.store().createBucket("bkt");
    assertThat(new RawRequest(CLOUD.s3(), "PUT", "/bkt/a").body("x").sign().send().status())
        .isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  /** Without what is wrong with the others, it gets beyond the parser. */
  @ParameterizedTest
  @EnumSource
  void good_withAnythingThatXmlMayHave_isUnderstood(Kind kind) throws IOException {
    for (String document :
        new String[] {
          kind.good(),
          "\uFEFF" + kind.good(),
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- hello -->\n" + kind.good() + "\n",
          kind.with("<!-- hello --><?php hello ?>", "<![CDATA[]]>")
        }) {
      RawRequest.Answer answer = send(kind, document);
      assertThat(answer.code()).as("%s%n%s", document, answer).isNotEqualTo("MalformedXML");
      CLOUD.clear();
      putOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bombs_refusedBeforeTheyGrow(Kind kind) throws IOException {
    String bomb =
        IntStream.range(1, 12)
            .mapToObj(i -> "<!ENTITY %c '%s'>".formatted('a' + i, entity(i - 1).repeat(10)))
            .collect(Collectors.joining("", "<!DOCTYPE x [<!ENTITY a 'ha'>", "]>"));
    refused(kind, bomb + kind.with("", entity(11)));
    String quadratic = "<!DOCTYPE x [<!ENTITY a '" + "h".repeat(20_000) + "'>]>";
    refused(kind, quadratic + kind.with("", entity(0).repeat(5_000)));
  }

  private static String entity(int index) {
    return "&" + (char) ('a' + index) + ";";
  }

  /** Nothing is read and nobody is called, whatever the document asks for. */
  @ParameterizedTest
  @EnumSource
  void entitiesFromElsewhere_refusedUnread(Kind kind) throws IOException {
    Path secret = directory.resolve("secret");
    Files.writeString(secret, "do-not-tell");
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/x.dtd";
      for (String type :
          new String[] {
            "<!DOCTYPE x [<!ENTITY a SYSTEM '" + secret.toUri() + "'>]>",
            "<!DOCTYPE x [<!ENTITY a SYSTEM '" + url + "'>]>",
            "<!DOCTYPE x PUBLIC 'x' '" + url + "'>",
            "<!DOCTYPE x [<!ENTITY % p SYSTEM '" + url + "'> %p;]>",
          }) {
        refused(kind, type + kind.with("", type.contains("<!ENTITY a") ? "&a;" : ""));
      }
      refused(kind, kind.with("", "&a;"));
      elsewhere.setSoTimeout(1);
      assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void deepWideAndHuge_refused(Kind kind) throws IOException {
    refused(kind, kind.with("<a>".repeat(20_000) + "</a>".repeat(20_000), ""));
    refused(kind, "<a>".repeat(20_000));
    String attributes =
        IntStream.range(0, 5_000).mapToObj(i -> " a" + i + "=''").collect(Collectors.joining());
    refused(kind, kind.with("<a" + attributes + "/>", ""));
    refused(kind, kind.with("", "h".repeat(5 << 20)));
  }

  /** Half of a list of rules, or of keys to delete, is another list. */
  @ParameterizedTest
  @EnumSource
  void cutOffAnywhere_refused(Kind kind) throws IOException {
    String document = kind.good();
    for (int length = 1; length < document.length(); length += 7) {
      refused(kind, document.substring(0, length));
    }
    refused(kind, document.substring(0, document.lastIndexOf('<')));
    refused(kind, document.substring(0, document.length() - 1));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoSuchDocument_refused(Kind kind) throws IOException {
    String document = kind.good();
    String[] texts = {
      document + "junk",
      document + document,
      document + "<x/>",
      "<Other/>",
      "{}",
      "\0",
      document.replace("><", ">\0<"),
      document.replaceFirst("<", "<x:")
    };
    for (String text : texts) {
      refused(kind, text);
    }
    byte[][] others = {
      document.getBytes(StandardCharsets.UTF_16),
      document.getBytes(StandardCharsets.UTF_16LE),
      kind.with("", "\u00ff").getBytes(StandardCharsets.ISO_8859_1)
    };
    for (byte[] other : others) {
      refused(kind, other);
    }
    if (kind != Kind.CREATE_BUCKET) {
      refused(kind, "");
    }
  }

  /** What is kept as text is read again with every request of a script. */
  @Test
  void cors_refusedInAnotherEncoding_bucketStillAnswersScripts() throws IOException {
    refused(Kind.CORS, Kind.CORS.good().getBytes(StandardCharsets.UTF_16));
    RawRequest.Answer answer =
        new RawRequest(CLOUD.s3(), "GET", "/bkt").header("origin", "http://a").sign().send();
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  private static void refused(Kind kind, String document) throws IOException {
    refused(kind, document.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(Kind kind, byte[] document) throws IOException {
    RawRequest.Answer answer =
        new RawRequest(CLOUD.s3(), kind.method, kind.target).body(document).sign().send();
    String shown = new String(document, 0, Math.min(300, document.length), StandardCharsets.UTF_8);
    assertThat(answer.status()).as("%s%n%s", shown, answer).isEqualTo(400);
    assertThat(answer.code()).as("%s%n%s", shown, answer).isEqualTo("MalformedXML");
    assertThat(answer.text()).doesNotContain("do-not-tell", "hahaha");
    assertThat(CLOUD.store().stat(OBJECT).orElseThrow().tags()).isEmpty();
    assertThat(CLOUD.store().bucket("other")).isEmpty();
    for (String setting : new String[] {"cors", "acl", "publicAccessBlock"}) {
      assertThat(CLOUD.store().book().setting("bkt", setting)).as(setting).isEmpty();
    }
    assertThat(CLOUD.store().lifecycles().of("bkt")).isEmpty();
  }

  private static RawRequest.Answer send(Kind kind, String document) throws IOException {
    return new RawRequest(CLOUD.s3(), kind.method, kind.target).body(document).sign().send();
  }
}
