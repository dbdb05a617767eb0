// SPDX-License-Identifier: Apache-2.0
package io.fractus.house;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Java source without a compiler: enough of it to count the lines of methods. Stateless. */
final class JavaText {
  private static final Pattern TYPE_HEADER =
      Pattern.compile("(?<![.\\w])(class|interface|enum|record)\\s+\\w|\\bnew\\s+[^;{}]*\\)\\s*$");

  /** A method, constructor or initialiser: where it starts and how many lines its body takes. */
  record Method(int line, int lines) {}

  private enum Block {
    TYPE,
    METHOD,
    OTHER
  }

  private record Open(Block block, int line) {}

  private JavaText() {}

  /** The source with comments and the contents of literals blanked; line breaks stay. */
  static String withoutCommentsAndLiterals(String source) {
    StringBuilder out = new StringBuilder(source.length());
    int at = 0;
    while (at < source.length()) {
      int end = endOfToken(source, at);
      if (end == at + 1) {
        out.append(source.charAt(at));
      } else {
        out.append(source.substring(at, end).replaceAll("[^\n]", " "));
      }
      at = end;
    }
    return out.toString();
  }

  /** The end of the comment or literal that starts here, or the next character. */
  private static int endOfToken(String source, int at) {
    if (source.startsWith("//", at)) {
      return orEnd(source, source.indexOf('\n', at));
    }
    if (source.startsWith("/*", at)) {
      int end = source.indexOf("*/", at + 2);
      return end < 0 ? source.length() : end + 2;
    }
    if (source.startsWith("\"\"\"", at)) {
      int end = at + 3;
      while (end < source.length() && !source.startsWith("\"\"\"", end)) {
        end += source.charAt(end) == '\\' ? 2 : 1;
      }
      return Math.min(source.length(), end + 3);
    }
    char quote = source.charAt(at);
    if (quote != '"' && quote != '\'') {
      return at + 1;
    }
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote && source.charAt(end) != '\n') {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(source.length(), end + 1);
  }

  private static int orEnd(String source, int index) {
    return index < 0 ? source.length() : index;
  }

  /**
   * Every method body, found by its braces: a block right inside a type that is not itself a type.
   */
  static List<Method> methods(String source) {
    String code = withoutCommentsAndLiterals(source);
    List<Method> methods = new ArrayList<>();
    Deque<Open> open = new ArrayDeque<>();
    int line = 1;
    int headerStart = 0;
    for (int at = 0; at < code.length(); at++) {
      switch (code.charAt(at)) {
        case '\n' -> line++;
        case ';' -> headerStart = at + 1;
        case '{' -> {
          open.push(new Open(kind(open, code.substring(headerStart, at).strip()), line));
          headerStart = at + 1;
        }
        case '}' -> {
          Open closed = open.isEmpty() ? new Open(Block.OTHER, line) : open.pop();
          if (closed.block == Block.METHOD) {
            methods.add(new Method(closed.line, line - closed.line + 1));
          }
          headerStart = at + 1;
        }
        default -> {}
      }
    }
    return methods;
  }

  private static Block kind(Deque<Open> open, String header) {
    if (TYPE_HEADER.matcher(header).find()) {
      return Block.TYPE;
    }
    boolean inType = !open.isEmpty() && open.element().block == Block.TYPE;
    return inType && !header.endsWith("=") ? Block.METHOD : Block.OTHER;
  }
}
