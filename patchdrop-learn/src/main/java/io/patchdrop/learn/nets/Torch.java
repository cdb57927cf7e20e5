package io.patchdrop.learn.nets;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;

/** Sections of code under a state of libtorch that is put back at their end, whatever happens. */
public final class Torch {
    private Torch() {}

    /** Runs an action and frees every native object that it made and did not retain. */
    @SuppressWarnings("try") // The scope works by being open.
    public static void inScope(Runnable action) {
        try (PointerScope scope = new PointerScope()) {
            action.run();
        }
    }

    /**
     * Runs an action and frees every native object that it made and did not retain.
     *
     * @param action returns a Java value; a tensor would be freed before the caller sees it
     */
    @SuppressWarnings("try") // The scope works by being open.
    public static <T> T inScope(Supplier<T> action) {
        try (PointerScope scope = new PointerScope()) {
            return action.get();
        }
    }

    /** Runs an action whose operations are not recorded for gradients (on this thread). */
    public static void withoutGradient(Runnable action) {
        withoutGradient(() -> {
            action.run();
            return Boolean.TRUE;
        });
    }

    /** Runs an action whose operations are not recorded for gradients (on this thread). */
    public static <T> T withoutGradient(Supplier<T> action) {
        boolean before = GradMode.is_enabled();
        GradMode.set_enabled(false);
        try {
            return action.get();
        } finally {
            GradMode.set_enabled(before);
        }
    }
}
