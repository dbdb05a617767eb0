// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The grants that come ready made. What an owner may do is not in them: that is everything. */
public enum CannedAcl {
  PRIVATE("private", false, false, false),
  PUBLIC_READ("public-read", true, true, false),
  PUBLIC_READ_WRITE("public-read-write", true, true, true),
  AUTHENTICATED_READ("authenticated-read", true, false, false);

  private static final Set<Action> BUCKET_READ =
      EnumSet.of(Action.LIST_BUCKET, Action.LIST_VERSIONS, Action.LIST_UPLOADS);
  private static final Set<Action> BUCKET_WRITE =
      EnumSet.of(Action.PUT_OBJECT, Action.DELETE_OBJECT);

  /** Not of a version that is named: it may be another than the one that has the ACL. */
  private static final Set<Action> OBJECT_READ =
      EnumSet.of(Action.GET_OBJECT, Action.GET_OBJECT_TORRENT);

  private final String text;
  private final boolean readByUsers;
  private final boolean readByAll;
  private final boolean writtenByAll;

  CannedAcl(String text, boolean readByUsers, boolean readByAll, boolean writtenByAll) {
    this.text = text;
    this.readByUsers = readByUsers;
    this.readByAll = readByAll;
    this.writtenByAll = writtenByAll;
  }

  /** As it stands in {@code x-amz-acl}. */
  public String text() {
    return text;
  }

  /**
   * By its name. The owner of a bucket owns all objects in it, so what gives an object's bucket
   * owner more than the object's is private.
   */
  public static Optional<CannedAcl> of(String text) {
    if (text.equals("bucket-owner-full-control") || text.equals("bucket-owner-read")) {
      return Optional.of(PRIVATE);
    }
    for (CannedAcl acl : values()) {
      if (acl.text.equals(text)) {
        return Optional.of(acl);
      }
    }
    return Optional.empty();
  }

  public boolean readByUsers() {
    return readByUsers;
  }

  public boolean readByAll() {
    return readByAll;
  }

  public boolean writtenByAll() {
    return writtenByAll;
  }

  /** Whether anybody but users gets something. */
  public boolean isPublic() {
    return readByAll || writtenByAll;
  }

  /** What it gives to those who are not the owner, as that of a bucket. */
  boolean grantsInBucket(Action action, boolean anonymous) {
    boolean read = anonymous ? readByAll : readByUsers;
    return (read && BUCKET_READ.contains(action))
        || (writtenByAll && BUCKET_WRITE.contains(action));
  }

  /** The same, as that of an object. */
  boolean grantsOnObject(Action action, boolean anonymous) {
    return (anonymous ? readByAll : readByUsers) && OBJECT_READ.contains(action);
  }
}
