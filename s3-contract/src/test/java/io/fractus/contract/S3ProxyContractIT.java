// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, held against S3Proxy. */
final class S3ProxyContractIT extends S3Contract {
  @RegisterExtension static final RunningServer servers = new RunningServer(S3ProxyServer::start);

  @Override
  Server server() {
    return servers.get();
  }
}
