// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.object.StoreException.Code;
import io.fractus.web.TestCloud;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.Protocol;
import software.amazon.awssdk.services.s3.model.RoutingRule;

/** Buckets as web sites, set up with AWS's client and visited with plain requests. */
class WebsiteTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);
  private static final String SITE = "my.site";
  private static final String HOST = SITE + ".web.example.org";

  @BeforeEach
  void makeSite() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket(SITE));
    put("index.html", "the root");
    put("docs/index.html", "the docs");
    put("secret.html", "not for all");
    put("404.html", "sorry");
    publish("\"s3:GetObject\"", "\"arn:aws:s3:::my.site/*\"");
    S3.putBucketWebsite(b ->
        b.bucket(SITE)
            .websiteConfiguration(w ->
                w.indexDocument(i -> i.suffix("index.html"))
                    .errorDocument(e -> e.key("404.html"))));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  private static void put(String key, String text) {
    S3.putObject(
        b -> b.bucket(SITE).key(key).contentType("text/html"), RequestBody.fromString(text));
  }

  private static void publish(String actions, String resources) {
    S3.putBucketPolicy(b ->
        b.bucket(SITE)
            .policy(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                    + "\"Principal\":\"*\",\"Action\":["
                    + actions
                    + "],\"Resource\":["
                    + resources
                    + "]},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                    + "\"Resource\":\"arn:aws:s3:::my.site/secret.html\"}]}"));
  }

  /** As whoever may also list the bucket, who is told what is not there. */
  private static void publishList() {
    publish(
        "\"s3:GetObject\",\"s3:ListBucket\"",
        "\"arn:aws:s3:::my.site\",\"arn:aws:s3:::my.site/*\"");
  }

  private static String get(String path, String... headers) throws IOException {
    return send("GET", HOST, path, headers);
  }

  private static String send(String method, String host, String path, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    request.append("Host: ").append(host).append("\r\n");
    Arrays.stream(headers).forEach(header -> request.append(header).append("\r\n"));
    return TestCloud.raw(CLOUD.websites(), request + "\r\n");
  }

  private static String location(String answer) {
    return answer
        .lines()
        .filter(line -> line.startsWith("Location: "))
        .map(line -> line.substring("Location: ".length()))
        .findFirst()
        .orElse("");
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void configuration_putGetAndDeleted_isAsItWas() throws IOException {
    S3.putBucketWebsite(b ->
        b.bucket(SITE)
            .websiteConfiguration(w ->
                w.indexDocument(i -> i.suffix("i.htm"))
                    .routingRules(
                        RoutingRule.builder()
                            .condition(c -> c.keyPrefixEquals("old/"))
                            .redirect(r -> r.replaceKeyPrefixWith("new/").httpRedirectCode("302"))
                            .build())));
    GetBucketWebsiteResponse site = S3.getBucketWebsite(b -> b.bucket(SITE));
    assertThat(site.indexDocument().suffix()).isEqualTo("i.htm");
    assertThat(site.routingRules().getFirst().redirect().replaceKeyPrefixWith()).isEqualTo("new/");
    S3.deleteBucketWebsite(b -> b.bucket(SITE));
    assertFails("NoSuchWebsiteConfiguration", 404, () -> S3.getBucketWebsite(b -> b.bucket(SITE)));
    assertThat(get("/")).startsWith("HTTP/1.1 404").contains("NoSuchWebsiteConfiguration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<IndexDocument><Suffix>a/b</Suffix></IndexDocument>",
        "<IndexDocument><Suffix></Suffix></IndexDocument>",
        "<ErrorDocument><Key>e</Key></ErrorDocument>",
        "<IndexDocument><Suffix>i</Suffix></IndexDocument><ErrorDocument/>",
        "<IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules/>",
        "<IndexDocument><Suffix>i</Suffix></IndexDocument><Listing>yes</Listing>",
        "<RedirectAllRequestsTo><Protocol>http</Protocol></RedirectAllRequestsTo>",
        "<RedirectAllRequestsTo><HostName>a</HostName><Protocol>ftp</Protocol>"
            + "</RedirectAllRequestsTo>",
        "<RedirectAllRequestsTo><HostName>a/b?c</HostName></RedirectAllRequestsTo>",
        "<RedirectAllRequestsTo><HostName>a</HostName></RedirectAllRequestsTo>"
            + "<IndexDocument><Suffix>i</Suffix></IndexDocument>",
        "RULE<Redirect/>",
        "RULE<Redirect><HttpRedirectCode>300</HttpRedirectCode></Redirect>",
        "RULE<Redirect><ReplaceKeyWith>a</ReplaceKeyWith>"
            + "<ReplaceKeyPrefixWith>b</ReplaceKeyPrefixWith></Redirect>",
        "RULE<Condition/><Redirect><HostName>a</HostName></Redirect>",
        "RULE<Condition><HttpErrorCodeReturnedEquals>200</HttpErrorCodeReturnedEquals>"
            + "</Condition><Redirect><HostName>a</HostName></Redirect>"
      })
  void configuration_thatIsWrong_isRefusedAndChangesNothing(String text) throws IOException {
    String inner =
        text.startsWith("RULE")
            ? "<IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules><RoutingRule>"
                + text.substring(4)
                + "</RoutingRule></RoutingRules>"
            : text;
    S3.putBucketAcl(b -> b.bucket(SITE).acl("private"));
    publish("\"s3:*\"", "\"arn:aws:s3:::my.site\",\"arn:aws:s3:::my.site/*\"");
    String xml = "<WebsiteConfiguration>" + inner + "</WebsiteConfiguration>";
    String answer =
        TestCloud.raw(
            CLOUD.s3(),
            "PUT /my.site?website HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(xml.length(), xml));
    assertThat(answer).startsWith("HTTP/1.1 400").contains("<Code>MalformedXML</Code>");
    assertThat(body(get("/"))).isEqualTo("the root");
  }

  @ParameterizedTest
  @CsvSource({"GET", "PUT", "DELETE"})
  void configuration_withoutItsAction_isDenied(String method) throws IOException {
    publish("\"s3:*Object\"", "\"arn:aws:s3:::my.site\",\"arn:aws:s3:::my.site/*\"");
    String request = method + " /my.site?website HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    assertThat(TestCloud.raw(CLOUD.s3(), request))
        .startsWith("HTTP/1.1 403")
        .contains("<Code>AccessDenied</Code>");
    assertThat(body(get("/"))).isEqualTo("the root");
  }

  @Test
  void pages_areShownByHostAndByPath() throws IOException {
    assertThat(get("/"))
        .startsWith("HTTP/1.1 200")
        .contains("Content-Type: text/html\r\n")
        .contains("X-Content-Type-Options: nosniff\r\n")
        .endsWith("\r\n\r\nthe root");
    assertThat(body(get("/docs/"))).isEqualTo("the docs");
    assertThat(body(get("/docs/index.html?v=1"))).isEqualTo("the docs");
    assertThat(body(send("GET", SITE + ".localhost:1234", "/"))).isEqualTo("the root");
    assertThat(body(send("GET", SITE, "/docs/"))).isEqualTo("the docs");
    assertThat(body(send("GET", "127.0.0.1:1234", "/my.site/docs/"))).isEqualTo("the docs");
    assertThat(body(send("GET", "web.example.org", "/my.site/"))).isEqualTo("the root");
    assertThat(body(send("GET", "gateway.lan", "/my.site/"))).isEqualTo("the root");
    String folder = send("GET", "127.0.0.1:1234", "/my.site");
    assertThat(folder).startsWith("HTTP/1.1 302");
    assertThat(location(folder)).isEqualTo("http://127.0.0.1:1234/my.site/");
    assertThat(send("GET", "127.0.0.1", "/")).startsWith("HTTP/1.1 404");
    assertThat(send("GET", "none.web.example.org", "/")).startsWith("HTTP/1.1 404");
    S3.createBucket(b -> b.bucket("plain"));
    assertThat(send("GET", "plain.localhost", "/")).startsWith("HTTP/1.1 404");
  }

  @Test
  void folder_withoutItsSlash_isRedirected() throws IOException {
    String answer = get("/docs?a=b&c");
    assertThat(answer).startsWith("HTTP/1.1 302");
    assertThat(location(answer)).isEqualTo("http://" + HOST + "/docs/?a=b&c");
    put("/evil.example/index.html", "x");
    assertThat(location(get("//evil.example"))).isEqualTo("http://" + HOST + "//evil.example/");
    put("ü &/index.html", "x");
    assertThat(location(get("/%C3%BC%20&"))).isEqualTo("http://" + HOST + "/%C3%BC%20%26/");
    put("docs", "an object of that name");
    assertThat(body(get("/docs"))).isEqualTo("an object of that name");
  }

  @Test
  void reads_withConditionsRangesAndHead_areThoseOfS3() throws IOException {
    assertThat(get("/", "Range: bytes=4-5"))
        .startsWith("HTTP/1.1 206")
        .contains("Content-Range: bytes 4-5/8\r\n")
        .endsWith("\r\n\r\nro");
    assertThat(get("/", "Range: bytes=100-"))
        .startsWith("HTTP/1.1 416")
        .contains("Content-Range: bytes */8\r\n");
    assertThat(send("HEAD", HOST, "/"))
        .startsWith("HTTP/1.1 200")
        .contains("Content-Length: 8\r\n")
        .endsWith("\r\n\r\n");
    String etag = S3.headObject(b -> b.bucket(SITE).key("index.html")).eTag();
    assertThat(get("/", "If-None-Match: " + etag)).startsWith("HTTP/1.1 304");
    assertThat(get("/", "If-Match: \"other\"")).startsWith("HTTP/1.1 412");
  }

  @Test
  void whatIsNotThere_isSaidWithTheErrorDocumentAndTheRightStatus() throws IOException {
    // S3 does not tell those who may not list a bucket what is in it.
    assertThat(get("/none")).startsWith("HTTP/1.1 403").endsWith("\r\n\r\nsorry");
    publishList();
    assertThat(get("/none")).startsWith("HTTP/1.1 404").endsWith("\r\n\r\nsorry");
    assertThat(get("/none", "Range: bytes=0-1", "If-None-Match: *"))
        .startsWith("HTTP/1.1 404")
        .endsWith("\r\n\r\nsorry");
    assertThat(send("HEAD", HOST, "/none"))
        .startsWith("HTTP/1.1 404")
        .contains("Content-Length: 5\r\n")
        .endsWith("\r\n\r\n");
    assertThat(get("/secret.html")).startsWith("HTTP/1.1 403").endsWith("\r\n\r\nsorry");
    assertThat(get("/%00").lines().findFirst().orElse("")).contains(" 400 ");
    assertThat(get("/a/../b")).startsWith("HTTP/1.1 403");
    S3.deleteObject(b -> b.bucket(SITE).key("404.html"));
    assertThat(get("/none%3Cscript%3E"))
        .startsWith("HTTP/1.1 404")
        .contains("Content-Security-Policy: default-src 'none'\r\n")
        .contains("<h1>404 NoSuchKey</h1>")
        .contains("none&lt;script&gt;")
        .doesNotContain("<script>");
    CLOUD.store().failReads(Code.STRIPE_UNAVAILABLE, "stripe 1 lacks 2 bits");
    assertThat(get("/")).startsWith("HTTP/1.1 503").contains("X-Content-Type-Options: nosniff");
  }

  @ParameterizedTest
  @CsvSource({"PUT", "POST", "DELETE", "PATCH"})
  void requests_thatChangeOrList_areNotServed(String method) throws IOException {
    publish("\"s3:*\"", "\"arn:aws:s3:::my.site\",\"arn:aws:s3:::my.site/*\"");
    assertThat(send(method, HOST, "/index.html"))
        .startsWith("HTTP/1.1 405")
        .contains("Allow: GET, HEAD, OPTIONS\r\n");
    S3.deleteObject(b -> b.bucket(SITE).key("index.html"));
    assertThat(get("/?list-type=2")).startsWith("HTTP/1.1 404").doesNotContain("secret");
    assertThat(get("/?policy")).startsWith("HTTP/1.1 404");
  }

  @Test
  void aKey_isOfNoUse() throws IOException {
    S3.deleteBucketPolicy(b -> b.bucket(SITE));
    assertThat(get("/", "Authorization: Bearer " + TestCloud.CREDENTIALS.restToken()))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void redirectOfAnObject_isMadeOnItsSiteAndShownOnS3() throws IOException {
    S3.putObject(
        b -> b.bucket(SITE).key("moved").websiteRedirectLocation("/docs/?x"), RequestBody.empty());
    S3.putObject(
        b -> b.bucket(SITE).key("away").websiteRedirectLocation("https://example.org/"),
        RequestBody.empty());
    assertThat(get("/moved")).startsWith("HTTP/1.1 301");
    assertThat(location(get("/moved"))).isEqualTo("http://" + HOST + "/docs/?x");
    assertThat(location(send("HEAD", "127.0.0.1", "/my.site/moved")))
        .isEqualTo("http://127.0.0.1/my.site/docs/?x");
    assertThat(location(get("/away"))).isEqualTo("https://example.org/");
    assertThat(S3.headObject(b -> b.bucket(SITE).key("away")).websiteRedirectLocation())
        .isEqualTo("https://example.org/");
    S3.copyObject(
        b -> b.sourceBucket(SITE).sourceKey("away").destinationBucket(SITE).destinationKey("copy"));
    assertThat(S3.headObject(b -> b.bucket(SITE).key("copy")).websiteRedirectLocation()).isNull();
    S3.copyObject(b ->
        b.sourceBucket(SITE)
            .sourceKey("copy")
            .destinationBucket(SITE)
            .destinationKey("copy")
            .websiteRedirectLocation("/x"));
    assertThat(location(get("/copy"))).endsWith("/x");
    for (String wrong : new String[] {"docs", "javascript:alert(1)", "http://a b"}) {
      assertFails(
          "InvalidRedirectLocation",
          400,
          () ->
              S3.putObject(
                  b -> b.bucket(SITE).key("k").websiteRedirectLocation(wrong),
                  RequestBody.empty()));
    }
  }

  @Test
  void redirectOfAllRequests_keepsPathAndQuery() throws IOException {
    S3.putBucketWebsite(b ->
        b.bucket(SITE)
            .websiteConfiguration(w ->
                w.redirectAllRequestsTo(
                    r -> r.hostName("www.example.org:8443").protocol(Protocol.HTTPS))));
    String answer = send("GET", "127.0.0.1", "/my.site/a%20b/?c=d");
    assertThat(answer).startsWith("HTTP/1.1 301");
    assertThat(location(answer)).isEqualTo("https://www.example.org:8443/a%20b/?c=d");
  }

  @Test
  void routingRules_redirectByPrefixAndByError() throws IOException {
    publishList();
    S3.putBucketWebsite(b ->
        b.bucket(SITE)
            .websiteConfiguration(w ->
                w.indexDocument(i -> i.suffix("index.html"))
                    .errorDocument(e -> e.key("404.html"))
                    .routingRules(
                        RoutingRule.builder()
                            .condition(c -> c.keyPrefixEquals("old/"))
                            .redirect(r -> r.replaceKeyPrefixWith("docs/").httpRedirectCode("307"))
                            .build(),
                        RoutingRule.builder()
                            .condition(
                                c -> c.keyPrefixEquals("app/").httpErrorCodeReturnedEquals("404"))
                            .redirect(r -> r.replaceKeyWith("index.html"))
                            .build(),
                        RoutingRule.builder()
                            .condition(c -> c.keyPrefixEquals("out/"))
                            .redirect(r -> r.hostName("example.org").protocol("https"))
                            .build())));
    assertThat(get("/old/a?b")).startsWith("HTTP/1.1 307");
    assertThat(location(get("/old/a?b"))).isEqualTo("http://" + HOST + "/docs/a?b");
    assertThat(location(send("GET", "127.0.0.1", "/my.site/old/a")))
        .isEqualTo("http://127.0.0.1/my.site/docs/a");
    assertThat(get("/app/x")).startsWith("HTTP/1.1 301");
    assertThat(location(get("/app/x"))).isEqualTo("http://" + HOST + "/index.html");
    put("app/y", "here");
    assertThat(body(get("/app/y"))).isEqualTo("here");
    assertThat(location(get("/out/z"))).isEqualTo("https://example.org/out/z");
    assertThat(body(get("/none"))).isEqualTo("sorry");
  }

  @Test
  void corsRules_holdForSitesToo() throws IOException {
    String rule =
        "<CORSConfiguration><CORSRule><AllowedOrigin>https://a.example</AllowedOrigin>"
            + "<AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>";
    CLOUD.store().book().set(SITE, "cors", rule);
    assertThat(get("/", "Origin: https://a.example"))
        .contains("Access-Control-Allow-Origin: https://a.example\r\n");
    assertThat(get("/", "Origin: https://b.example")).doesNotContain("Access-Control");
    assertThat(
            send(
                "OPTIONS",
                HOST,
                "/",
                "Origin: https://a.example",
                "Access-Control-Request-Method: GET"))
        .startsWith("HTTP/1.1 200")
        .contains("Access-Control-Allow-Origin: https://a.example\r\n");
  }
}
