// SPDX-License-Identifier: Apache-2.0
/**
 * The torrent engine over <a href="https://github.com/atomashpolskiy/bt">bt</a> 1.10, as a second
 * opinion: for small nodes that ask for it, and for tests of how engines get along.
 *
 * <p>Its limits: IPv4 peers only from trackers, no fast extension (BEP 6), no uTP, no web seeds;
 * each bit keeps its file open, a thread (a virtual one here) and many kilobytes of memory, and
 * some 200 bytes of each connection that there ever was; one thread handles the messages of all
 * bits, and another all disk reads and writes, so a limit of rate that makes one bit wait makes all
 * wait. Hundreds of bits are well served, thousands are not. It has had no release since 2021.
 *
 * <p>What is worked around here:
 *
 * <ul>
 *   <li>It hashes every file that it is to seed: {@code Pieces} verifies in its place.
 *   <li>It forgets peers that are added before a torrent has started, and those that failed: they
 *       are offered again each second.
 *   <li>A fetch that is stopped waits for its pieces for ever and keeps its place: its thread is
 *       interrupted, and if that does not help, the torrent is declared stopped.
 *   <li>It binds its port late and says nothing if it is taken: the port is bound before.
 *   <li>It may hear of the end of a connection only after the next one to that peer has begun, and
 *       then forgets what the peer has: {@code PeerPieces} looks whether it is there.
 *   <li>It takes blocks of one bit for those of another: {@code Blocks} keeps them apart.
 *   <li>A received block that is copied to a buffer is overwritten instead: blocks go from its
 *       buffer to the file directly.
 *   <li>Whoever registers a connection spins for a lock that the loop of the selector holds nearly
 *       always, on one core for ever: {@code OpenSelector} needs none.
 *   <li>Its encrypted handshake sleeps a second between reads: it is switched off.
 *   <li>It sends a wrong address to trackers, and knows only those of the metainfo: it is told of
 *       none, and our own announcer tells them.
 *   <li>It keeps something of each connection that there ever was, asks each for messages every few
 *       milliseconds, and leaves those of a torrent open that is gone: {@code Dispatcher} and
 *       {@code BtModule} let go of them.
 * </ul>
 */
@NullMarked
package io.fractus.torrents.bt;

import org.jspecify.annotations.NullMarked;
