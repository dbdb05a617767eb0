// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.access.CannedAcl;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** ACLs as XML: one of the canned ones, spelled out. Stateless. */
final class AclXml {
  private static final String GROUPS = "http://acs.amazonaws.com/groups/global/";
  private static final String ALL = "AllUsers";
  private static final String USERS = "AuthenticatedUsers";

  private AclXml() {}

  static XmlDocument of(CannedAcl acl, String owner) {
    XmlDocument xml =
        Subresources.owner(XmlDocument.result("AccessControlPolicy"), owner)
            .open("AccessControlList")
            .open("Grant")
            .open("Grantee")
            .type("CanonicalUser")
            .element("ID", owner)
            .element("DisplayName", owner)
            .close()
            .element("Permission", "FULL_CONTROL")
            .close();
    if (acl.readByAll()) {
      grant(xml, ALL, "READ");
    } else if (acl.readByUsers()) {
      grant(xml, USERS, "READ");
    }
    if (acl.writtenByAll()) {
      grant(xml, ALL, "WRITE");
    }
    return xml;
  }

  private static void grant(XmlDocument xml, String group, String permission) {
    xml.open("Grant")
        .open("Grantee")
        .type("Group")
        .element("URI", GROUPS + group)
        .close()
        .element("Permission", permission)
        .close();
  }

  /** Which canned one it is; throws {@link S3Exception} if it is another. */
  static CannedAcl parse(byte[] body, String owner) {
    Set<String> grants = XmlInput.parse(body, "AccessControlPolicy", reader -> read(reader, owner));
    if (grants.equals(Set.of())) {
      return CannedAcl.PRIVATE;
    }
    if (grants.equals(Set.of(ALL + " READ"))) {
      return CannedAcl.PUBLIC_READ;
    }
    if (grants.equals(Set.of(ALL + " READ", ALL + " WRITE"))) {
      return CannedAcl.PUBLIC_READ_WRITE;
    }
    if (grants.equals(Set.of(USERS + " READ"))) {
      return CannedAcl.AUTHENTICATED_READ;
    }
    throw other();
  }

  /** Grants to groups; those to the owner say nothing new. */
  private static Set<String> read(XMLStreamReader reader, String owner) throws XMLStreamException {
    Set<String> grants = new TreeSet<>();
    boolean inGrant = false;
    String grantee = "";
    String permission = "";
    reader.nextTag();
    reader.require(XMLStreamConstants.START_ELEMENT, null, "AccessControlPolicy");
    while (reader.hasNext()) {
      int event = reader.next();
      String name =
          event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT
              ? reader.getLocalName()
              : "";
      if (event == XMLStreamConstants.END_ELEMENT && name.equals("Grant")) {
        add(grants, grantee, permission, owner);
        inGrant = false;
        grantee = "";
        permission = "";
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        switch (name) {
          case "Grant" -> inGrant = true;
          case "ID", "URI" -> grantee = inGrant ? reader.getElementText().strip() : "";
          case "Permission" -> permission = reader.getElementText().strip();
          case "EmailAddress" -> throw other();
          default -> {}
        }
      }
    }
    return grants;
  }

  private static void add(Set<String> grants, String grantee, String permission, String owner) {
    if (grantee.equals(owner)) {
      return;
    }
    if (!grantee.startsWith(GROUPS)) {
      throw other();
    }
    grants.add(grantee.substring(GROUPS.length()) + " " + permission);
  }

  private static S3Exception other() {
    return new S3Exception(
        S3Error.NOT_IMPLEMENTED,
        "only what the canned ACLs say can be set: use a bucket policy for anything else");
  }
}
