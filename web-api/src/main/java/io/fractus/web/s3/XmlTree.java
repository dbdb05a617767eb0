// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a small document, with what is in it.
 *
 * @param name without its namespace
 * @param text between its tags, stripped
 * @param children in their order
 */
record XmlTree(String name, String text, List<XmlTree> children) {
  private static final int DEPTH_MAX = 8;

  XmlTree {
    children = List.copyOf(children);
  }

  /** The root of a document; throws {@link IllegalArgumentException} if it has another name. */
  static XmlTree read(XMLStreamReader reader, String root) throws XMLStreamException {
    reader.nextTag();
    XmlTree tree = element(reader, 0);
    if (!tree.name.equals(root)) {
      throw new IllegalArgumentException("its root is '" + tree.name + "'");
    }
    return tree;
  }

  private static XmlTree element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("its elements are nested too deeply");
    }
    String name = reader.getLocalName();
    StringBuilder text = new StringBuilder();
    List<XmlTree> children = new ArrayList<>();
    for (int event = reader.next();
        event != XMLStreamConstants.END_ELEMENT;
        event = reader.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        children.add(element(reader, depth + 1));
      } else if (reader.isCharacters()) {
        text.append(reader.getText());
      }
    }
    return new XmlTree(name, text.toString().strip(), children);
  }

  /** Those of a name. */
  List<XmlTree> all(String child) {
    return children.stream().filter(tree -> tree.name.equals(child)).toList();
  }

  /** The one of a name; throws {@link IllegalArgumentException} if there are several. */
  Optional<XmlTree> one(String child) {
    List<XmlTree> found = all(child);
    if (found.size() > 1) {
      throw new IllegalArgumentException("there is more than one " + child + " in " + name);
    }
    return found.stream().findFirst();
  }

  /** The text of the one of a name. */
  Optional<String> textOf(String child) {
    return one(child).map(XmlTree::text);
  }
}
