// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.security.MessageDigest;
import java.util.HexFormat;

/** Something that must hold of a whole body, fed as the body passes. Not thread-safe. */
public interface BodyCheck {
  void update(byte[] bytes, int offset, int length);

  /** Throws if it does not hold, once, at the end of the body. */
  void verify() throws BodyException;

  /** That a digest of the body is the expected one. */
  static BodyCheck digest(
      MessageDigest digest, byte[] expected, BodyException.Reason reason, String name) {
    return new BodyCheck() {
      @Override
      public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
      }

      @Override
      public void verify() throws BodyException {
        byte[] actual = digest.digest();
        if (!MessageDigest.isEqual(actual, expected)) {
          throw new BodyException(
              reason,
              "the "
                  + name
                  + " of the body received is "
                  + HexFormat.of().formatHex(actual)
                  + ", the request says "
                  + HexFormat.of().formatHex(expected));
        }
      }
    };
  }
}
