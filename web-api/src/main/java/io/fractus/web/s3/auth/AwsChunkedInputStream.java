// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.Limits;
import io.fractus.web.http.BodyException;
import io.fractus.web.http.BodyException.Reason;
import io.fractus.web.http.ContentMd5;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The body inside the {@code aws-chunked} framing:
 *
 * <pre>
 * size in hex [;chunk-signature=hex] CR LF
 * that many bytes CR LF
 * …
 * 0 [;chunk-signature=hex] CR LF
 * [name:value CR LF …] [x-amz-trailer-signature:hex CR LF]
 * CR LF
 * </pre>
 *
 * <p>A chunk is handed out before its signature is known to hold, for it may be of any size; the
 * stream throws before it ends, so that a reader that waits for the end never takes a wrong body.
 * Not thread-safe.
 */
final class AwsChunkedInputStream extends InputStream {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final String SIGNATURE = ";chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

  /** Hexadecimal digits of a chunk's size: more than an object can need. */
  private static final int SIZE_DIGITS_MAX = 12;

  private final InputStream in;
  private final @Nullable ChunkSigner signer;
  private final boolean trailed;
  private final String announced;
  private final MessageDigest sha256 = ContentMd5.newDigest("SHA-256");
  private final Map<String, String> trailers = new TreeMap<>();
  private final byte[] single = new byte[1];
  private String signature = "";
  private long left;
  private boolean started;
  private boolean done;

  /**
   * @param signer what checks the chunks, or null if they are not signed
   * @param trailed whether its form is one with trailers
   * @param announced the one that may come, its name in lower case; empty if none
   */
  AwsChunkedInputStream(
      InputStream in, @Nullable ChunkSigner signer, boolean trailed, String announced) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.signer = signer;
    this.trailed = trailed;
    this.announced = announced;
  }

  /** By name in lower case; complete once the stream has ended. */
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !done) {
      nextChunk();
    }
    if (done) {
      return -1;
    }
    int read = in.read(buffer, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw truncated();
    }
    if (signer != null) {
      sha256.update(buffer, offset, read);
    }
    left -= read;
    return read;
  }

  private void nextChunk() throws IOException {
    if (started) {
      if (!readLine().isEmpty()) {
        throw malformed("a chunk is longer than its size says");
      }
      verifyChunk();
    }
    started = true;
    readSize(readLine());
    if (left == 0) {
      verifyChunk();
      readTrailers();
      if (in.read() >= 0) {
        throw malformed("something follows its end");
      }
      done = true;
    }
  }

  private void readSize(String line) throws BodyException {
    int semicolon = line.indexOf(';');
    String size = semicolon < 0 ? line : line.substring(0, semicolon);
    if (!size.matches("[0-9a-fA-F]{1," + SIZE_DIGITS_MAX + "}")) {
      throw malformed("a chunk does not begin with its size in hexadecimal");
    }
    int at = line.indexOf(SIGNATURE);
    if (signer != null && at < 0) {
      throw malformed("a chunk has no signature");
    }
    signature = at < 0 ? "" : line.substring(at + SIGNATURE.length()).strip();
    left = HexFormat.fromHexDigitsToLong(size);
  }

  private void verifyChunk() throws BodyException {
    if (signer != null) {
      signer.verifyChunk(signature, HexFormat.of().formatHex(sha256.digest()));
    }
  }

  /** Up to the empty line, or the end of the body, which some clients leave for it. */
  private void readTrailers() throws IOException {
    String trailerSignature = null;
    StringBuilder signed = new StringBuilder();
    for (int lines = 0; lines <= Limits.TRAILERS_MAX; lines++) {
      String line = readLineOrEnd();
      if (line.isEmpty()) {
        verifyTrailer(trailerSignature, signed.toString());
        return;
      }
      int colon = line.indexOf(':');
      if (!trailed || colon <= 0) {
        throw malformed("something that is not a trailer follows the last chunk");
      }
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (trailerSignature != null) {
        throw badTrailer("something follows its signature");
      }
      if (name.equals(TRAILER_SIGNATURE)) {
        trailerSignature = value;
      } else {
        addTrailer(name, value);
        signed.append(name).append(':').append(value).append('\n');
      }
    }
    throw badTrailer("there are more than " + Limits.TRAILERS_MAX + " of them");
  }

  /** One that nobody looks at must not pass for one that was checked. */
  private void addTrailer(String name, String value) throws BodyException {
    if (!name.equals(announced)) {
      throw badTrailer("x-amz-trailer does not announce one of this name");
    }
    if (trailers.put(name, value) != null) {
      throw badTrailer("it comes twice");
    }
  }

  private void verifyTrailer(@Nullable String given, String signed) throws BodyException {
    if (signer == null || !trailed) {
      return;
    }
    if (given == null) {
      throw badTrailer("there is no " + TRAILER_SIGNATURE);
    }
    signer.verifyTrailer(given, signed);
  }

  private String readLine() throws IOException {
    String line = readLineOrNull();
    if (line == null) {
      throw truncated();
    }
    return line;
  }

  private String readLineOrEnd() throws IOException {
    String line = readLineOrNull();
    return line == null ? "" : line;
  }

  /** A line without its end, or null at the end of the body. */
  private @Nullable String readLineOrNull() throws IOException {
    byte[] line = new byte[Limits.CHUNK_LINE_BYTES_MAX];
    int length = 0;
    int b = in.read();
    if (b < 0) {
      return null;
    }
    while (b != '\n') {
      if (b < 0) {
        throw truncated();
      }
      if (length == line.length) {
        throw malformed("a line between chunks has more than " + line.length + " bytes");
      }
      line[length++] = (byte) b;
      b = in.read();
    }
    if (length == 0 || line[length - 1] != '\r') {
      throw malformed("a line between chunks does not end with CR and LF");
    }
    return new String(line, 0, length - 1, StandardCharsets.ISO_8859_1);
  }

  private static BodyException truncated() {
    return new BodyException(Reason.TRUNCATED, "the body ended before its last, empty chunk");
  }

  private static BodyException badTrailer(String message) {
    return new BodyException(Reason.BAD_TRAILER, "a trailer of the body is wrong: " + message);
  }

  private static BodyException malformed(String message) {
    return new BodyException(Reason.MALFORMED, "the aws-chunked body is malformed: " + message);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
