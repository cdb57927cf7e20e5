/** Tests of jobs, on scenes that a server on this machine has. */
@NullMarked
package io.patchdrop.server.jobs;

import org.jspecify.annotations.NullMarked;
