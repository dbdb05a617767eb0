// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.base;

import java.time.Duration;

/** Every bound of the command line, each with its reason. */
public final class Limits {
  /** Nodes of one local cloud: each is a process of some 100 MB. */
  public static final int NODES_MAX = 200;

  /** How long a role may take to start; a loaded machine with two cores needs a tenth of it. */
  public static final Duration START = Duration.ofMinutes(2);

  /** How long `up` waits for nodes that are late when a put would succeed already. */
  public static final Duration LATE_NODES = Duration.ofSeconds(20);

  /** How long a role may take to close in order before it is killed. */
  public static final Duration STOP = Duration.ofSeconds(10);

  /** How often a start looks whether something came up. */
  public static final Duration POLL = Duration.ofMillis(100);

  /** Bytes of a role's log that make `up` begin a new one: weeks of an ordinary role. */
  public static final long LOG_BYTES_MAX = 10_000_000;

  /** Older logs of a role that are kept: with the one that goes on 40 MB. */
  public static final int LOGS_KEPT = 3;

  /** How often `up` looks how long the logs are: a role that writes all the time has so long. */
  public static final Duration LOG_POLL = Duration.ofSeconds(5);

  /** Lines of a log that are shown when its role did not start. */
  public static final int LOG_LINES_SHOWN = 5;

  /** Bytes of a configuration file, a token file or an endpoints file. */
  public static final long SMALL_FILE_BYTES_MAX = 4 << 20;

  /** Blocks of ports tried before giving up on finding a free one. */
  public static final int PORT_TRIES_MAX = 200;

  /** How long the gateway may serve an old list of nodes. */
  public static final Duration NODES_CACHED = Duration.ofSeconds(1);

  /** How long a gateway that starts waits for its tracker, which may be starting as well. */
  public static final Duration TRACKER_WAIT = Duration.ofSeconds(60);

  /** How often a gateway that starts asks a tracker that does not answer. */
  public static final Duration TRACKER_RETRY = Duration.ofMillis(500);

  /** How often a role looks whether the clock of its machine was set. */
  public static final Duration CLOCK_POLL = Duration.ofSeconds(2);

  /** How often a command looks how far a drain is. */
  public static final Duration DRAIN_POLL = Duration.ofMillis(500);

  /** How often is looked whether the configuration of a node was written. */
  public static final Duration CONFIG_POLL = Duration.ofSeconds(2);

  /** How long a client waits for a connection. */
  public static final Duration CONNECT = Duration.ofSeconds(5);

  /** How long a client waits for an answer to a small request. */
  public static final Duration ANSWER = Duration.ofMinutes(1);

  /** How long one object may take to go or come: 5 TiB at 60 MB/s. */
  public static final Duration TRANSFER = Duration.ofHours(24);

  /** Bytes of a JSON answer: a page of 1,000 objects with keys of 1 KiB each. */
  public static final int ANSWER_BYTES_MAX = 64 << 20;

  private Limits() {}
}
