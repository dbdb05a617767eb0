// SPDX-License-Identifier: Apache-2.0
/**
 * What is done about copies that are gone: pure judgement, without clock, chance or I/O.
 *
 * <p>A simulation drives it as {@code assignment.Repairs} does, in virtual time:
 *
 * <ol>
 *   <li>Give {@link io.fractus.tracker.repair.NodeWatch#look} the facts of all nodes every few
 *       seconds or minutes; it says which are lost and which are back. Tell {@link
 *       io.fractus.tracker.repair.Bursts} of those that went.
 *   <li>For each bit with a copy on a node that changed, and of all bits now and then, make {@link
 *       io.fractus.tracker.repair.BitFacts} and ask {@link
 *       io.fractus.tracker.repair.RepairPolicy#judge}; what is to be done goes into a {@link
 *       io.fractus.tracker.repair.RepairQueue}.
 *   <li>Take from the queue as long as {@link io.fractus.tracker.repair.Rates} allow; {@code
 *       placement.MovePolicy#another} says where a copy goes. Judge each bit again before, and when
 *       its copy stands.
 *   <li>For a bit with more copies than wanted {@link io.fractus.tracker.repair.Surplus} says which
 *       one goes, once all others were seen to be right.
 * </ol>
 */
@NullMarked
package io.fractus.tracker.repair;

import org.jspecify.annotations.NullMarked;
