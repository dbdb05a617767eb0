// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.engine.EngineContract;

final class JavaEngineTest extends EngineContract {
  JavaEngineTest() {
    super(JavaEngine::start);
  }
}
