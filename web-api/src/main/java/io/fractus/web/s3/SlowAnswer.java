// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.Limits;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer that may take long: while it does, spaces keep the connection alive, as S3 sends them
 * where XML allows any number of them. Once one was sent the status is 200, so that a failure has
 * to be read from the document. Stateless.
 */
final class SlowAnswer {
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

  private SlowAnswer() {}

  /** Works and answers; what is thrown before the first space is thrown on. */
  static void give(S3Request request, Callable<XmlDocument> work) throws IOException {
    FutureTask<XmlDocument> task = new FutureTask<>(work);
    Thread.ofVirtual().name("slow answer").start(task);
    boolean begun = false;
    while (true) {
      try {
        XmlDocument document = task.get(Limits.SPACE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (begun) {
          write(request, withoutDeclaration(document.finish()));
        } else {
          request.reply(document);
        }
        return;
      } catch (TimeoutException _) {
        if (!begun) {
          request.response().setContentType(XmlDocument.CONTENT_TYPE);
        }
        write(request, begun ? " " : DECLARATION + " ");
        begun = true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while an answer was made", e);
      } catch (ExecutionException e) {
        S3Exception failure = S3Api.asS3(cause(e));
        if (!begun) {
          throw failure;
        }
        write(request, withoutDeclaration(ErrorXml.of(failure, request.http())));
        return;
      }
    }
  }

  private static Exception cause(ExecutionException e) {
    return e.getCause() instanceof Exception cause ? cause : e;
  }

  private static String withoutDeclaration(String xml) {
    return xml.substring(xml.indexOf("?>") + 2);
  }

  private static void write(S3Request request, String text) throws IOException {
    OutputStream out = request.response().getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
