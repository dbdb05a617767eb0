// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tab of a browser: opens pages, presses keys, runs scripts, and hears what goes wrong. */
final class Tab implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();

  /** What the console and the network had to complain of. */
  final List<String> problems = new CopyOnWriteArrayList<>();

  /** The URLs of all requests. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  Tab(HttpClient http, URI uri) {
    socket = http.newWebSocketBuilder().buildAsync(uri, new Listener()).join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Sends a command and waits for its result. */
  JsonNode call(String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    calls.put(id, reply);
    Map<String, Object> message = Map.of("id", id, "method", method, "params", parameters);
    socket.sendText(MAPPER.writeValueAsString(message), true).join();
    try {
      return reply.get(WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(method + ": " + e, e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  void show(int width, int height, String scheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  void open(String url) {
    call("Page.navigate", Map.of("url", url));
    await("document.readyState === 'complete'");
  }

  /** The value of a script. */
  JsonNode eval(String script) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(script + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  String text(String selector) {
    return eval("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''").asString();
  }

  /** Waits until a script says true. */
  void await(String condition) {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (!eval("Boolean(" + condition + ")").asBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not in " + WAIT.toSeconds() + " s: " + condition + "\npage: " + text("body"));
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }

  void awaitText(String selector, String text) {
    await(
        "document.querySelector(%s)?.innerText.includes(%s)"
            .formatted(quoted(selector), quoted(text)));
  }

  void click(String selector) {
    await("document.querySelector(" + quoted(selector) + ")");
    eval("document.querySelector(" + quoted(selector) + ").click()");
  }

  /** Presses the button with this text. */
  void press(String scope, String label) {
    String found =
        "[...document.querySelectorAll(%s + ' button')].find(b => b.innerText.trim() === %s)"
            .formatted(quoted(scope), quoted(label));
    await(found + " && !" + found + ".disabled");
    eval(found + ".focus()");
    eval(found + ".click()");
  }

  /** Puts text where the focus is. */
  void type(String text) {
    call("Input.insertText", Map.of("text", text));
  }

  /** Presses one key, such as {@code j} or {@code Enter}. */
  void key(String key) {
    Map<String, Object> down =
        key.length() == 1
            ? Map.of("type", "keyDown", "key", key, "text", key)
            : key.equals("Enter")
                ? Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", 13, "text", "\r")
                : Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code(key));
    call("Input.dispatchKeyEvent", down);
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  private static int code(String key) {
    return switch (key) {
      case "Escape" -> 27;
      case "Tab" -> 9;
      default -> throw new IllegalArgumentException(key);
    };
  }

  /** Writes the whole page as it is seen into {@code target/screenshots}. */
  void screenshot(String name) throws IOException {
    Path directory = Path.of("target", "screenshots");
    Files.createDirectories(directory);
    int height = Math.min(6_000, eval("document.documentElement.scrollHeight").asInt());
    int width = eval("innerWidth").asInt();
    JsonNode shot =
        call(
            "Page.captureScreenshot",
            Map.of(
                "format",
                "png",
                "captureBeyondViewport",
                true,
                "clip",
                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
    Files.write(
        directory.resolve(name + ".png"), Base64.getDecoder().decode(shot.get("data").asString()));
  }

  static String quoted(String text) {
    return MAPPER.writeValueAsString(text);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private void event(String method, JsonNode parameters) {
    switch (method) {
      case "Runtime.exceptionThrown" ->
          problems.add("exception: " + parameters.path("exceptionDetails"));
      case "Runtime.consoleAPICalled" -> {
        String type = parameters.path("type").asString();
        if (List.of("error", "warning", "assert").contains(type)) {
          problems.add("console: " + parameters.path("args"));
        }
      }
      case "Log.entryAdded" -> {
        JsonNode entry = parameters.path("entry");
        if (List.of("error", "warning").contains(entry.path("level").asString())) {
          problems.add("log: " + entry.path("text").asString() + " " + entry.path("url"));
        }
      }
      case "Network.requestWillBeSent" ->
          requests.add(parameters.path("request").path("url").asString());
      default -> {}
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final List<CharSequence> parts = new ArrayList<>();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.add(data.toString());
      if (last) {
        JsonNode message = MAPPER.readTree(String.join("", parts));
        parts.clear();
        if (message.has("id")) {
          CompletableFuture<JsonNode> call = calls.remove(message.get("id").asInt());
          if (call != null && message.has("error")) {
            call.completeExceptionally(new IOException(message.get("error").toString()));
          } else if (call != null) {
            call.complete(message.get("result"));
          }
        } else {
          event(message.path("method").asString(), message.path("params"));
        }
      }
      from.request(1);
      return null;
    }
  }
}
