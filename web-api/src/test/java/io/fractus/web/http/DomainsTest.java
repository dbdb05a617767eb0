// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainsTest {
  private static final Domains DOMAINS =
      new Domains(List.of("example.org", "S3.example.org", "localhost"));

  @ParameterizedTest
  @CsvSource({
    "pub.s3.example.org, pub",
    "pub.s3.example.org:9000, pub",
    "PUB.S3.Example.Org.:9000, pub",
    "my.site.s3.example.org, my.site",
    "pub.example.org, pub",
    "pub.localhost, pub",
    "s3.example.org, ''",
    "example.org, ''",
    ".localhost, ''",
    "xlocalhost, ''",
    "pub.example.com, ''",
    "127.0.0.1:9000, ''",
    "[::1]:9000, ''",
    "'', ''"
  })
  void bucket_isWhatStandsBeforeTheLongestDomain(String header, String bucket) {
    assertThat(DOMAINS.bucket(Domains.host(header)).orElse("")).isEqualTo(bucket);
  }

  @Test
  void bucket_withoutAHost_isNone() {
    assertThat(DOMAINS.bucket(Domains.host(null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "s3.example.org:9000", "*.example.org", "127.0.0.1", "[::1]"})
  void domain_thatIsNoNameOfAHost_isRefused(String name) {
    assertThatThrownBy(() -> new Domains(List.of(name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }
}
