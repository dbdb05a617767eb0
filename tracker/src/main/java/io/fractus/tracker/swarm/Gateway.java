// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import java.net.InetAddress;

/** Where a gateway serves the bits that it stages. */
record Gateway(InetAddress address, int port) {}
