// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not what their headers say: refused by S3's codes, and nothing is stored. */
class HostileBodyTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final long OBJECT_MAX = 5L << 40;
  private static final String CRC = "x-amz-checksum-crc32";

  /** The checksum of "abc". */
  private static final String GOOD = CRC + ":NSRBwg==";

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    CLOUD.store().createBucket("bkt");
  }

  @AfterAll
  static void stop() {
    CLOUD.close();
  }

  private static RawRequest put() {
    return new RawRequest(CLOUD.s3(), "PUT", "/bkt/k");
  }

  private static void refused(RawRequest request, int status, String code) throws IOException {
    RawRequest.Answer answer = request.send();
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
    assertThat(CLOUD.store().count()).as("%s", answer).isZero();
  }

  /** In the notation of Java, which names bytes better than a table could. */
  private static RawRequest unsigned(String framed, long decoded, String trailer) {
    Chunks chunks = new Chunks(CLOUD.s3(), "/bkt/k", Chunks.TRAILED, List.of("abc"), trailer);
    chunks.request().header("x-amz-decoded-content-length", "" + decoded);
    List<String> _ = chunks.lines();
    return chunks.with(List.of(framed.translateEscapes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "1\\r\\na\\r\\n00002\\r\\nbc\\r\\n0\\r\\n\\r\\n",
        "3;whatever=1\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        // Some clients leave the last line for the end of the body.
        "3\\r\\nabc\\r\\n0\\r\\n",
      })
  void chunks_asTheyMayBe_stored(String framed) throws IOException {
    RawRequest.Answer answer = unsigned(framed, 3, "").send();
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(CLOUD.store().bytes("bkt", "k")).asString().isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3\\r\\nabc\\r\\n",
        "3\\r\\nabc",
        "3\\r\\nab",
        "3",
        "3\\r\\nabc\\r\\n0",
        "ffffffffffff\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "4\\r\\nabcd\\r\\n0\\r\\n\\r\\n",
        "2\\r\\nab\\r\\n0\\r\\n\\r\\n",
        "0\\r\\n\\r\\n",
      })
  void chunks_thatEndElsewhere_incompleteBody(String framed) throws IOException {
    refused(unsigned(framed, 3, ""), 400, "IncompleteBody");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-3\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "+3\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "0x3\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        " 3\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "3 \\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "zz\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        ";\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "fffffffffffffffff\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "8000000000000000\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "3\\nabc\\n0\\n\\n",
        "2\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "3\\r\\nabcd\\r\\n0\\r\\n\\r\\n",
        "3\\r\\nabc\\r\\n0\\r\\n\\r\\nmore",
        "3\\r\\nabc\\r\\n0\\r\\n\\r\\n3\\r\\nabc\\r\\n0\\r\\n\\r\\n",
        "3\\r\\nabc\\r\\n0\\r\\nno trailer\\r\\n\\r\\n",
      })
  void chunks_thatAreNone_invalidRequest(String framed) throws IOException {
    refused(unsigned(framed, 3, ""), 400, "InvalidRequest");
  }

  @Test
  void chunks_whoseLinesDoNotEnd_refusedAfterTheFirstKilobytes() throws IOException {
    String endless = "a".repeat(3_000_000);
    refused(unsigned("3;" + endless, 3, ""), 400, "InvalidRequest");
    refused(unsigned("3\\r\\nabc\\r\\n0\\r\\nx:" + endless, 3, ""), 400, "InvalidRequest");
  }

  @ParameterizedTest
  @CsvSource({
    "'', MalformedTrailerError",
    "x-amz-checksum-crc32:AAAAAA==, BadDigest",
    "x-amz-checksum-crc32:AAAA, MalformedTrailerError",
    "x-amz-checksum-crc32:, MalformedTrailerError",
    "x-amz-checksum-crc32:!!!, MalformedTrailerError",
    "x-amz-checksum-sha1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0=, MalformedTrailerError",
    "x-amz-checksum-crc32:AAAAAA==\\r\\nx-amz-checksum-crc32:NSRBwg==, MalformedTrailerError",
    "x-amz-checksum-crc32:NSRBwg==\\r\\nx-more:1, MalformedTrailerError",
  })
  void trailer_notTheOneAnnounced_refused(String trailer, String code) throws IOException {
    String line = trailer.isEmpty() ? "" : trailer + "\\r\\n";
    refused(unsigned("3\\r\\nabc\\r\\n0\\r\\n" + line + "\\r\\n", 3, GOOD), 400, code);
  }

  @Test
  void trailer_thatNobodyAnnounced_refused() throws IOException {
    String framed = "3\\r\\nabc\\r\\n0\\r\\n%s\\r\\n\\r\\n";
    refused(unsigned(framed.formatted(GOOD), 3, ""), 400, "MalformedTrailerError");
    refused(unsigned(framed.formatted("x:1"), 3, ""), 400, "MalformedTrailerError");
    refused(unsigned("3\\r\\nabc\\r\\n0\\r\\n\\r\\n", 3, "x-other:1"), 400, "InvalidRequest");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, InvalidArgument",
    "x, InvalidArgument",
    "'', InvalidArgument",
    "3.0, InvalidArgument",
    "99999999999999999999, InvalidArgument",
    "5497558138881, EntityTooLarge",
    "2, IncompleteBody",
    "4, IncompleteBody",
    "0, IncompleteBody"
  })
  void decodedLength_wrong_refused(String decoded, String code) throws IOException {
    Chunks chunks = new Chunks(CLOUD.s3(), "/bkt/k", Chunks.SIGNED, List.of("abc"), "");
    chunks.request().header("x-amz-decoded-content-length", decoded);
    refused(chunks.with(chunks.lines()), 400, code);
  }

  @Test
  void decodedLength_missing_refused() throws IOException {
    Chunks chunks = new Chunks(CLOUD.s3(), "/bkt/k", Chunks.SIGNED, List.of("abc"), "");
    chunks.request().without("x-amz-decoded-content-length");
    refused(chunks.with(chunks.lines()), 411, "MissingContentLength");
  }

  /** Each line of the body left out, given twice, exchanged with the next, and changed. */
  @Test
  void signedChunks_changedAnywhere_refused() throws IOException {
    List<String> parts = List.of("abc", "defg", "h".repeat(70_000));
    for (String trailer : List.of("", CRC + ":" + crc(String.join("", parts)))) {
      String mode = trailer.isEmpty() ? Chunks.SIGNED : Chunks.SIGNED_TRAILED;
      Chunks good = chunks(mode, parts, trailer);
      int lines = good.lines().size();
      assertThat(good.with(good.lines()).send().status()).isEqualTo(200);
      for (int line = 0; line < lines; line++) {
        for (int change = 0; change < 4; change++) {
          makeBucket();
          Chunks chunks = chunks(mode, parts, trailer);
          RawRequest.Answer answer = chunks.with(changed(chunks.lines(), line, change)).send();
          String what = "%s: change %d of line %d".formatted(mode, change, line);
          // The empty line at the end may be missing.
          boolean stored = line == lines - 1 && change == 0;
          assertThat(answer.status() == 200).as("%s: %s", what, answer).isEqualTo(stored);
          assertThat(CLOUD.store().count()).as(what).isEqualTo(stored ? 1 : 0);
        }
      }
    }
  }

  private static String crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }

  private static Chunks chunks(String mode, List<String> parts, String trailer) {
    return new Chunks(CLOUD.s3(), "/bkt/k", mode, parts, trailer);
  }

  private static List<String> changed(List<String> lines, int line, int change) {
    List<String> changed = new ArrayList<>(lines);
    String old = changed.get(line);
    int middle = old.length() / 2;
    switch (change) {
      case 0 -> changed.remove(line);
      case 1 -> changed.add(line, old);
      case 2 -> changed.set(line, changed.set((line + 1) % lines.size(), old));
      default -> {
        char other = old.charAt(middle) == 'a' ? 'b' : 'a';
        changed.set(line, old.substring(0, middle) + other + old.substring(middle + 1));
      }
    }
    return changed;
  }

  @Test
  void signedChunks_ofAnotherRequest_refused() throws IOException {
    Chunks one = chunks(Chunks.SIGNED, List.of("abc"), "");
    Chunks other = chunks(Chunks.SIGNED, List.of("abc"), "");
    other.request().header("x-amz-meta-a", "1");
    List<String> _ = other.lines();
    refused(other.with(one.lines()), 403, "SignatureDoesNotMatch");
  }

  @Test
  void signedChunks_ofARequestThatIsNotSigned_refused() throws IOException {
    Chunks chunks = chunks(Chunks.SIGNED, List.of("abc"), "");
    RawRequest request = chunks.with(chunks.lines());
    refused(request.without("authorization"), 403, "AccessDenied");
  }

  @Test
  void length_of5TebibytesAndOne_refusedBeforeTheBody() throws IOException {
    RawRequest request = put().sign(Signature.now(), "UNSIGNED-PAYLOAD");
    request.line("content-length: " + (OBJECT_MAX + 1)).line("expect: 100-continue");
    refused(request, 400, "EntityTooLarge");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STREAMING-",
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
        "streaming-unsigned-payload-trailer",
        "unsigned-payload",
        "0",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
      })
  void hash_thatIsNone_refused(String hash) throws IOException {
    refused(put().body("abc").sign(Signature.now(), hash), 400, "InvalidArgument");
  }

  @Test
  void hash_ofOtherBytes_refused() throws IOException {
    refused(
        put().body("abc").sign(Signature.now(), Signature.EMPTY), 400, "XAmzContentSHA256Mismatch");
  }

  @ParameterizedTest
  @CsvSource({
    "content-md5, x, InvalidDigest",
    "content-md5, AAAA, InvalidDigest",
    "content-md5, AAAAAAAAAAAAAAAAAAAAAA==, BadDigest",
    "x-amz-checksum-crc32, !, InvalidRequest",
    "x-amz-checksum-crc32, AAAA, InvalidRequest",
    "x-amz-checksum-crc32, AAAAAA==, BadDigest",
    "x-amz-checksum-crc32c, AAAAAA==, BadDigest",
    "x-amz-checksum-crc64nvme, AAAAAA==, InvalidRequest",
    "x-amz-checksum-crc64nvme, AAAAAAAAAAA=, BadDigest",
    "x-amz-checksum-sha1, AAAAAAAAAAAAAAAAAAAAAAAAAAA=, BadDigest",
    "x-amz-checksum-sha256, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, BadDigest",
  })
  void checksum_wrong_refused(String header, String value, String code) throws IOException {
    refused(put().body("abc").header(header, value).sign(), 400, code);
  }

  /** One that would put a piece in the place of the whole. */
  @Test
  void put_ofAPieceOfAnObject_refused() throws IOException {
    RawRequest.Answer answer = put().body("whole").sign().send();
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    RawRequest part = new RawRequest(CLOUD.s3(), "PUT", "/bkt/k?partNumber=1").body("x").sign();
    assertThat(part.send().code()).isEqualTo("InvalidArgument");
    RawRequest offset = put().header("x-amz-write-offset-bytes", "5").body("x").sign();
    assertThat(offset.send().code()).isEqualTo("NotImplemented");
    assertThat(CLOUD.store().bytes("bkt", "k")).asString().isEqualTo("whole");
  }
}
