package io.patchdrop.client;

import java.util.List;

/** What happens to a job. */
public sealed interface JobEvent {
    /**
     * It went on.
     *
     * @param job as it is now
     */
    record Changed(Job job) implements JobEvent {}

    /**
     * Chips were answered.
     *
     * @param chips those that are new
     */
    record Answered(List<ZoomDocument.Chip> chips) implements JobEvent {
        public Answered {
            chips = List.copyOf(chips);
        }
    }
}
