// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.web.TestCloud;
import io.fractus.web.accounts.registry.Quota;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document says what REST does: no route, parameter or status more or less. */
class OpenApiTest {
  private static final String BUCKETS = "/api/v1/buckets";
  private static final String BUCKET = BUCKETS + "/{bucket}";
  private static final String OBJECTS = BUCKET + "/objects";
  private static final String OBJECT = OBJECTS + "/{key}";
  private static final String CLASS = BUCKET + "/storage-class/{class}";
  private static final String USERS = "/api/v1/admin/users";
  private static final String USER = USERS + "/{user}";
  private static final String KEY = "/api/v1/admin/keys/{id}";
  private static final String ROOT = TestCloud.CREDENTIALS.restToken();

  /** The way of asking that is the object's own route, and how it is documented. */
  private static final String PLACEMENT = "GET " + OBJECT + "/placement";

  /** What a test would have to be silent for, for a minute. */
  private static final Set<String> TOO_SLOW =
      Set.of(
          "PUT " + OBJECT + " 408",
          "PUT " + USER + " 408",
          "PATCH " + USER + " 408",
          "POST " + USER + "/keys 408",
          "PATCH " + KEY + " 408");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Set<String> reached = new TreeSet<>();
  private TestCloud cloud;
  private OpenApiDocument document;

  @BeforeEach
  void start() throws Exception {
    cloud = new TestCloud();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cloud.rest() + "/api/v1/openapi.json")).build();
    document = new OpenApiDocument(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    reach("PUT", BUCKET, 201, "");
  }

  @AfterEach
  void stop() {
    http.close();
    cloud.close();
  }

  @Test
  void document_andRoutes_areTheSame() {
    Set<String> routes = new TreeSet<>(Set.of(PLACEMENT));
    cloud
        .restRoutes()
        .forEach(route -> routes.add(route.method.name() + " " + route.path.replace('<', '{')));

    assertThat(document.operations())
        .isEqualTo(new TreeSet<>(routes.stream().map(path -> path.replace('>', '}')).toList()))
        .hasSizeGreaterThan(25);
  }

  @Test
  void document_pathParameters_areThoseOfThePaths() {
    Set<String> inPaths = new TreeSet<>();
    for (String operation : document.operations()) {
      Pattern.compile("\\{(\\w+)\\}")
          .matcher(operation)
          .results()
          .forEach(found -> inPaths.add(operation + " " + found.group(1)));
    }
    assertThat(document.parameters("path")).isEqualTo(inPaths);
  }

  @Test
  void document_andStatusesOfALiveGateway_areTheSame() throws Exception {
    refusals();
    buckets();
    objects();
    reads();
    users();
    keys();
    open();

    Set<String> promised = new TreeSet<>(document.statuses());
    promised.removeAll(TOO_SLOW);
    assertThat(reached).isEqualTo(promised);
  }

  /** Each changes what is answered, and what is documented beside these is what none of them is. */
  @Test
  void document_parameters_areThoseThatHaveAnEffect() throws Exception {
    String date = "Thu, 01 Jan 2026 00:00:00 GMT";
    Set<String> effective = new TreeSet<>();
    reach("PUT", OBJECT, 201, "hello");
    for (String query : new String[] {"prefix=z", "delimiter=/", "after=z", "max=0"}) {
      effective.add(effect("GET", OBJECTS, "?" + query));
    }
    for (String method : new String[] {"GET", "HEAD"}) {
      effective.add(effect(method, OBJECT, "", "Range", "bytes=1-2"));
      effective.add(effect(method, OBJECT, "", "If-Match", "nothing"));
      effective.add(effect(method, OBJECT, "", "If-None-Match", "*"));
      effective.add(effect(method, OBJECT, "", "If-Unmodified-Since", date));
      effective.add(effect(method, OBJECT, "", "If-Modified-Since", date.replace("26", "99")));
      effective.add(effect(method, OBJECT, "", "If-Range", "nothing", "Range", "bytes=1-2"));
    }
    effective.add(effect("GET", OBJECT, "?placement"));
    effective.add(effect("PUT", OBJECT, "?layout=nonsense"));
    for (String[] header :
        new String[][] {
          {"X-Fractus-Layout", "nonsense"},
          {"If-None-Match", "*"},
          {"If-Match", "nothing"},
          {"Content-MD5", "AAAA"},
          {"Content-Type", "text/plain"},
          {"Cache-Control", "no-store"},
          {"Content-Disposition", "inline"},
          {"Content-Encoding", "identity"},
          {"Content-Language", "de"},
          {"Expires", date},
          {"X-Amz-Meta-*", "b"},
          {"X-Amz-Website-Redirect-Location", "/elsewhere"},
        }) {
      effective.add(effect("PUT", OBJECT, "", header));
    }
    effective.add(effect("DELETE", OBJECT, "?version=none"));
    effective.add(effect("DELETE", OBJECT, "", "If-Match", "nothing"));

    Set<String> promised = new TreeSet<>(document.parameters("query"));
    promised.addAll(document.parameters("header"));
    assertThat(effective).isEqualTo(promised);
  }

  /** The name of a parameter, after it was seen to make a difference. */
  private String effect(String method, String path, String query, String... headers)
      throws Exception {
    String body = method.equals("PUT") ? "hello" : "";
    boolean range = headers.length > 2;
    String[] without = range ? new String[] {headers[2], headers[3]} : new String[0];
    String[] with = headers.clone();
    if (with.length > 0) {
      with[0] = with[0].replace('*', 'a');
    }
    String given = trace(send(ROOT, method, path + query, body, with));
    String missing = trace(send(ROOT, method, path, body, without));
    reach("PUT", OBJECT, method.equals("DELETE") ? 201 : 200, "hello");
    String name = query.isEmpty() ? headers[0] : query.substring(1).replaceFirst("=.*", "");
    assertThat(given).as(method + " " + path + " " + name).isNotEqualTo(missing);
    return method + " " + path + " " + name;
  }

  /** What an answer says, but for its time. */
  private static String trace(HttpResponse<String> answer) {
    return answer.statusCode()
        + answer.headers().firstValue("Content-Range").orElse("")
        + answer.body().replaceFirst("\"lastModified\":\"[^\"]*\"", "");
  }

  /** What comes of every operation with a token that is none, or may not, or asks too often. */
  private void refusals() throws Exception {
    String none = token("none", "none", 0);
    String hasty = token("hasty", "none", 1);
    for (String operation : document.guarded()) {
      String method = operation.substring(0, operation.indexOf(' '));
      String path = operation.substring(operation.indexOf(' ') + 1);
      record(operation, 401, send("nobody", method, path, ""));
      record(operation, 403, send(none, method, path, ""));
      HttpResponse<String> answer = send(hasty, method, path, "");
      for (int i = 0; i < 100 && answer.statusCode() != 503; i++) {
        answer = send(hasty, method, path, "");
      }
      record(operation, 503, answer);
      if (path.startsWith(BUCKET)) {
        record(operation, 400, send(ROOT, method, path.replace("{bucket}", "No"), "x"));
        if (!operation.equals("PUT " + BUCKET)) {
          record(operation, 404, send(ROOT, method, path.replace("{bucket}", "none"), "x"));
        }
      }
    }
    reach("GET", "/api/v1/nodes", 200, "");
    reach("GET", "/api/v1/nodes/{name}/events", 200, "");
    record(
        "GET /api/v1/nodes/{name}/events", 404, send(ROOT, "GET", "/api/v1/nodes/n2/events", ""));
    record(
        "GET /api/v1/nodes/{name}/events", 400, send(ROOT, "GET", "/api/v1/nodes/%2f/events", ""));
  }

  private void buckets() throws Exception {
    reach("GET", BUCKETS, 200, "");
    reach("GET", "/api/v1/classes", 200, "");
    reach("GET", BUCKET, 200, "");
    reach("HEAD", BUCKET, 200, "");
    reach("PUT", BUCKET, 409, "");
    reach("GET", BUCKET + "/storage-class", 200, "");
    reach("PUT", CLASS, 200, "");
    record("PUT " + CLASS, 400, send(ROOT, "PUT", CLASS.replace("{class}", "GOLD"), ""));
    reach("PUT", OBJECT, 201, "hello");
    reach("DELETE", BUCKET, 409, "");
    reach("DELETE", OBJECT, 204, "");
    reach("DELETE", BUCKET, 204, "");
    reach("PUT", BUCKET, 201, "");
  }

  private void objects() throws Exception {
    reach("PUT", OBJECT, 201, "hello", "Cache-Control", "no-store", "x-amz-meta-a", "b");
    reach("PUT", OBJECT, 200, "hello", "Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==");
    reach("PUT", OBJECT, 400, "jello", "Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==");
    reach("PUT", OBJECT, 412, "x", "If-None-Match", "*");
    reach("PUT", OBJECT, 412, "x", "If-Match", "nothing");
    cloud.store().failPuts(Code.OBJECT_TOO_LARGE, "too large");
    reach("PUT", OBJECT, 413, "x");
    reach("GET", OBJECTS, 200, "");
    record("GET " + OBJECTS, 400, send(ROOT, "GET", OBJECTS + "?max=0", ""));
    reach("DELETE", OBJECT, 412, "", "If-Match", "nothing");
    record("DELETE " + OBJECT, 404, send(ROOT, "DELETE", OBJECT + "?version=none", ""));
  }

  private void reads() throws Exception {
    cloud.clear();
    reach("PUT", BUCKET, 201, "");
    reach("PUT", OBJECT, 201, "hello");
    reach("GET", OBJECT + "/placement", 200, "");
    for (String method : new String[] {"GET", "HEAD"}) {
      reach(method, OBJECT, 200, "");
      reach(method, OBJECT, 206, "", "Range", "bytes=1-2");
      reach(method, OBJECT, 416, "", "Range", "bytes=9-");
      reach(method, OBJECT, 304, "", "If-None-Match", "*");
      reach(method, OBJECT, 412, "", "If-Match", "nothing");
    }
  }

  private void users() throws Exception {
    reach("PUT", USER, 201, "");
    reach("PUT", USER, 409, "");
    reach("PUT", USER, 400, "{\"bytes\":-1}");
    reach("PUT", USER, 413, " ".repeat(70_000));
    reach("GET", USERS, 200, "");
    reach("GET", USER, 200, "");
    reach("PATCH", USER, 200, "{\"bytes\":7,\"policy\":\"readonly\"}");
    reach("PATCH", USER, 400, "{\"policy\":\"{}\"}");
    reach("PATCH", USER, 413, " ".repeat(70_000));
    record("PATCH " + USER, 409, send(ROOT, "PATCH", USERS + "/root", "{\"enabled\":false}"));
    record("DELETE " + USER, 409, send(ROOT, "DELETE", USERS + "/root", ""));
    for (String method : new String[] {"GET", "PATCH", "DELETE"}) {
      record(method + " " + USER, 404, send(ROOT, method, USERS + "/absent", ""));
    }
  }

  private void keys() throws Exception {
    String keys = USER + "/keys";
    JsonNode made = Json.read(reach("POST", keys, 201, "{\"note\":\"lab\"}"), JsonNode.class);
    reach("POST", keys, 400, "{\"name\":\"lab\"}");
    reach("POST", keys, 413, " ".repeat(70_000));
    reach("GET", keys, 200, "");
    for (String method : new String[] {"GET", "POST"}) {
      record(method + " " + keys, 404, send(ROOT, method, USERS + "/absent/keys", ""));
    }
    for (int i = 0; i < 100 && !reached.contains("POST " + keys + " 409"); i++) {
      HttpResponse<String> next = send(ROOT, "POST", keys, "");
      record("POST " + keys, next.statusCode(), next);
    }
    String key = KEY.replace("{id}", made.at("/about/id").asString());
    record("PATCH " + KEY, 204, send(ROOT, "PATCH", key, "{\"enabled\":false}"));
    record("PATCH " + KEY, 400, send(ROOT, "PATCH", key, "{}"));
    record("PATCH " + KEY, 413, send(ROOT, "PATCH", key, " ".repeat(70_000)));
    record("DELETE " + KEY, 204, send(ROOT, "DELETE", key, ""));
    record("DELETE " + KEY, 404, send(ROOT, "DELETE", key, ""));
    record("PATCH " + KEY, 404, send(ROOT, "PATCH", key, "{\"enabled\":true}"));
    String first = KEY.replace("{id}", TestCloud.CREDENTIALS.accessKeyId());
    record("PATCH " + KEY, 409, send(ROOT, "PATCH", first, "{\"enabled\":false}"));
    record("DELETE " + KEY, 409, send(ROOT, "DELETE", first, ""));
    reach("DELETE", USER, 204, "");
  }

  private void open() throws Exception {
    for (String path : new String[] {"/api/v1/openapi.json", "/healthz", "/readyz", "/metrics"}) {
      record("GET " + path, 200, send("", "GET", path, ""));
    }
    cloud.notReady("2 of 6 nodes are here");
    record("GET /readyz", 503, send("", "GET", "/readyz", ""));
  }

  private String token(String name, String policy, long requestsPerSecond) {
    var _ = cloud.accounts().create(name, policy, new Quota(0, 0, requestsPerSecond));
    return cloud.accounts().createKey(name, "").token();
  }

  private String reach(String method, String path, int status, String body, String... headers)
      throws Exception {
    HttpResponse<String> answer = send(ROOT, method, path, body, headers);
    record(method + " " + path, status, answer);
    return answer.body();
  }

  private void record(String operation, int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(operation + ": " + answer.body()).isEqualTo(status);
    document.check(operation, answer);
    reached.add(operation + " " + status);
  }

  private HttpResponse<String> send(
      String token, String method, String path, String body, String... headers) throws Exception {
    String target =
        path.replace("{bucket}", "box")
            .replace("{key}", "d/k")
            .replace("{class}", "RAID5")
            .replace("{user}", "ann")
            .replace("{name}", "node-1")
            .replace("{id}", "AKIDNONE");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(cloud.rest() + target))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
