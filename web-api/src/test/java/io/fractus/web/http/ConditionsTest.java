// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
  // A Wednesday; the milliseconds must not count.
  private static final Instant MODIFIED = Instant.parse("2015-10-21T07:28:00.700Z");

  private static final String BEFORE = "Wed, 21 Oct 2015 07:27:59 GMT";
  private static final String SAME = "Wed, 21 Oct 2015 07:28:00 GMT";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-           | -      | -      | -      | PROCEED",
        "\"e\"       | -      | -      | -      | PROCEED",
        "e           | -      | -      | -      | PROCEED",
        "*           | -      | -      | -      | PROCEED",
        "\"a\",\"e\" | -      | -      | -      | PROCEED",
        "\"a\"       | -      | -      | -      | FAILED",
        "W/\"e\"     | -      | -      | -      | FAILED",
        "-           | \"e\"  | -      | -      | NOT_MODIFIED",
        "-           | W/\"e\"| -      | -      | NOT_MODIFIED",
        "-           | *      | -      | -      | NOT_MODIFIED",
        "-           | \"a\"  | -      | -      | PROCEED",
        "-           | -      | same   | -      | NOT_MODIFIED",
        "-           | -      | before | -      | PROCEED",
        "-           | -      | junk   | -      | PROCEED",
        "-           | -      | -      | same   | PROCEED",
        "-           | -      | -      | before | FAILED",
        "\"e\"       | -      | -      | before | PROCEED",
        "-           | \"a\"  | same   | -      | PROCEED",
        "\"a\"       | \"e\"  | -      | -      | FAILED",
        "\"e\"       | \"e\"  | -      | -      | NOT_MODIFIED",
      })
  void evaluate_conditions_byPrecedence(
      String match, String noneMatch, String since, String unmodified, Conditions.Verdict verdict) {
    Conditions conditions = new Conditions(match, noneMatch, date(since), date(unmodified), null);
    assertThat(conditions.evaluate("e", MODIFIED)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-       | true",
        "\"e\"   | true",
        "\"a\"   | false",
        "W/\"e\" | false",
        "same    | true",
        "before  | false",
      })
  void rangeApplies_ifRange_onlyToThisVersion(String ifRange, boolean applies) {
    Conditions conditions = new Conditions(null, null, null, null, date(ifRange));
    assertThat(conditions.rangeApplies("e", MODIFIED)).isEqualTo(applies);
  }

  private static String date(String word) {
    return "same".equals(word) ? SAME : "before".equals(word) ? BEFORE : word;
  }
}
