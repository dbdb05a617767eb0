// SPDX-License-Identifier: Apache-2.0
/** AWS Signature Version 4 as a server checks it: headers, presigned URLs, payloads. */
@NullMarked
package io.fractus.web.s3.auth;

import org.jspecify.annotations.NullMarked;
