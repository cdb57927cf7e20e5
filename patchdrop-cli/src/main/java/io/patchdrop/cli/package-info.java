/** The {@code patchdrop} command, one class a subcommand. */
@NullMarked
package io.patchdrop.cli;

import org.jspecify.annotations.NullMarked;
