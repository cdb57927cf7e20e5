/**
 * Calls a patchdrop server from Java. {@link io.patchdrop.client.PatchDropClient} is where to begin.
 *
 * <p>Needs the JDK and Jackson, no other module of patchdrop. Fields of answers that this version does not know are ignored,
 * so that an older client talks to a newer server. Collections of answers cannot be changed.
 */
@NullMarked
package io.patchdrop.client;

import org.jspecify.annotations.NullMarked;
