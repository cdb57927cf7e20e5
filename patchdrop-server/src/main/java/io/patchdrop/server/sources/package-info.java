/**
 * Where pixels may come from: {@link io.patchdrop.server.sources.AllowList} says what is allowed, {@link
 * io.patchdrop.server.sources.Sources} opens it, {@link io.patchdrop.server.sources.OpenSources} keeps it open for a while.
 *
 * <p>An address passes {@link io.patchdrop.server.sources.AddressGate} before each request, redirects included: its host, port
 * and path must be listed, and so must each address that its host has, unless that is a public one. A file is one that {@link
 * io.patchdrop.server.sources.Catalogue} has listed: no text of a request becomes a path.
 */
@NullMarked
package io.patchdrop.server.sources;

import org.jspecify.annotations.NullMarked;
