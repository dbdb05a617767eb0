// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, held against Fractus. */
final class FractusContractIT extends S3Contract {
  @RegisterExtension static final RunningServer servers = new RunningServer(FractusServer::start);

  @Override
  Server server() {
    return servers.get();
  }
}
