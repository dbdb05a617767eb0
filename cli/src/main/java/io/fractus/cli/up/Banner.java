// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Console;
import io.fractus.platform.ByteSize;
import java.nio.file.Path;

/** What a user needs to know of a cloud that has just started. Stateless. */
final class Banner {
  private Banner() {}

  static void print(
      Console console, Path directory, CloudPlan plan, String apiUrl, Credentials credentials) {
    String host = "http://" + plan.hostInUrl() + ":";
    console.print("");
    console.print(console.bold("Fractus") + " runs on this machine. Ctrl-C stops it.");
    console.print("");
    row(console, "S3", host + plan.port() + "  access key " + credentials.accessKey());
    row(console, "REST", apiUrl + "/api/v1");
    row(console, "websites", host + plan.websitePort());
    row(
        console,
        "tracker",
        host
            + plan.trackerPort()
            + "  sign in with "
            + directory.resolve("tracker").resolve("admin.token"));
    row(
        console,
        "nodes",
        plan.nodes() + " with " + new ByteSize(plan.shareBytes()) + " each, " + sites(plan));
    row(console, "layout", plan.layout());
    row(console, "secrets", directory.resolve("credentials").toString());
    row(console, "logs", directory.resolve("log").toString());
    console.print("");
    console.print("Try it:");
    console.print("  ./fractus put --data " + quoted(directory) + " README.md demo/readme.md");
    console.print(
        "  curl -H \"Authorization: Bearer $(sed -n 's/^fractus_token = //p' "
            + quoted(directory.resolve("credentials"))
            + ")\" "
            + apiUrl
            + "/api/v1/buckets");
    console.print("");
  }

  private static String sites(CloudPlan plan) {
    Integer sites = plan.sites();
    return sites == null ? "sites of their own" : "in " + sites + (sites == 1 ? " site" : " sites");
  }

  private static void row(Console console, String name, String value) {
    console.print("  " + name + " ".repeat(9 - name.length()) + value);
  }

  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
