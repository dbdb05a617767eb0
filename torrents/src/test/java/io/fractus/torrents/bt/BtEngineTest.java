// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import io.fractus.torrents.engine.EngineContract;

final class BtEngineTest extends EngineContract {
  BtEngineTest() {
    super(BtEngine::start);
  }
}
