/**
 * Bytes that are read range by range, each at most once.
 *
 * <p>A {@link io.patchdrop.imagery.bytes.ByteSource} is a file, here or on a server; {@link
 * io.patchdrop.imagery.bytes.ByteSources} opens it by its path or address. {@link io.patchdrop.imagery.bytes.BoughtBytes} keeps what was read of it in a {@link io.patchdrop.imagery.bytes.RangeStore}, so
 * that no byte is paid for twice, plans requests ({@link io.patchdrop.imagery.bytes.RangePlan}) and sends them side by side.
 * Every request is entered in the source's {@link io.patchdrop.imagery.bytes.Ledger}, those that fail as well. A
 * {@link io.patchdrop.imagery.bytes.RangeServer} serves files by ranges on this machine and keeps the other side's count.
 */
@NullMarked
package io.patchdrop.imagery.bytes;

import org.jspecify.annotations.NullMarked;
