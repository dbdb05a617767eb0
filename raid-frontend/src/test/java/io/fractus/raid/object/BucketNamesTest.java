// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS's rules for the names of buckets. */
class BucketNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "a.b",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.x",
        "1234.2.3.4",
        "x-xn--a",
        "xn-a",
        "s3alias",
        "my-s3alias-2",
        "a-ol-s3",
        "mrap",
        "www.example.org"
      })
  void checkNew_goodName_taken(String name) {
    assertThatCode(() -> BucketNames.checkNew(name)).doesNotThrowAnyException();
  }

  /** Those are there already, or could be: their objects are still found. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.168.0.1",
        "999.999.999.999",
        "xn--bcher-kva",
        "sthree-x",
        "sthree-configurator",
        "amzn-s3-demo-bucket",
        "mine-s3alias",
        "mine--ol-s3",
        "mine.mrap",
        "mine--x-s3",
        "mine--table-s3"
      })
  void checkNew_keptByAws_refusedButRead(String name) {
    assertThatThrownBy(() -> BucketNames.checkNew(name))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.code()).isEqualTo(StoreException.Code.INVALID_BUCKET_NAME))
        .hasMessageContaining(name);
    assertThat(new ObjectKey(name, "k").bucket()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "Abc", "a_b", "a..b", "-ab", "ab-", ".ab", "ab.", "a b", "äbc"})
  void checkNew_neverAName_refused(String name) {
    assertThatThrownBy(() -> BucketNames.checkNew(name)).isInstanceOf(StoreException.class);
  }
}
