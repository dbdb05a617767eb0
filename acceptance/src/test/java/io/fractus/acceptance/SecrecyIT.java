// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a donor of space, and the tracker, can find out by looking at their own disks. */
final class SecrecyIT {
  private static final String BUCKET = "medical-records-bucket";
  private static final String KEY = "patients/jane-roe-diagnosis.txt";
  private static final String MARKER = "PLAINTEXT-MARKER-OF-THE-SECRECY-TEST.";

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(8, "raid6:4+2x1");

  @Test
  void nodesAndTracker_learnNothingOfTheObject() throws IOException {
    Cloud cloud = clouds.cloud();
    RestClient rest = cloud.rest();
    rest.makeBucket(BUCKET);
    byte[] body = MARKER.repeat(40_000_000 / MARKER.length()).getBytes(StandardCharsets.US_ASCII);
    rest.put(BUCKET, KEY, body).orFail();
    cloud.awaitSpread(BUCKET, KEY);
    Bytes.assertSame("the object", rest.get(BUCKET, KEY).orFail().body(), body);

    checkOneBitOfAStripePerNode(cloud);
    checkSidecars(cloud);
    List<Path> places = new ArrayList<>();
    places.add(cloud.data().resolve("tracker"));
    for (String node : cloud.processes().nodes()) {
      places.add(cloud.nodeDirectory(node));
      places.add(cloud.data().resolve("log").resolve(node + ".log"));
    }
    places.add(cloud.data().resolve("log").resolve("tracker.log"));
    for (Path place : places) {
      for (String secret : List.of(MARKER, BUCKET, KEY, "jane-roe")) {
        assertThat(filesWith(place, secret)).as("files that contain " + secret).isEmpty();
      }
    }
  }

  /** Read off the disks, not off what the tracker says. */
  private static void checkOneBitOfAStripePerNode(Cloud cloud) throws IOException {
    Map<String, Integer> stripeOfBit = new HashMap<>();
    for (Stripe stripe : cloud.stripes(BUCKET, KEY)) {
      stripe.bits().forEach(bit -> stripeOfBit.put(bit.infoHash().toString(), stripe.number()));
    }
    int found = 0;
    for (String node : cloud.processes().nodes()) {
      List<Integer> stripes = new ArrayList<>();
      for (Path bit : Disk.bits(cloud.nodeDirectory(node))) {
        Integer stripe = stripeOfBit.get(Disk.infoHash(bit).toString());
        assertThat(stripe).as("the stripe of " + bit).isNotNull();
        stripes.add(stripe);
      }
      assertThat(stripes).as("stripes of which %s holds a bit", node).doesNotHaveDuplicates();
      found += stripes.size();
    }
    assertThat(found).as("bits on disks").isEqualTo(stripeOfBit.size());
  }

  /** A sidecar is a torrent with a random name and nothing that a person wrote. */
  private static void checkSidecars(Cloud cloud) throws IOException {
    for (String node : cloud.processes().nodes()) {
      for (Path bit : Disk.bits(cloud.nodeDirectory(node))) {
        String torrent = Files.readString(Disk.sidecar(bit), StandardCharsets.ISO_8859_1);
        assertThat(torrent)
            .contains("7:privatei1e")
            .contains("4:name32:" + bit.getFileName())
            .doesNotContain("7:comment", "13:creation date", "10:created by", "passkey");
      }
    }
  }

  private static List<Path> filesWith(Path place, String secret) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : Disk.files(place)) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (bytes.contains(secret)) {
        found.add(file);
      }
    }
    return found;
  }
}
