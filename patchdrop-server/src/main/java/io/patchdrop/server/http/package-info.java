/**
 * What all routes share. A request passes, from outside to inside:
 *
 * <ol>
 *   <li>{@link io.patchdrop.server.http.Guard}: names the request, checks whether it may come in, logs and counts it;
 *   <li>{@link io.patchdrop.server.http.Uploads}: loads its body without holding a thread, within the limits;
 *   <li>Javalin, with what is in the {@link io.patchdrop.server.http.RouteTable}.
 * </ol>
 *
 * <p>Whatever goes wrong is answered with a {@link io.patchdrop.server.http.Problem}.
 */
@NullMarked
package io.patchdrop.server.http;

import org.jspecify.annotations.NullMarked;
