// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

/** What the owner of a node may ask of it while it runs. Each call returns when it is done. */
interface NodeControl {
  NodeStatus status();

  void pause();

  void resume();

  void share(long bytes);

  void leave(boolean leaves);
}
