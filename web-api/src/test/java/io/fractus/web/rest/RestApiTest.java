// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.Problem;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectListing;
import io.fractus.raid.object.Placement;
import io.fractus.raid.object.StoreException;
import io.fractus.web.TestCloud;
import io.fractus.web.WebApi;
import io.fractus.web.WebApiConfig;
import io.fractus.web.WebApiStartException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestApiTest {
  private static final String OBJECTS = "/api/v1/buckets/box/objects";

  private static final TestCloud CLOUD = new TestCloud();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void createBucket() throws Exception {
    CLOUD.clear();
    assertThat(call("PUT", "/api/v1/buckets/box", "").statusCode()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    HTTP.close();
    CLOUD.close();
  }

  @ParameterizedTest
  @CsvSource({
    "a, a",
    "dir/, dir/",
    "a//b, a//b",
    "a%2Fb, a/b",
    "%C3%BC%20+%25, ü +%",
    "x%2Fplacement, x/placement",
  })
  void putGetHeadDelete_anyKey_sameObject(String raw, String key) throws Exception {
    HttpResponse<String> put = call("PUT", OBJECTS + "/" + raw, "hello");
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
    assertThat(Json.read(put.body(), ObjectInfo.class).key().key()).isEqualTo(key);
    assertThat(put.headers().firstValue("ETag")).contains("\"5d41402abc4b2a76b9719d911017c592\"");
    assertThat(call("PUT", OBJECTS + "/" + raw, "hello").statusCode()).isEqualTo(200);
    assertThat(call("GET", OBJECTS + "/" + raw, "").body()).isEqualTo("hello");
    HttpResponse<String> head = call("HEAD", OBJECTS + "/" + raw, "");
    assertThat(head.headers().firstValue("Content-Length")).contains("5");
    assertThat(head.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(head.headers().firstValue("X-Fractus-Layout")).contains("raid6:4+2x2");
    assertThat(call("DELETE", OBJECTS + "/" + raw, "").statusCode()).isEqualTo(204);
    assertProblem(call("DELETE", OBJECTS + "/" + raw, ""), 404, "no-such-key");
    assertThat(call("HEAD", OBJECTS + "/" + raw, "").statusCode()).isEqualTo(404);
  }

  @Test
  void get_range_partOfTheBody() throws Exception {
    call("PUT", OBJECTS + "/k", "0123456789");
    HttpResponse<String> part = call("GET", OBJECTS + "/k", "", "Range", "bytes=-3");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("789");
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 7-9/10");
    HttpResponse<String> beyond = call("GET", OBJECTS + "/k", "", "Range", "bytes=10-");
    assertProblem(beyond, 416, "range-not-satisfiable");
    assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */10");
    assertThat(call("GET", OBJECTS + "/k", "", "Range", "bytes=0-1,3-4").statusCode())
        .isEqualTo(200);
    assertThat(
            call("GET", OBJECTS + "/k", "", "Range", "bytes=0-1", "If-Range", "\"x\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void get_conditions_304And412() throws Exception {
    String etag = call("PUT", OBJECTS + "/k", "x").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> same = call("GET", OBJECTS + "/k", "", "If-None-Match", etag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.headers().firstValue("ETag")).contains(etag);
    assertProblem(call("GET", OBJECTS + "/k", "", "If-Match", "\"x\""), 412, "precondition-failed");
    assertProblem(
        call("PUT", OBJECTS + "/k", "y", "If-None-Match", "*"), 412, "precondition-failed");
    assertThat(call("PUT", OBJECTS + "/k", "y", "If-Match", etag).statusCode()).isEqualTo(200);
  }

  @Test
  void put_headers_storedAndChecked() throws Exception {
    HttpResponse<String> put =
        call(
            "PUT",
            OBJECTS + "/k?layout=raid5:4%2B1x2",
            "hello",
            "Content-Type",
            "text/x-test",
            "X-Amz-Meta-Colour",
            "red",
            "Content-MD5",
            "XUFAKrxLKna5cZ2REBfFkg==");
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
    ObjectInfo info = Json.read(put.body(), ObjectInfo.class);
    assertThat(info.layout()).isEqualTo("raid5:4+1x2");
    HttpResponse<String> get = call("GET", OBJECTS + "/k", "");
    assertThat(get.headers().firstValue("Content-Type")).contains("text/x-test");
    assertThat(get.headers().firstValue("X-Amz-Meta-Colour")).contains("red");
    assertProblem(
        call("PUT", OBJECTS + "/k", "jello", "Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="),
        400,
        "checksum-mismatch");
    assertThat(call("GET", OBJECTS + "/k", "").body()).isEqualTo("hello");
    assertProblem(
        call("PUT", OBJECTS + "/k", "x", "X-Fractus-Layout", "bad:1"), 400, "unknown-layout");
    assertProblem(
        call("PUT", OBJECTS + "/k", "x", "X-Amz-Meta-Long", "x".repeat(2_048)),
        400,
        "metadata-too-large");
  }

  @Test
  void put_chunkedAndLarge_stored() throws Exception {
    byte[] bytes = new byte[3_000_000];
    HttpRequest request =
        request(OBJECTS + "/k")
            .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
            .build();
    assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(201);
    assertThat(CLOUD.store().bytes("box", "k")).isEqualTo(bytes);
  }

  @Test
  void list_pages_untilNextIsNull() throws Exception {
    for (String key : new String[] {"a", "b/1", "b/2", "c"}) {
      call("PUT", OBJECTS + "/" + key, "");
    }
    ObjectListing first =
        Json.read(call("GET", OBJECTS + "?delimiter=/&max=2", "").body(), ObjectListing.class);
    assertThat(first.commonPrefixes()).containsExactly("b/");
    ObjectListing second =
        Json.read(
            call("GET", OBJECTS + "?delimiter=/&max=2&after=" + first.next(), "").body(),
            ObjectListing.class);
    assertThat(second.objects()).extracting(o -> o.key().key()).containsExactly("c");
    assertThat(second.next()).isNull();
    assertProblem(call("GET", OBJECTS + "?max=1001", ""), 400, "invalid-argument");
    assertProblem(call("GET", "/api/v1/buckets/none/objects", ""), 404, "no-such-bucket");
  }

  @Test
  void classes_whatTheyAskForAndGet_isTold() throws Exception {
    HttpResponse<String> answer = call("GET", "/api/v1/classes", "");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Json.read(answer.body(), ClassStatus[].class))
        .isEqualTo(CLOUD.store().classes().toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/b/placement", "/a%2Fb?placement", "/a/b?placement="})
  void placement_byPathAndByParameter_same(String suffix) throws Exception {
    call("PUT", OBJECTS + "/a/b", "hello");
    HttpResponse<String> answer = call("GET", OBJECTS + suffix, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Placement placement = Json.read(answer.body(), Placement.class);
    assertThat(placement.object().key().key()).isEqualTo("a/b");
    assertThat(placement.stripes().getFirst().bits()).hasSize(1);
  }

  @Test
  void buckets_rules_kept() throws Exception {
    assertThat(call("GET", "/api/v1/buckets", "").body()).contains("\"name\":\"box\"");
    assertThat(call("HEAD", "/api/v1/buckets/box", "").statusCode()).isEqualTo(200);
    assertThat(call("HEAD", "/api/v1/buckets/none", "").statusCode()).isEqualTo(404);
    assertProblem(call("PUT", "/api/v1/buckets/box", ""), 409, "bucket-exists");
    assertProblem(call("PUT", "/api/v1/buckets/No", ""), 400, "invalid-bucket-name");
    assertProblem(
        call("PUT", "/api/v1/buckets/none/objects/k", "x".repeat(100_000)), 404, "no-such-bucket");
    call("PUT", OBJECTS + "/k", "");
    assertProblem(call("DELETE", "/api/v1/buckets/box", ""), 409, "bucket-not-empty");
    call("DELETE", OBJECTS + "/k", "");
    assertThat(call("DELETE", "/api/v1/buckets/box", "").statusCode()).isEqualTo(204);
  }

  @Test
  void token_wrongOrMissing_401() throws Exception {
    for (String token : new String[] {"", "Bearer nope", "token", "Basic token"}) {
      HttpRequest request =
          HttpRequest.newBuilder(uri("/api/v1/buckets")).header("Authorization", token).build();
      assertProblem(HTTP.send(request, HttpResponse.BodyHandlers.ofString()), 401, "wrong-token");
    }
  }

  @Test
  void nodes_listAndEvents_fromTheTracker() throws Exception {
    NodeView[] nodes = Json.read(call("GET", "/api/v1/nodes", "").body(), NodeView[].class);
    assertThat(nodes).hasSize(1);
    assertThat(call("GET", "/api/v1/nodes/node-1/events", "").body()).contains("hello");
    assertProblem(call("GET", "/api/v1/nodes/node-2/events", ""), 404, "no-such-node");
    assertProblem(call("GET", "/api/v1/nodes/..%2f/events", ""), 400, "invalid-node");
  }

  @Test
  void health_withoutToken_told() throws Exception {
    assertThat(open("/healthz").body()).isEqualTo("alive\n");
    assertThat(open("/readyz").statusCode()).isEqualTo(200);
    assertThat(open("/metrics").body()).startsWith("fractus_up 1\n");
    assertThat(open("/api/v1/openapi.json").body()).contains("\"openapi\"");
    CLOUD.notReady("2 of 6 nodes are here");
    HttpResponse<String> waiting = open("/readyz");
    assertProblem(waiting, 503, "not-ready");
    assertThat(waiting.body()).contains("2 of 6 nodes");
  }

  @Test
  void unknown_pathAndMethod_problems() throws Exception {
    assertProblem(call("GET", "/api/v2", ""), 404, "not-found");
    assertProblem(call("POST", "/api/v1/nodes", ""), 405, "method-not-allowed");
  }

  @ParameterizedTest
  @EnumSource
  void put_eachFailureOfTheStore_problemOfItsName(StoreException.Code code) throws Exception {
    CLOUD.store().failPuts(code, "the reason");
    HttpResponse<String> answer = call("PUT", OBJECTS + "/k", "x");
    String type = code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertProblem(answer, answer.statusCode(), type);
    assertThat(answer.statusCode()).isBetween(400, 507);
    assertThat(answer.body()).contains("the reason");
  }

  @Test
  void get_unavailable_503BeforeTheBody() throws Exception {
    call("PUT", OBJECTS + "/k", "x");
    CLOUD.store().failReads(StoreException.Code.STRIPE_UNAVAILABLE, "stripe 3 lacks 2 bits");
    HttpResponse<String> answer = call("GET", OBJECTS + "/k", "");
    assertProblem(answer, 503, "stripe-unavailable");
    assertThat(answer.body()).contains("stripe 3 lacks 2 bits");
  }

  @ParameterizedTest
  @ValueSource(ints = {200_000, 999_999})
  void get_breaksHalfWay_clientSeesIt(int bytes) throws Exception {
    call("PUT", OBJECTS + "/k", "x".repeat(1_000_000));
    CLOUD.store().breakReadsAfter(bytes);
    assertThatThrownBy(() -> call("GET", OBJECTS + "/k", "")).isInstanceOf(IOException.class);
  }

  @Test
  void get_breaksBeforeAnythingWasSent_problem() throws Exception {
    call("PUT", OBJECTS + "/k", "x".repeat(1_000));
    CLOUD.store().breakReadsAfter(500);
    assertProblem(call("GET", OBJECTS + "/k", ""), 503, "stripe-unavailable");
  }

  @Test
  void start_portTaken_named() {
    int taken = CLOUD.rest().getPort();
    WebApiConfig config = new WebApiConfig("127.0.0.1", 0, taken, CLOUD.directory());
    assertThatThrownBy(() ->
            WebApi.start(
                    config,
                    CLOUD.store(),
                    CLOUD,
                    CLOUD.accounts(),
                    CLOUD.audit(),
                    InstantSource.system())
                .close())
        .isInstanceOf(WebApiStartException.class)
        .hasMessageContaining(":" + taken)
        .hasMessageContaining("another");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    Problem problem = Json.read(answer.body(), Problem.class);
    assertThat(problem.type()).isEqualTo(type);
    assertThat(problem.status()).isEqualTo(status);
  }

  private HttpResponse<String> open(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .method(
                method,
                body.isEmpty() && !method.equals("PUT")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer token");
  }

  private URI uri(String path) {
    return URI.create(CLOUD.rest() + path);
  }
}
