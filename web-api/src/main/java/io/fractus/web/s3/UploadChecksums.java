// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.BAD_DIGEST;
import static io.fractus.web.s3.error.S3Error.INVALID_PART;
import static io.fractus.web.s3.error.S3Error.INVALID_REQUEST;

import io.fractus.raid.object.Checksum;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.UploadRequest.UploadChecksum;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of objects that come in parts: those of the parts' checksums, or of all bytes, combined
 * from those of the parts. Stateless.
 */
final class UploadChecksums {
  static final String TYPE = "x-amz-checksum-type";
  static final String COMPOSITE = "COMPOSITE";
  static final String FULL_OBJECT = "FULL_OBJECT";
  private static final String ALGORITHM = "x-amz-checksum-algorithm";

  private UploadChecksums() {}

  /** Which ones an upload that begins shall have; throws {@link S3Exception}. */
  static Optional<UploadChecksum> named(HttpServletRequest http) {
    String name = http.getHeader(ALGORITHM);
    String type = http.getHeader(TYPE);
    if (name == null) {
      if (type != null) {
        throw new S3Exception(INVALID_REQUEST, TYPE + " needs " + ALGORITHM);
      }
      return Optional.empty();
    }
    ChecksumAlgorithm algorithm = algorithm(name);
    boolean composite = type == null ? algorithm != ChecksumAlgorithm.CRC64NVME : isComposite(type);
    boolean possible =
        composite ? algorithm != ChecksumAlgorithm.CRC64NVME : algorithm.isCombinable();
    if (!possible) {
      throw new S3Exception(
          INVALID_REQUEST, "the checksum type " + type + " cannot be used with " + algorithm);
    }
    return Optional.of(new UploadChecksum(algorithm.name(), composite));
  }

  private static boolean isComposite(String type) {
    return switch (type.strip().toUpperCase(Locale.ROOT)) {
      case COMPOSITE -> true;
      case FULL_OBJECT -> false;
      default ->
          throw new S3Exception(
              INVALID_REQUEST, TYPE + " must be " + COMPOSITE + " or " + FULL_OBJECT);
    };
  }

  static ChecksumAlgorithm algorithm(String name) {
    try {
      return ChecksumAlgorithm.valueOf(name.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new S3Exception(INVALID_REQUEST, "there is no checksum algorithm '" + name + "'", e);
    }
  }

  /**
   * Throws {@link S3Exception} if a part comes with a checksum of another kind than its upload has.
   *
   * @param given with the part, if any
   */
  static void requireSame(Optional<ChecksumAlgorithm> given, Optional<UploadChecksum> wanted) {
    if (given.isPresent()
        && wanted.isPresent()
        && !given.get().name().equals(wanted.get().algorithm())) {
      throw new S3Exception(
          INVALID_REQUEST,
          "Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum Type: %s"
              .formatted(
                  wanted.get().algorithm().toLowerCase(Locale.ROOT),
                  given.get().name().toLowerCase(Locale.ROOT)));
    }
  }

  static String type(boolean composite) {
    return composite ? COMPOSITE : FULL_OBJECT;
  }

  /** In the headers of an answer. */
  static void write(HttpServletResponse response, Checksum checksum) {
    response.setHeader(ChecksumAlgorithm.valueOf(checksum.algorithm()).header(), checksum.value());
    response.setHeader(TYPE, type(checksum.composite()));
  }

  /** In a document. */
  static void write(XmlDocument xml, Checksum checksum) {
    xml.element(ChecksumAlgorithm.valueOf(checksum.algorithm()).element(), checksum.value())
        .element("ChecksumType", type(checksum.composite()));
  }

  /**
   * That of an object, from those of its parts; throws {@link S3Exception} if the client knows
   * others of the parts or of the object.
   *
   * @param wanted of the upload
   */
  static Optional<Checksum> ofObject(
      HttpServletRequest http,
      Optional<UploadChecksum> wanted,
      CompleteBody body,
      List<PartInfo> parts) {
    checkParts(body, parts);
    checkSize(http, parts);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    checkType(http, wanted.get());
    ChecksumAlgorithm algorithm = ChecksumAlgorithm.valueOf(wanted.get().algorithm());
    Checksum checksum =
        wanted.get().composite() ? composite(algorithm, parts) : combined(algorithm, parts);
    String given = http.getHeader(algorithm.header());
    if (given != null && !withoutCount(given).equals(withoutCount(checksum.value()))) {
      throw new S3Exception(
          BAD_DIGEST,
          "the object has %s %s, the request says %s"
              .formatted(algorithm.header(), checksum.value(), given));
    }
    return Optional.of(checksum);
  }

  private static void checkType(HttpServletRequest http, UploadChecksum wanted) {
    String type = http.getHeader(TYPE);
    if (type != null && isComposite(type) != wanted.composite()) {
      throw new S3Exception(
          INVALID_REQUEST,
          "The upload was created using the %s checksum mode. The complete request must use the"
                  .formatted(type(wanted.composite()))
              + " same checksum mode.");
    }
  }

  private static String withoutCount(String value) {
    int dash = value.indexOf('-');
    return (dash < 0 ? value : value.substring(0, dash)).strip();
  }

  private static void checkParts(CompleteBody body, List<PartInfo> parts) {
    for (PartInfo part : parts) {
      String known =
          part.checksum()
              .map(c -> body.checksums().get(new CompleteBody.Named(part.number(), c.algorithm())))
              .orElse(null);
      if (known != null && !part.checksum().map(Checksum::value).equals(Optional.of(known))) {
        throw new S3Exception(
            INVALID_PART, "part " + part.number() + " has another checksum than " + known);
      }
    }
  }

  private static void checkSize(HttpServletRequest http, List<PartInfo> parts) {
    @Nullable String given = http.getHeader("x-amz-mp-object-size");
    long size = parts.stream().mapToLong(PartInfo::size).sum();
    if (given != null && !given.strip().equals(Long.toString(size))) {
      throw new S3Exception(
          INVALID_REQUEST, "the parts have %d bytes, the request says %s".formatted(size, given));
    }
  }

  private static Checksum composite(ChecksumAlgorithm algorithm, List<PartInfo> parts) {
    ChecksumAlgorithm.Running running = algorithm.start();
    for (PartInfo part : parts) {
      byte[] value = bytes(part);
      running.update(value, 0, value.length);
    }
    String value = Base64.getEncoder().encodeToString(running.value()) + "-" + parts.size();
    return new Checksum(algorithm.name(), value, true);
  }

  private static Checksum combined(ChecksumAlgorithm algorithm, List<PartInfo> parts) {
    byte[] whole = algorithm.start().value();
    for (PartInfo part : parts) {
      whole = algorithm.combine(whole, bytes(part), part.size());
    }
    return new Checksum(algorithm.name(), Base64.getEncoder().encodeToString(whole), false);
  }

  private static byte[] bytes(PartInfo part) {
    return Base64.getDecoder().decode(part.checksum().orElseThrow().value());
  }
}
