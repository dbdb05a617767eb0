// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.log;

import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** What is logged, and where: to standard error, which whoever starts a role sends to a file. */
public final class Logging {
  /** Held here, for the JDK forgets the level of a logger that nobody holds. */
  private static final Logger OURS;

  static {
    // Before the first logger, which makes the manager.
    System.setProperty("java.util.logging.manager", Unresettable.class.getName());
    OURS = Logger.getLogger("io.fractus");
  }

  private Logging() {}

  /** Has our own classes log from a level on, and all others warn. To be called before all else. */
  public static void start(Level ours) {
    Logger root = Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    ConsoleHandler lines = new ConsoleHandler();
    lines.setLevel(Level.ALL);
    lines.setFormatter(new LogLines());
    root.addHandler(lines);
    root.setLevel(Level.WARNING);
    OURS.setLevel(ours);
  }

  /** The JDK's own closes all handlers when the process is asked to end, while roles still stop. */
  public static final class Unresettable extends LogManager {
    /** Made by the JDK. */
    public Unresettable() {}

    @Override
    public void reset() {
      // What is said while a role stops shall be read.
    }
  }
}
