// SPDX-License-Identifier: Apache-2.0
/**
 * A small torrent engine in Java, for platforms without the native library.
 *
 * <p>It speaks BEP 3 with the fast extension (BEP 6) over TCP, for private torrents of one file,
 * and asks nobody but the peers it is given and its tracker (HTTP, BEP 23 and 7). It has no uTP, no
 * encrypted handshake (stock clients fall back to a plain one), no DHT, no exchange of peers or
 * metadata, no web seeds. It serves complete bits only: while it fetches a bit it gives nothing of
 * it away. Each connection has a virtual thread; a seeded bit without connections costs about 200
 * bytes and no thread.
 */
@NullMarked
package io.fractus.torrents.javaengine;

import org.jspecify.annotations.NullMarked;
