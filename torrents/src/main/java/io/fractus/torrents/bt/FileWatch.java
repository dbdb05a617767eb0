// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import io.fractus.torrents.announce.Announced;
import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.EngineException.Kind;
import java.io.IOException;
import java.util.function.BiConsumer;

/** Counts what the file of a bit gives and takes, and ends what cannot go on. Thread-safe. */
final class FileWatch implements BitUnit.Watcher {
  private final BtBit bit;
  private final BtTraffic traffic;
  private final BiConsumer<BtBit, EngineException> fail;

  /**
   * @param fail ends the fetch of a bit, if there is one
   */
  FileWatch(BtBit bit, BtTraffic traffic, BiConsumer<BtBit, EngineException> fail) {
    this.bit = bit;
    this.traffic = traffic;
    this.fail = fail;
  }

  @Override
  public void reading(int bytes) {
    traffic.send(bytes);
    Announced announced = bit.announced();
    if (announced != null) {
      announced.uploaded(bytes);
    }
  }

  @Override
  public void writing(int bytes) {
    traffic.receive(bytes);
  }

  @Override
  public void verified(int piece) {
    bit.verified(piece);
  }

  @Override
  public void failed(IOException e) {
    bit.broke();
    fail.accept(
        bit, new EngineException(Kind.DISK, "the file of " + bit.bit() + " fails: " + e, e));
  }
}
