package io.patchdrop.spark;

import io.patchdrop.runtime.PatchDropModel;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Goes through the rows of a task and takes some at a time, so that the model answers many images side by side and only those
 * are in memory. Each row gives one row.
 */
abstract class RowBatches implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Rows that are answered together, unless each of them has an image to be fetched. */
    private static final int TOGETHER = 64;

    /** Rows that pass by without an answer while a batch is filled, at most. */
    private static final int MOST_PASSED = 4096;

    private final SharedModel shared;
    private final Access access;
    private final boolean keeps;

    /** @param keeps whether what is bought of a server is handed out with the results */
    RowBatches(SharedModel shared, Access access, boolean keeps) {
        this.shared = shared;
        this.access = access;
        this.keeps = keeps;
    }

    /** Answers some rows: one row for each, in order. */
    abstract List<Row> answer(List<Row> rows, Answering answering, PatchDropModel model);

    /** Whether a row needs no answer. */
    boolean isDone(Row row) {
        return false;
    }

    /** What becomes of a row that needs no answer. */
    Row passed(Row row) {
        return row;
    }

    String modelSha256() {
        return shared.sha256();
    }

    /** The rows of a task, answered as they are asked for. */
    public Iterator<Row> call(Iterator<Row> rows) {
        PatchDropModel model = shared.get();
        int connections = access.open(shared.slots());
        Answering answering = new Answering(model, access, connections, keeps);
        TaskContext task = TaskContext.get();
        if (task != null) {
            TaskCompletionListener closing = context -> answering.close();
            task.addTaskCompletionListener(closing);
        }
        return new Answered(rows, answering, model);
    }

    private final class Answered implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final Answering answering;
        private final PatchDropModel model;
        private final Queue<Row> ready = new ArrayDeque<>();

        private Answered(Iterator<Row> rows, Answering answering, PatchDropModel model) {
            this.rows = rows;
            this.answering = answering;
            this.model = model;
        }

        @Override
        public boolean hasNext() {
            return !ready.isEmpty() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (ready.isEmpty()) {
                List<Row> batch = new ArrayList<>(TOGETHER);
                while (batch.size() < TOGETHER && ready.size() < MOST_PASSED && rows.hasNext()) {
                    Row row = rows.next();
                    if (isDone(row)) {
                        ready.add(passed(row));
                    } else {
                        batch.add(row);
                    }
                }
                if (!batch.isEmpty()) {
                    ready.addAll(answer(batch, answering, model));
                }
            }
            return ready.remove();
        }
    }
}
