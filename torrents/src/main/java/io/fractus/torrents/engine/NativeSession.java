// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.engine.EngineException.Kind;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.libtorrent4j.swig.address;
import org.libtorrent4j.swig.alert;
import org.libtorrent4j.swig.alert_ptr_vector;
import org.libtorrent4j.swig.error_code;
import org.libtorrent4j.swig.ip_filter;
import org.libtorrent4j.swig.session;
import org.libtorrent4j.swig.session_params;
import org.libtorrent4j.swig.session_proxy;
import org.libtorrent4j.swig.settings_pack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One libtorrent session and the thread that takes its alerts. Thread-safe. */
final class NativeSession {
  /*
   * Two rules keep the JVM alive. The disk back-end is the posix one: libtorrent's default takes
   * over SIGSEGV, which the JVM needs for itself, and the next null check in compiled code would
   * end the process. And a native object is used only while it is sure to live: calls hold the gate
   * for reading, close() holds it for writing, and the proxies are deleted by us before their
   * finalizers could do it at a moment of their own.
   */
  private static final Logger log = LoggerFactory.getLogger(NativeSession.class);

  /** How long the alert thread sleeps at most, so that it sees the end without being woken. */
  private static final long ALERT_WAIT_MS = 500;

  /** A set of peer classes with the one that libtorrent makes first, the global one. */
  private static final long GLOBAL_PEER_CLASSES = 1;

  private final session handle;
  private final Consumer<alert> listener;
  private final Thread pump;
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private volatile boolean closing;

  /**
   * Starts a session whose alerts go to a listener, on one thread of their own. An alert lives only
   * until the listener returns.
   */
  NativeSession(EngineConfig config, Consumer<alert> listener) {
    this.listener = listener;
    settings_pack settings = SessionSettings.of(config);
    session_params params = new session_params(settings);
    params.set_posix_disk_io_constructor();
    this.handle = new session(params);
    params.delete();
    settings.delete();
    limitLocalPeersToo();
    this.pump = Thread.ofPlatform().name("libtorrent-alerts").daemon().unstarted(this::pump);
  }

  /**
   * Puts every address into the class that the limits of rate apply to: libtorrent leaves out LANs.
   */
  private void limitLocalPeersToo() {
    ip_filter everyone = new ip_filter();
    allow(everyone, "0.0.0.0", "255.255.255.255");
    allow(everyone, "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    handle.set_peer_class_filter(everyone);
    everyone.delete();
  }

  private static void allow(ip_filter filter, String first, String last) {
    error_code error = new error_code();
    address from = address.from_string(first, error);
    address to = address.from_string(last, error);
    filter.add_rule(from, to, GLOBAL_PEER_CLASSES);
    from.delete();
    to.delete();
    error.delete();
  }

  /** Begins to deliver alerts. */
  void start() {
    pump.start();
  }

  /**
   * Calls the session while it is sure to live.
   *
   * @throws EngineException if it is closed
   */
  <T> T call(Function<session, T> use) {
    gate.readLock().lock();
    try {
      if (closing) {
        throw new EngineException(Kind.CANCELLED, "the engine is closed");
      }
      return use.apply(handle);
    } finally {
      gate.readLock().unlock();
    }
  }

  /** Whether the caller is the alert thread, which must not wait for alerts. */
  boolean onAlertThread() {
    return Thread.currentThread() == pump;
  }

  private void pump() {
    alert_ptr_vector alerts = new alert_ptr_vector();
    while (!closing) {
      try {
        handle.wait_for_alert_ms(ALERT_WAIT_MS);
        handle.pop_alerts(alerts);
        int count = alerts.size();
        for (int i = 0; i < count; i++) {
          deliver(alerts.get(i));
        }
      } catch (RuntimeException e) {
        log.error("An alert of libtorrent was lost", e);
      }
    }
    alerts.delete();
  }

  private void deliver(alert next) {
    try {
      listener.accept(next);
    } catch (RuntimeException e) {
      log.error("An alert of libtorrent was not handled: {}", next.what(), e);
    }
  }

  /** Stops the alert thread; no alert is delivered after it. */
  void stopAlerts() {
    closing = true;
    handle.post_session_stats();
    boolean interrupted = false;
    while (pump.isAlive()) {
      try {
        pump.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the session after {@link #stopAlerts}; waits until its threads have ended. */
  void delete() {
    gate.writeLock().lock();
    try {
      session_proxy proxy = handle.abort();
      handle.delete();
      proxy.delete();
    } finally {
      gate.writeLock().unlock();
    }
  }
}
