// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.List;

/**
 * What a user may do, or what may be done to a bucket. Immutable.
 *
 * @param statements in any order: it makes no difference
 */
public record Policy(List<Statement> statements) {
  /** Says nothing. */
  static final Policy NONE = new Policy(List.of());

  /** What a policy says to a request. */
  enum Verdict {
    DENY,
    ALLOW,
    SILENT
  }

  /** One that denies goes before any that allow. */
  Verdict evaluate(AccessRequest request) {
    Verdict verdict = Verdict.SILENT;
    for (Statement statement : statements) {
      if (statement.appliesTo(request)) {
        if (!statement.allow()) {
          return Verdict.DENY;
        }
        verdict = Verdict.ALLOW;
      }
    }
    return verdict;
  }

  /** Whether it lets in people whom nobody has named. */
  public boolean isPublic() {
    return statements.stream().anyMatch(Statement::isPublic);
  }
}
