// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.web.access.Policy.Verdict;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  private static final String ALLOW =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
       "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" %s}]}
      """;

  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "*, abc, true",
    "a*c, ac, true",
    "a*c, abxc, true",
    "a*c, abcd, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "*a*b*, xaxbx, true",
    "*a*b, xbxa, false",
    "a**b, ab, true",
    "?, '', false",
    "'', '', true",
    "'', a, false",
    "a, A, false"
  })
  void wildcards_table(String pattern, String text, boolean fits) {
    assertThat(Wildcards.matches(pattern, text)).isEqualTo(fits);
  }

  @Test
  void wildcards_manyStarsAndALongText_endsAtOnce() {
    String pattern = "*a".repeat(1_000) + "b";
    assertThat(Wildcards.matches(pattern, "a".repeat(20_000))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.0/8, 11.1.2.3, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "0.0.0.0/0, 1.2.3.4, true",
    "0.0.0.0/0, ::1, false",
    "10.0.0.128/25, 10.0.0.127, false",
    "10.0.0.128/25, 10.0.0.200, true",
    "2001:db8::/32, 2001:db8:1::5, true",
    "2001:db8::/32, [2001:db9::1], false",
    "::1, [::1], true",
    "127.0.0.1, localhost, false"
  })
  void addressRange_table(String range, String address, boolean contains) {
    assertThat(AddressRange.isValid(range)).isTrue();
    assertThat(AddressRange.contains(range, address)).isEqualTo(contains);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0", "10.0.0.0/33", "::1/129", "10.0.0.256", "1/2/3"})
  void addressRange_nonsense_invalid(String range) {
    assertThat(AddressRange.isValid(range)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'{\"StringEquals\": {\"s3:prefix\": [\"a\", \"b\"]}}'; s3:prefix; b; true",
        "'{\"StringEquals\": {\"s3:prefix\": \"a\"}}'; s3:prefix; b; false",
        "'{\"StringEquals\": {\"s3:prefix\": \"a\"}}'; s3:delimiter; a; false",
        "'{\"StringNotEquals\": {\"s3:prefix\": [\"a\", \"b\"]}}'; s3:prefix; b; false",
        "'{\"StringNotEquals\": {\"s3:prefix\": \"a\"}}'; s3:delimiter; a; true",
        "'{\"StringEqualsIfExists\": {\"s3:prefix\": \"a\"}}'; s3:delimiter; a; true",
        "'{\"StringLike\": {\"S3:Prefix\": \"home/*\"}}'; s3:prefix; home/x; true",
        "'{\"StringEqualsIgnoreCase\": {\"s3:prefix\": \"A\"}}'; s3:prefix; a; true",
        "'{\"Bool\": {\"aws:SecureTransport\": true}}'; aws:securetransport; true; true",
        "'{\"Bool\": {\"aws:SecureTransport\": \"true\"}}'; aws:securetransport; false; false",
        "'{\"IpAddress\": {\"aws:SourceIp\": \"10.0.0.0/8\"}}'; aws:sourceip; 10.2.3.4; true",
        "'{\"NotIpAddress\": {\"aws:SourceIp\": \"10.0.0.0/8\"}}'; aws:sourceip; 10.2.3.4; false",
        "'{\"NumericLessThanEquals\": {\"s3:max-keys\": \"10\"}}'; s3:max-keys; 11; false",
        "'{\"NumericLessThanEquals\": {\"s3:max-keys\": \"10\"}}'; s3:max-keys; 10; true",
        "'{\"NumericGreaterThanEquals\": {\"s3:max-keys\": 10}}'; s3:max-keys; 9; false",
        "'{\"NumericNotEquals\": {\"s3:max-keys\": 10}}'; s3:max-keys; 10; false",
        "'{\"NumericNotEquals\": {\"s3:max-keys\": 10}}'; s3:max-keys; 9; true",
        "'{\"NumericGreaterThan\": {\"s3:signatureAge\": 600000}}'; s3:signatureage; 600001; true",
        "'{\"DateLessThan\": {\"aws:CurrentTime\": \"2026-01-01\"}}';"
            + " aws:currenttime; 2025-12-31T23:59:59Z; true",
        "'{\"DateLessThan\": {\"aws:CurrentTime\": \"2026-01-01\"}}';"
            + " aws:currenttime; 2026-01-01T00:00:00Z; false",
        "'{\"DateGreaterThanEquals\": {\"aws:EpochTime\": \"1970-01-02T01:00:00+01:00\"}}';"
            + " aws:epochtime; 86400; true",
        "'{\"NumericLessThan\": {\"aws:EpochTime\": 86400}}'; aws:epochtime; 86400; false",
        "'{\"DateNotEquals\": {\"s3:object-lock-retain-until-date\": \"2026-01-01T00:00:00Z\"}}';"
            + " s3:object-lock-retain-until-date; 2026-01-01T00:00:00Z; false",
        "'{\"DateLessThanEquals\": {\"s3:object-lock-retain-until-date\": \"1767225600\"}}';"
            + " s3:object-lock-retain-until-date; 2026-01-01T00:00:00Z; true",
        "'{\"DateGreaterThan\": {\"aws:CurrentTime\": \"2026-01-01\"}}';"
            + " aws:currenttime; 2026-01-01T00:00:01Z; true",
        "'{\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::*:user/a*\"}}';"
            + " aws:principalarn; arn:aws:iam:::user/ann; true",
        "'{\"ArnEquals\": {\"aws:PrincipalArn\": \"arn:*:user/ann:b:c:d\"}}';"
            + " aws:principalarn; arn:aws:iam:::user/ann; false",
        "'{\"ArnNotEquals\": {\"aws:PrincipalArn\": \"arn:aws:iam:::user/ann\"}}';"
            + " aws:principalarn; arn:aws:iam:::user/ann; false",
        "'{\"StringEquals\": {\"s3:RequestObjectTag/Team\": \"a\"}}';"
            + " s3:requestobjecttag/Team; a; true",
        "'{\"StringEquals\": {\"s3:RequestObjectTag/team\": \"a\"}}';"
            + " s3:requestobjecttag/Team; a; false",
        "'{\"StringEquals\": {\"s3:x-amz-server-side-encryption\": \"AES256\"}}';"
            + " s3:x-amz-server-side-encryption; AES256; true",
        "'{\"Null\": {\"s3:prefix\": \"true\"}}'; s3:delimiter; a; true",
        "'{\"Null\": {\"s3:prefix\": \"true\"}}'; s3:prefix; a; false"
      })
  void conditions_table(String condition, String key, String value, boolean holds) {
    Policy policy =
        PolicyParser.ofBucket(ALLOW.formatted(", \"Condition\": " + condition), "b", _ -> true);
    AccessRequest request =
        new AccessRequest(
            Optional.empty(), "s3:GetObject", "arn:aws:s3:::b/k", Context.of(Map.of(key, value)));
    assertThat(policy.evaluate(request)).isEqualTo(holds ? Verdict.ALLOW : Verdict.SILENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", \"NotAction\": \"s3:*\"",
        ", \"NotResource\": \"arn:aws:s3:::b/x\"",
        ", \"NotPrincipal\": \"*\"",
        ", \"Effect\": \"Deny\"",
        ", \"Effekt\": \"Deny\"",
        ", \"Condition\": {\"DateLessThan\": {\"aws:CurrentTime\": \"soon\"}}",
        ", \"Condition\": {\"DateLessThan\": {\"aws:CurrentTime\": \"2026-13-01\"}}",
        ", \"Condition\": {\"NumericLessThan\": {\"aws:CurrentTime\": \"5\"}}",
        ", \"Condition\": {\"StringEquals\": {\"aws:CurrentTime\": \"2026-01-01\"}}",
        ", \"Condition\": {\"DateLessThan\": {\"s3:prefix\": \"2026-01-01\"}}",
        ", \"Condition\": {\"ArnLike\": {\"aws:PrincipalArn\": \"ann\"}}",
        ", \"Condition\": {\"ArnLike\": {\"aws:username\": \"arn:aws:iam:::user/ann\"}}",
        ", \"Condition\": {\"StringEquals\": {\"s3:ExistingObjectTag/\": \"a\"}}",
        ", \"Condition\": {\"StringEquals\": {\"s3:ExistingObjectTag/${aws:username}\": \"a\"}}",
        ", \"Condition\": {\"StringEquals\": {\"s3:ExistingObjectTag\": \"a\"}}",
        ", \"Condition\": {\"StringEquals\": {\"s3:x-amz-grant-read\": \"a\"}}",
        ", \"Condition\": {\"StringEquals\": {\"s3:TlsVersion\": \"1.2\"}}",
        ", \"Condition\": {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-1\"}}",
        ", \"Condition\": {\"ForAllValues:StringEquals\": {\"s3:prefix\": \"a\"}}",
        ", \"Condition\": {\"StringLike\": {\"s3:prefix\": \"${aws:username}/*\"}}",
        ", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"here\"}}",
        ", \"Condition\": {\"StringEquals\": {\"aws:SourceIp\": \"10.0.0.1\"}}",
        ", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"yes\"}}",
        ", \"Condition\": {\"NullIfExists\": {\"s3:prefix\": \"true\"}}",
        ", \"Condition\": {\"StringEquals\": {\"s3:prefix\": []}}",
        ", \"Condition\": {\"StringEquals\": {}}",
        ", \"Condition\": []"
      })
  void bucketPolicy_withWhatIsNotUnderstood_refused(String more) {
    assertRefused(ALLOW.formatted(more));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"Principal\": \"*\"; \"Principal\": \"alice\"",
        "\"Principal\": \"*\"; \"Principal\": {\"Service\": \"x\"}",
        "\"Principal\": \"*\"; \"Principal\": {\"AWS\": \"alice\"}",
        "\"Principal\": \"*\"; \"Principal\": {\"AWS\": \"arn:aws:iam:::user/nobody\"}",
        "\"Principal\": \"*\"; \"Principal\": {\"AWS\": []}",
        "\"Principal\": \"*\"; \"Principal\": {\"AWS\": \"*\", \"Federated\": \"x\"}",
        "s3:GetObject; s3:GetObjekt",
        "s3:GetObject; ec2:Run",
        "arn:aws:s3:::b/*; arn:aws:s3:::bb/*",
        "arn:aws:s3:::b/*; *",
        "arn:aws:s3:::b/*; arn:aws:s3:::b/${aws:username}",
        "2012-10-17; 2024-01-01",
        "Allow; allow",
        "\"Statement\": [; \"Extra\": 1, \"Statement\": [",
        "}]}; }]} x",
        "\"Effect\": \"Allow\",; ''"
      })
  void bucketPolicy_changedToNonsense_refused(String from, String to) {
    String good = ALLOW.formatted("");
    PolicyParser.ofBucket(good, "b", _ -> false);
    assertThat(good).contains(from);
    assertRefused(good.replace(from, to));
  }

  @Test
  void bucketPolicy_tooLargeOrNotJson_refused() {
    assertRefused("");
    assertRefused("[]");
    assertRefused("null");
    assertRefused("{\"Statement\": []}");
    assertRefused("{\"Statement\": [1]}");
    assertRefused("[".repeat(10_000));
    assertRefused(ALLOW.formatted(", \"Sid\": \"" + "x".repeat(21_000) + "\""));
  }

  @Test
  void principals_forms_includeWhomTheyName() {
    for (String form :
        new String[] {
          "{\"AWS\": \"arn:aws:iam:::user/alice\"}",
          "{\"AWS\": [\"arn:aws:iam::fractus:user/alice\"]}",
          "{\"CanonicalUser\": \"alice\"}"
        }) {
      String json = ALLOW.formatted("").replace("\"Principal\": \"*\"", "\"Principal\": " + form);
      Policy policy = PolicyParser.ofBucket(json, "b", "alice"::equals);
      assertThat(verdict(policy, Optional.of("alice"))).isEqualTo(Verdict.ALLOW);
      assertThat(verdict(policy, Optional.of("bob"))).isEqualTo(Verdict.SILENT);
      assertThat(verdict(policy, Optional.empty())).isEqualTo(Verdict.SILENT);
      assertThat(policy.isPublic()).isFalse();
    }
  }

  @Test
  void isPublic_unlessSomebodyOrSomeNetworkIsNamed() {
    assertThat(isPublic("")).isTrue();
    assertThat(isPublic("{\"IpAddress\": {\"aws:SourceIp\": \"10.1.0.0/16\"}}")).isFalse();
    assertThat(isPublic("{\"IpAddress\": {\"aws:SourceIp\": \"0.0.0.0/0\"}}")).isTrue();
    assertThat(isPublic("{\"IpAddressIfExists\": {\"aws:SourceIp\": \"10.1.0.0/16\"}}")).isTrue();
    assertThat(isPublic("{\"StringEquals\": {\"aws:username\": \"alice\"}}")).isFalse();
    assertThat(isPublic("{\"StringLike\": {\"aws:Referer\": \"http://x/*\"}}")).isTrue();
  }

  private static boolean isPublic(String condition) {
    String more = condition.isEmpty() ? "" : ", \"Condition\": " + condition;
    return PolicyParser.ofBucket(ALLOW.formatted(more), "b", _ -> true).isPublic();
  }

  private static Verdict verdict(Policy policy, Optional<String> user) {
    return policy.evaluate(
        new AccessRequest(user, "s3:GetObject", "arn:aws:s3:::b/k", Context.of(Map.of())));
  }

  private static void assertRefused(String json) {
    assertThatThrownBy(() -> PolicyParser.ofBucket(json, "b", _ -> false))
        .isInstanceOf(MalformedPolicyException.class);
  }
}
