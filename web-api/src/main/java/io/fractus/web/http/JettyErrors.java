// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Renders the errors that Jetty finds before any route (a request line it cannot parse, {@code
 * %00}, headers too large) in the API's own format, where Jetty would send a page of HTML.
 */
public final class JettyErrors extends ErrorHandler {
  private static final int INTERNAL_ERROR = 500;

  private final Renderer renderer;

  public JettyErrors(Renderer renderer) {
    this.renderer = renderer;
  }

  /** How an error looks. */
  public interface Renderer {
    /**
     * The page of an error.
     *
     * @param status 400 to 599
     * @param reason what Jetty said
     */
    Page render(int status, String reason);
  }

  /** A body with its type, and further headers. */
  public record Page(String contentType, String body, Map<String, String> headers) {
    public Page {
      headers = Map.copyOf(headers);
    }

    /** Without further headers. */
    public Page(String contentType, String body) {
      this(contentType, body, Map.of());
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object given = request.getAttribute(ERROR_STATUS);
    int status = given instanceof Integer code ? code : response.getStatus();
    status = status < 400 ? INTERNAL_ERROR : status;
    Object message = request.getAttribute(ERROR_MESSAGE);
    Page page = renderer.render(status, String.valueOf(message));
    response.setStatus(status);
    page.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, page.contentType());
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean head = "HEAD".equals(request.getMethod());
    response.write(true, head ? null : ByteBuffer.wrap(body), callback);
    return true;
  }
}
