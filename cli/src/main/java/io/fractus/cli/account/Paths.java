// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.account;

import io.fractus.cli.client.ApiClient;

/** Where the gateway's REST has users and keys. Stateless. */
final class Paths {
  static final String USERS = "/api/v1/admin/users";

  private Paths() {}

  static String user(String name) {
    return USERS + "/" + ApiClient.encode(name);
  }

  static String keys(String user) {
    return user(user) + "/keys";
  }

  static String key(String id) {
    return "/api/v1/admin/keys/" + ApiClient.encode(id);
  }
}
