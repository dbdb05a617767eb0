// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.audit;

import java.time.Instant;

/**
 * One request in the log. What is not known is empty.
 *
 * @param time when it was answered
 * @param api {@code s3} or {@code rest}
 * @param requestId as the client was told
 * @param remote address of the client
 * @param user who made it
 * @param accessKeyId of the key it was made with
 * @param method of HTTP
 * @param operation what it was
 * @param bucket that it was about
 * @param key of the object that it was about
 * @param status of HTTP
 * @param error the code of the failure
 * @param bytesIn read of its body
 * @param bytesOut written of the answer's
 * @param ms from its first byte to the end of the answer
 */
record AuditEntry(
    Instant time,
    String api,
    String requestId,
    String remote,
    String user,
    String accessKeyId,
    String method,
    String operation,
    String bucket,
    String key,
    int status,
    String error,
    long bytesIn,
    long bytesOut,
    long ms) {}
