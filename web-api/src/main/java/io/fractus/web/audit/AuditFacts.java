// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.audit;

import io.fractus.web.accounts.Caller;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What is found out about a request while it is served, kept with it until it is logged. It has no
 * place for a query, a header or a body, so that no secret can get into it. Not thread-safe.
 */
public final class AuditFacts {
  static final String ATTRIBUTE = "fractus.audit";

  private String requestId = "";
  private String user = "";
  private String accessKeyId = "";
  private String operation = "";
  private String bucket = "";
  private String key = "";
  private String error = "";

  private AuditFacts() {}

  /** Those of a request, which has none until somebody asks. */
  public static AuditFacts of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof AuditFacts known) {
      return known;
    }
    AuditFacts facts = new AuditFacts();
    request.setAttribute(ATTRIBUTE, facts);
    return facts;
  }

  public void requestId(String id) {
    requestId = id;
  }

  /** Only what was proved: a name that somebody claims may be anything, their secret too. */
  public void caller(Caller caller) {
    user = caller.name();
    accessKeyId = caller.accessKeyId();
  }

  public void operation(String name) {
    operation = name;
  }

  /** What it is about; empty if it is about no bucket, or no object. */
  public void subject(String nameOfBucket, String nameOfObject) {
    bucket = nameOfBucket;
    key = nameOfObject;
  }

  /** The code of the failure that it ended with. */
  public void error(String code) {
    error = code;
  }

  String requestId() {
    return requestId;
  }

  String user() {
    return user;
  }

  String accessKeyId() {
    return accessKeyId;
  }

  String operation() {
    return operation;
  }

  String bucket() {
    return bucket;
  }

  String key() {
    return key;
  }

  String error() {
    return error;
  }
}
