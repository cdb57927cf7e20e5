/**
 * The systems of the tables: how each is trained from parts, and what it reaches. {@link
 * io.patchdrop.learn.systems.Systems} lists them; a system is one class that implements {@link
 * io.patchdrop.learn.systems.ComparedSystem}. Parts are trained once in a run folder and shared: whoever needs HR-CNN
 * asks the {@link io.patchdrop.learn.systems.Workbench} for it.
 */
@NullMarked
package io.patchdrop.learn.systems;

import org.jspecify.annotations.NullMarked;
