// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.ObjectKey;
import java.util.Optional;

/** What is set for buckets, by the names under which it is kept. Thread-safe. */
public final class BucketSettings {
  public static final String POLICY = "policy";
  public static final String ACL = "acl";
  public static final String PUBLIC_ACCESS = "publicAccessBlock";
  public static final String CORS = "cors";
  public static final String WEBSITE = "website";
  public static final String TAGGING = "tagging";
  public static final String OWNERSHIP = "ownershipControls";

  /** The kind of {@link #OWNERSHIP} under which ACLs count for nothing. */
  public static final String OWNER_ENFORCED = "BucketOwnerEnforced";

  private final BucketBook book;

  public BucketSettings(BucketBook book) {
    this.book = book;
  }

  public CannedAcl acl(String bucket) {
    return canned(book.setting(bucket, ACL));
  }

  public CannedAcl acl(ObjectKey key) {
    return canned(book.acl(key));
  }

  /** Whether the grants of ACLs in a bucket count. */
  public boolean hasAcls(String bucket) {
    return !book.setting(bucket, OWNERSHIP).equals(Optional.of(OWNER_ENFORCED));
  }

  private static CannedAcl canned(Optional<String> kept) {
    return kept.flatMap(CannedAcl::of).orElse(CannedAcl.PRIVATE);
  }

  public PublicAccess publicAccess(String bucket) {
    return book.setting(bucket, PUBLIC_ACCESS).map(PublicAccess::of).orElse(PublicAccess.OPEN);
  }
}
