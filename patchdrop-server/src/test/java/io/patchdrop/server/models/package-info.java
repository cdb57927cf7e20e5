@NullMarked
package io.patchdrop.server.models;

import org.jspecify.annotations.NullMarked;
