// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their widest cell. Not thread-safe. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row with as many cells as there are headings. */
  public void add(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    if (row.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "a row of " + row.size() + " cells under " + rows.getFirst().size() + " headings");
    }
    rows.add(row);
  }

  public void print(Console console) {
    for (int i = 0; i < rows.size(); i++) {
      String line = line(rows.get(i));
      console.print(i == 0 ? console.bold(line) : line);
    }
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      line.append(cell);
      if (column < row.size() - 1) {
        line.append(" ".repeat(width(column) - cell.length())).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
