// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy, why it is where it is, and what its stripe would be without its node.
 *
 * @param bit position in the stripe
 * @param nodeId the node
 * @param nodeName what people call it
 * @param nodeClass what kind of machine it is
 * @param site nodes that fail together
 * @param region sites that fail together
 * @param state how far the copy is: only complete ones count
 * @param here whether the node is here now
 * @param anchor whether the node is one that availability counts on
 * @param availability at least, in the worst hour of the stripe
 * @param worstHour the worst hour of the node, 0 to 167
 * @param availabilityWorst at least, in that hour
 * @param bytesPerSecond how fast it lately served, or null while unknown
 * @param tags judgements on it
 * @param role what the copy is good for now, in a word
 * @param why the same in a sentence
 * @param unavailableWithout the chance that the stripe cannot be read in its worst hour, if the
 *     node is lost
 * @param durabilityWithout nines a year of the stripe then, until the copy stands elsewhere
 */
public record CopyOutlook(
    int bit,
    String nodeId,
    String nodeName,
    String nodeClass,
    String site,
    String region,
    CopyState state,
    boolean here,
    boolean anchor,
    double availability,
    int worstHour,
    double availabilityWorst,
    @Nullable Double bytesPerSecond,
    List<String> tags,
    String role,
    String why,
    double unavailableWithout,
    double durabilityWithout) {
  public CopyOutlook {
    tags = List.copyOf(tags);
  }
}
