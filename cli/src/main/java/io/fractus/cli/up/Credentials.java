// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import io.fractus.platform.DurableFiles;
import io.fractus.platform.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a client shows a gateway, in a file (0600) as the AWS tools have it, profile {@code
 * default}, with the bearer token of REST beside the keys.
 *
 * @param accessKey of S3
 * @param secretKey of S3
 * @param token of REST
 */
public record Credentials(String accessKey, String secretKey, String token) {
  private static final int ACCESS_KEY_DIGITS = 16;

  /** The credentials in a file, which is made with new ones if it is not there. */
  public static Credentials loadOrCreate(Path file, RandomGenerator random) {
    if (Files.exists(file)) {
      return load(file);
    }
    Credentials made =
        new Credentials(
            "FRAC" + Secrets.newHex(random, ACCESS_KEY_DIGITS).toUpperCase(Locale.ROOT),
            Secrets.newToken(random),
            Secrets.newToken(random));
    String text =
        """
        [default]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        fractus_token = %s
        """
            .formatted(made.accessKey, made.secretKey, made.token);
    try {
      DurableFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Failure.failed("cannot write " + file + ": " + e, e);
    }
    return made;
  }

  /** Throws {@link Failure} if the file cannot be read or a key is wanting. */
  public static Credentials load(Path file) {
    Map<String, String> values = profile(file);
    return new Credentials(
        require(file, values, "aws_access_key_id"),
        require(file, values, "aws_secret_access_key"),
        require(file, values, "fractus_token"));
  }

  private static Map<String, String> profile(Path file) {
    Map<String, String> values = new HashMap<>();
    boolean ours = false;
    try {
      if (Files.size(file) > Limits.SMALL_FILE_BYTES_MAX) {
        throw Failure.failed(file + " is too large for a credentials file");
      }
      for (String raw : Files.readAllLines(file)) {
        String line = raw.strip();
        int equals = line.indexOf('=');
        if (line.startsWith("[")) {
          ours = line.equals("[default]");
        } else if (ours && equals > 0 && !line.startsWith("#")) {
          values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
      }
    } catch (NoSuchFileException e) {
      throw Failure.failed("no credentials at " + file, e);
    } catch (IOException e) {
      throw Failure.failed("cannot read " + file + ": " + e, e);
    }
    return values;
  }

  private static String require(Path file, Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null || value.isEmpty()) {
      throw Failure.failed(file + " has no " + key + " in its profile [default]");
    }
    return value;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Credentials[accessKey=" + accessKey + "]";
  }
}
