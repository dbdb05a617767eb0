// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import java.time.Duration;

/** Every bound of the web API, each with its reason. */
public final class Limits {
  /** Bytes of an object: what S3 allows, and the design. */
  public static final long OBJECT_BYTES_MAX = 5L << 40;

  /** Bytes of a request's line and headers: a key of 1,024 bytes encoded thrice over, and 2 KB. */
  public static final int REQUEST_HEADER_BYTES_MAX = 32 << 10;

  /** Bytes of a response's headers: all metadata of an object comes back in them. */
  public static final int RESPONSE_HEADER_BYTES_MAX = 32 << 10;

  /** Bytes of an object's metadata, names and values together: as S3. */
  public static final int METADATA_BYTES_MAX = 2 << 10;

  /** Bytes of an XML body: 1,000 keys of 1,024 bytes, escaped, in a multi-object delete. */
  public static final int XML_BODY_BYTES_MAX = 2 << 20;

  /** Bytes of the body of a completion: 10,000 parts of some 200 bytes, twice over. */
  public static final int COMPLETE_BODY_BYTES_MAX = 4 << 20;

  /** How often an answer that takes long sends a space, so that nobody gives it up as dead. */
  public static final Duration SPACE_EVERY = Duration.ofSeconds(5);

  /** Keys in one multi-object delete: as S3. */
  public static final int DELETE_KEYS_MAX = 1_000;

  /** Bytes of the line before a chunk, or of a trailer: a size, a signature, and some room. */
  public static final int CHUNK_LINE_BYTES_MAX = 4 << 10;

  /** Trailers after a chunked body: a checksum, a signature, and some room. */
  public static final int TRAILERS_MAX = 16;

  /** Requests worked on at once; each may hold the buffers of a stripe. */
  public static final int REQUESTS_MAX = 256;

  /**
   * Bytes read and thrown away after an error, so that a client still sending sees the answer. Many
   * clients send all of a body before they look; reading it costs less than their tries anew.
   */
  public static final long DRAIN_BYTES_MAX = 1L << 30;

  /** Silence of such a client after which the rest is not waited for. */
  public static final Duration DRAIN_WAIT_MAX = Duration.ofSeconds(5);

  /** How far the clock of a client may be off: as AWS. */
  public static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(15);

  /** Longest life of a presigned URL: as AWS. */
  public static final Duration PRESIGNED_MAX = Duration.ofDays(7);

  /** Silence on a connection that is read or written, after which it is closed. */
  public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

  /** Time for the line and the headers of a request, 32 KiB at most, from their first byte. */
  public static final Duration REQUEST_HEAD_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Waiting for a client that sends or takes a body, after which it must have done its due. Twice
   * the idle time, so that one that rests now and then and is fast in between is not slow.
   */
  public static final Duration SLOW_WINDOW = Duration.ofMinutes(2);

  /** Bytes of a body that are due for each second of that: a twentieth of a modem's. */
  public static final long SLOW_BYTES_PER_SECOND = 512;

  /** Connections open at once: far more than requests, for clients keep them for later. */
  public static final int CONNECTIONS_MAX = 4_096;

  /** How long requests under way may take to end when the server stops. */
  public static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  /** Users of a cloud, those that are gone among them: their list is one answer. */
  public static final int USERS_MAX = 10_000;

  /** Keys of a user: one in use, one that takes over, and some for programs of its own. */
  public static final int KEYS_OF_A_USER_MAX = 8;

  /** Keys kept at hand, some hundred bytes each. */
  public static final int CACHED_KEYS_MAX = 1_024;

  /** Characters of the note of a key: a line that says what it is for. */
  public static final int KEY_NOTE_CHARS_MAX = 200;

  /** Bytes of a body of JSON: a policy, its quotes escaped, and some room. */
  public static final int JSON_BODY_BYTES_MAX = 64 << 10;

  /** Bytes of a policy: as S3 has it for those of buckets. */
  public static final int POLICY_BYTES_MAX = 20 << 10;

  /** Parsed policies kept at hand, of users and of buckets each. */
  public static final int PARSED_POLICIES_MAX = 256;

  /** Lines of the audit log that wait to be written: some seconds of requests. */
  public static final int AUDIT_QUEUE_MAX = 8_192;

  /** How long a request waits for a place in that queue before it goes without. */
  public static final Duration AUDIT_WAIT = Duration.ofMillis(100);

  /** Bytes of a file of the audit log, after which the next is begun. */
  public static final long AUDIT_FILE_BYTES_MAX = 64L << 20;

  /** Files of the audit log: half a gigabyte together, some two million requests. */
  public static final int AUDIT_FILES_MAX = 8;

  /** Bytes of a document of XML that is set for a bucket: as S3 has it for CORS. */
  public static final int SETTING_BYTES_MAX = 64 << 10;

  /** Rules of CORS of a bucket: as S3. */
  public static final int CORS_RULES_MAX = 100;

  /** Bytes of the fields of a form together: S3 has 20 KB, and the policy is one of them. */
  public static final int FORM_FIELDS_BYTES_MAX = 64 << 10;

  /** Rules of a web site: as S3. */
  public static final int ROUTING_RULES_MAX = 50;

  /** Bytes of an object that a torrent is made of: as S3 had it. */
  public static final long TORRENT_BYTES_MAX = 5L << 30;

  /** Shortest piece of a torrent of an object: what clients ask a web seed for at once. */
  public static final long TORRENT_PIECE_BYTES_MIN = 256 << 10;

  /** Pieces of a torrent of an object: 40 KiB of hashes, in a file that is mailed about. */
  public static final int TORRENT_PIECES_MAX = 2_048;

  /** Bytes of an object that is hashed in the request that asks: it costs what a GET costs. */
  public static final long TORRENT_AT_ONCE_BYTES_MAX = 4L << 20;

  /** Larger objects hashed at once: each is read as fast as the nodes send it. */
  public static final int TORRENT_JOBS_MAX = 2;

  /** How long a request for a torrent waits for its hashes; clients give up after more. */
  public static final Duration TORRENT_WAIT = Duration.ofSeconds(20);

  /** Larger objects whose hashes are kept: 40 MiB at most. */
  public static final int TORRENT_FILES_MAX = 1_024;

  private Limits() {}
}
