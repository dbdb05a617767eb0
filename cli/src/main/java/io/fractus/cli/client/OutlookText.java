// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.platform.ByteSize;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What objects and stripes can bear, for people. */
final class OutlookText {
  /** Those that cannot be read now, and then those that are least likely to be. */
  static final Comparator<JsonNode> WORST_FIRST =
      Comparator.<JsonNode, Boolean>comparing(stripe ->
              stripe.path("outlook").path("reachable").asLong()
                  >= stripe.path("outlook").path("needed").asLong())
          .thenComparingDouble(
              stripe -> -stripe.path("outlook").path("unavailableWorstHour").asDouble())
          .thenComparingLong(stripe -> stripe.path("number").asLong());

  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final int HOURS_PER_DAY = 24;

  /** Beyond this many nines a percentage is a row of nines. */
  private static final double PERCENT_MIN = 1e-5;

  /** Fewer than three nines in the worst hour are worth a colour. */
  private static final double WEAK = 1e-3;

  private final Console console;

  OutlookText(Console console) {
    this.console = console;
  }

  /** What an object can bear; that the tracker does not say if it does not. */
  void printObject(JsonNode outlook) {
    if (!outlook.isObject()) {
      console.print("  can bear    unknown: the tracker does not say");
      return;
    }
    long unreadable = outlook.path("unreadable").asLong();
    long spare = outlook.path("spare").asLong();
    console.print(
        "  now         "
            + (unreadable == 0
                ? console.green("readable, " + spare + " bits to spare in the worst stripe")
                : console.red(unreadable + " stripes cannot be read")));
    console.print("  in an hour  " + bounds(outlook.path("unavailableSoon")));
    console.print("  worst hour  " + bounds(outlook.path("unavailableWorstHour")));
    console.print(
        "  site away   "
            + bounds(outlook.path("unavailableAfterSite"))
            + " in that hour, without the site it can spare least");
    console.print("  a year      " + years(outlook));
    console.print("  may lose    " + mayLose(outlook));
    long examined = outlook.path("examined").asLong();
    if (examined < outlook.path("stripes").asLong()) {
      console.print("  examined    " + examined + " stripes at even distances: an estimate");
    }
    console.print("  left out    " + Answers.text(outlook, "leavesOut"));
  }

  private String bounds(JsonNode bounds) {
    double least = bounds.path("atLeast").asDouble();
    double most = bounds.path("atMost").asDouble();
    String text =
        nines(most).equals(nines(least))
            ? available(least)
            : available(most) + " to " + available(least);
    return least > WEAK ? console.red(text) : text;
  }

  private static String years(JsonNode outlook) {
    double least = outlook.path("durabilityAtLeast").asDouble();
    double most = outlook.path("durabilityAtMost").asDouble();
    String from = String.format(Locale.ROOT, "%.1f", least);
    String to = String.format(Locale.ROOT, "%.1f", most);
    return (from.equals(to) ? from : from + " to " + to) + " nines of not being lost";
  }

  private String mayLose(JsonNode outlook) {
    long nodes = outlook.path("anyNodes").asLong();
    if (nodes < 0) {
      return console.red("nothing: too few bits are left");
    }
    return "any %d nodes, any %d sites for good; any %d of the nodes here now"
        .formatted(
            nodes,
            outlook.path("anySites").asLong(),
            Math.max(0, outlook.path("anyNodesHere").asLong()));
  }

  /** What a stripe can bear, and each of its copies if these are told about. */
  void printStripe(JsonNode stripe, boolean why) {
    JsonNode outlook = stripe.path("outlook");
    if (!outlook.isObject()) {
      return;
    }
    double worst = outlook.path("unavailableWorstHour").asDouble();
    String week =
        "  worst hour %s (%s), without %s %s"
            .formatted(
                available(worst),
                hour(outlook.path("worstHour").asInt()),
                Answers.text(outlook, "worstSite"),
                available(outlook.path("unavailableAfterSite").asDouble()));
    console.print(worst > WEAK ? console.red(week) : week);
    console.print(
        String.format(
            Locale.ROOT,
            "  %.1f nines a year; lost with %s and with %s",
            outlook.path("durability").asDouble(),
            fewest(outlook.path("nodes"), "nodes"),
            fewest(outlook.path("sites"), "sites")));
    List<JsonNode> copies = Answers.list(outlook, "copies");
    if (!copies.isEmpty()) {
      printCopies(outlook, copies);
      if (why) {
        copies.forEach(copy ->
            console.print(
                "  bit %d on %s: %s"
                    .formatted(
                        copy.path("bit").asInt(),
                        Answers.text(copy, "nodeName"),
                        Answers.text(copy, "why"))));
      }
    }
  }

  private static String fewest(JsonNode fewest, String what) {
    List<JsonNode> some = Answers.list(fewest, "some");
    return "%s%d %s%s"
        .formatted(
            fewest.path("isExact").asBoolean() ? "" : "at least ",
            fewest.path("atLeast").asInt(),
            what,
            some.isEmpty()
                ? ""
                : " such as "
                    + some.stream().map(JsonNode::asString).collect(Collectors.joining(", ")));
  }

  private void printCopies(JsonNode outlook, List<JsonNode> copies) {
    Table table =
        new Table(
            "  bit",
            "node",
            "class",
            "site",
            "region",
            "copy",
            "here",
            "then",
            "its worst",
            "speed",
            "role",
            "if lost",
            "tags");
    double worst = outlook.path("unavailableWorstHour").asDouble();
    for (JsonNode copy : copies) {
      table.add(
          "  " + copy.path("bit").asInt(),
          Answers.text(copy, "nodeName"),
          Answers.text(copy, "nodeClass"),
          Answers.text(copy, "site"),
          Answers.text(copy, "region"),
          Answers.text(copy, "state").toLowerCase(Locale.ROOT),
          copy.path("here").asBoolean() ? "yes" : "no",
          share(copy, "availability"),
          share(copy, "availabilityWorst") + " " + hour(copy.path("worstHour").asInt()),
          copy.path("bytesPerSecond").isNumber()
              ? new ByteSize(copy.path("bytesPerSecond").asLong()) + "/s"
              : "-",
          Answers.text(copy, "role").replace('_', ' '),
          cost(worst, copy.path("unavailableWithout").asDouble()),
          Answers.list(copy, "tags").stream()
              .map(JsonNode::asString)
              .collect(Collectors.joining(" ")));
    }
    table.print(console);
  }

  private static String share(JsonNode copy, String field) {
    return String.format(Locale.ROOT, "%.0f%%", Math.floor(100 * copy.path(field).asDouble()));
  }

  /** What is left of the nines of the worst hour. */
  private static String cost(double with, double without) {
    double lost = exponent(with) - exponent(without);
    return String.format(
        Locale.ROOT, "-%.1f to %.1f nines", Math.max(0, lost), Math.abs(exponent(without)));
  }

  private static String hour(int hour) {
    return String.format(
        Locale.ROOT, "%s %02d:00", DAYS[hour / HOURS_PER_DAY], hour % HOURS_PER_DAY);
  }

  /** Up to five nines as a percentage, which people know; beyond it the nines. */
  static String available(double unavailable) {
    return unavailable >= PERCENT_MIN
        ? String.format(Locale.ROOT, "%.3f%%", 100 * (1 - unavailable))
        : nines(unavailable) + " nines";
  }

  private static String nines(double unavailable) {
    return String.format(Locale.ROOT, "%.1f", Math.min(99, exponent(unavailable)));
  }

  private static double exponent(double unavailable) {
    return -Math.log10(Math.max(1e-99, unavailable));
  }
}
