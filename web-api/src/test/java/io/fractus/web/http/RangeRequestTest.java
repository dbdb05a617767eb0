// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeRequestTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "null                          | 10 | Whole[]",
        "bytes=0-3                     | 10 | Part[offset=0, length=4]",
        "bytes=9-9                     | 10 | Part[offset=9, length=1]",
        "bytes=5-                      | 10 | Part[offset=5, length=5]",
        "bytes=5-99                    | 10 | Part[offset=5, length=5]",
        "bytes=-3                      | 10 | Part[offset=7, length=3]",
        "bytes=-99                     | 10 | Part[offset=0, length=10]",
        "Bytes = 1 - 2                 | 10 | Part[offset=1, length=2]",
        "bytes=0-99999999999999999999  | 10 | Part[offset=0, length=10]",
        "bytes=10-                     | 10 | Unsatisfiable[]",
        "bytes=10-20                   | 10 | Unsatisfiable[]",
        "bytes=-0                      | 10 | Unsatisfiable[]",
        "bytes=0-                      | 0  | Unsatisfiable[]",
        "bytes=-1                      | 0  | Unsatisfiable[]",
        "bytes=3-2                     | 10 | Whole[]",
        "bytes=-                       | 10 | Whole[]",
        "bytes=0-1,3-4                 | 10 | Whole[]",
        "bytes=a-b                     | 10 | Whole[]",
        "lines=0-1                     | 10 | Whole[]",
      })
  void parse_header_asExpected(String header, long size, String expected) {
    assertThat(RangeRequest.parse(header, size)).hasToString(expected);
  }
}
