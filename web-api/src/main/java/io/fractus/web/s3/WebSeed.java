// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.Limits;
import io.fractus.web.access.AccessControl;
import io.fractus.web.access.Action;
import io.fractus.web.accounts.Caller;
import io.fractus.web.http.RawQuery;
import io.fractus.web.http.RawQuery.Parameter;
import io.fractus.web.s3.auth.Presigner;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a torrent's clients read the object, who have no key of ours.
 *
 * @param url of the object, of this very version if that can be read by its name
 * @param secret whether it is a link that somebody signed, for not everybody may read it
 */
record WebSeed(String url, boolean secret) {
  /** The parameter that asks for a link to an object that is not public, and for how long. */
  static final String EXPIRES = "web-seed-expires";

  static final String VERSION = "versionId";

  /** Throws {@link S3Exception} if nobody could read it there. */
  static WebSeed of(S3Request request, ObjectStore store, ObjectInfo info, Instant now) {
    String path = path(request, info);
    String origin = ObjectUrl.origin(request);
    List<List<Parameter>> queries = queries(request, store, info);
    for (List<Parameter> query : queries) {
      if (mayRead(request, Caller.ANONYMOUS, info.key(), query, now)) {
        return new WebSeed(origin + FoldedQuery.fold(path, query), false);
      }
    }
    Presigner presigner =
        request
            .authenticated()
            .presigner()
            .filter(_ -> request.query().has(EXPIRES))
            .orElseThrow(WebSeed::notPublic);
    Instant until = now.plusSeconds(seconds(request));
    for (List<Parameter> query : queries) {
      if (mayRead(request, request.access().caller(), info.key(), query, now)) {
        List<Parameter> signed = presigner.sign(FoldedQuery.HOST, path, query, until);
        return new WebSeed(origin + FoldedQuery.fold(path, signed), true);
      }
    }
    throw Access.denied();
  }

  /** To a URL that ends in a slash a client would add the name of the file. */
  private static String path(S3Request request, ObjectInfo info) {
    return ObjectUrl.path(request, info.key().key()).replaceFirst("/$", "%2F");
  }

  /** With the version first; without it only if the torrent is of what the key shows. */
  private static List<List<Parameter>> queries(
      S3Request request, ObjectStore store, ObjectInfo info) {
    List<List<Parameter>> queries = new ArrayList<>();
    Versions.shown(store, info)
        .ifPresent(version -> queries.add(List.of(new Parameter(VERSION, version))));
    if (!request.query().has(VERSION)) {
      queries.add(List.of());
    }
    return queries;
  }

  private static boolean mayRead(
      S3Request request, Caller caller, ObjectKey key, List<Parameter> query, Instant now) {
    Action action = query.isEmpty() ? Action.GET_OBJECT : Action.GET_OBJECT_VERSION;
    AccessControl control = request.access().control();
    PolicyContext context = PolicyContext.of(request.http(), new RawQuery(query), now);
    return new Access(control, caller, caller.isAnonymous() ? context : context.presigned())
        .allows(action, key.bucket(), key.key());
  }

  private static S3Exception notPublic() {
    return new S3Exception(
        S3Error.INVALID_REQUEST,
        "not everybody may read the object, so clients could not download it; ask with the"
            + " parameter "
            + EXPIRES
            + "=SECONDS to have a link in the torrent that is signed with your key, with which"
            + " whoever has the torrent reads the object for so long");
  }

  private static long seconds(S3Request request) {
    Optional<String> text = request.query().first(EXPIRES);
    long seconds =
        text.filter(digits -> digits.matches("\\d{1,9}")).map(Long::parseLong).orElse(0L);
    if (seconds < 1 || seconds > Limits.PRESIGNED_MAX.toSeconds()) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT,
          EXPIRES + " must be 1.." + Limits.PRESIGNED_MAX.toSeconds() + " seconds");
    }
    return seconds;
  }
}
