// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.hostile;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A body in signed chunks with a signed trailer, each line of which can be another. */
final class Chunks {
  static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  static final String SIGNED_TRAILED = SIGNED + "-TRAILER";
  static final String TRAILED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

  private final Signature signature = Signature.now();
  private final RawRequest request;
  private final String mode;
  private final List<String> chunks;
  private final String trailer;

  /**
   * @param mode what is signed in place of the body's hash
   * @param chunks before the last, which is empty
   * @param trailer {@code name:value}, or nothing
   */
  Chunks(URI server, String path, String mode, List<String> chunks, String trailer) {
    this.mode = mode;
    this.chunks = List.copyOf(chunks);
    this.trailer = trailer;
    this.request =
        new RawRequest(server, "PUT", path)
            .header("content-encoding", "aws-chunked")
            .header("x-amz-decoded-content-length", "" + String.join("", chunks).length());
    if (!trailer.isEmpty()) {
      request.header("x-amz-trailer", trailer.substring(0, trailer.indexOf(':')));
    }
  }

  /** The request, whose headers may be changed before {@link #lines} signs it. */
  RawRequest request() {
    return request;
  }

  /** Signs all, and gives what goes over the wire: heads of chunks and chunks, then the rest. */
  List<String> lines() {
    request.sign(signature, mode);
    List<String> lines = new ArrayList<>();
    String previous = request.signature();
    List<String> all = new ArrayList<>(chunks);
    all.add("");
    for (String chunk : all) {
      String head = Integer.toHexString(chunk.length());
      if (!mode.equals(TRAILED)) {
        previous = signature.ofChunk(previous, chunk.getBytes(StandardCharsets.ISO_8859_1));
        head += ";chunk-signature=" + previous;
      }
      lines.add(head + "\r\n");
      if (!chunk.isEmpty()) {
        lines.add(chunk + "\r\n");
      }
    }
    if (!trailer.isEmpty()) {
      lines.add(trailer + "\r\n");
      if (mode.equals(SIGNED_TRAILED)) {
        lines.add(
            "x-amz-trailer-signature:" + signature.ofTrailer(previous, trailer + "\n") + "\r\n");
      }
    }
    lines.add("\r\n");
    return lines;
  }

  /** The request with these lines as its body. */
  RawRequest with(List<String> lines) {
    return request.body(String.join("", lines).getBytes(StandardCharsets.ISO_8859_1));
  }
}
