package io.patchdrop.spark;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Looks at all inputs, then buys round by round until the money is gone. A round is decided once, from the state after the one
 * before, and written down; then it is done slice by slice, each of which has a state of its own. The state before a round stays
 * until the round is done, so that one that was interrupted goes on.
 */
final class RoundJob {
    private static final String STATES = "_rounds";
    private static final String UNBOUGHT = "_unbought.json";
    /** More rounds than any grid has steps would only hand out pennies. */
    private static final int MOST = 64;

    private final SparkSession spark;
    private final BatchFolder folder;
    private final SortedMap<Integer, Long> slices;
    private final BatchListener listener;
    private final Rounds rounds;
    private int last;

    RoundJob(
            SparkSession spark,
            BatchFolder folder,
            SortedMap<Integer, Long> slices,
            BatchListener listener,
            Rounds rounds) {
        this.spark = spark;
        this.folder = folder;
        this.slices = slices;
        this.listener = listener;
        this.rounds = rounds;
    }

    /** Looks at the inputs of a slice. */
    interface Looks {
        Dataset<Row> of(int slice) throws IOException;
    }

    /** The state of a slice after a round. */
    interface Purchases {
        Dataset<Row> of(Dataset<Row> state, int slice, RoundPlan plan);
    }

    /**
     * Looks and buys, or goes on with it.
     *
     * @return what was left
     */
    BatchSummary.Unbought run(Looks looks, Purchases purchases) throws IOException {
        Map<?, ?> before = folder.read(UNBOUGHT);
        last = lastPlanned();
        if (!before.isEmpty()) {
            return Rounds.unbought(before);
        }
        if (last == 0) {
            listener.round(
                    0, slices.values().stream().mapToLong(Long::longValue).sum(), 0);
            Slices.run(pending(0), slice -> folder.write(part(0, slice), looks.of(slice)), listener);
        } else {
            buy(last, RoundPlan.of(folder.read(plan(last))), purchases);
        }
        while (last < MOST) {
            Optional<RoundPlan> next = rounds.next(state(last));
            if (next.isEmpty()) {
                break;
            }
            folder.write(plan(last + 1), next.get().fields());
            last++;
            buy(last, next.get(), purchases);
        }
        BatchSummary.Unbought left = rounds.unbought(state(last));
        folder.write(UNBOUGHT, left.fields());
        return left;
    }

    private void buy(int round, RoundPlan plan, Purchases purchases) throws IOException {
        listener.round(round, plan.inputs(), plan.price());
        Slices.run(
                pending(round),
                slice -> folder.write(part(round, slice), purchases.of(read(part(round - 1, slice)), slice, plan)),
                BatchListener.stopping(listener));
        folder.remove(stateOf(round - 1));
    }

    /** The answers of a slice, after the last round. */
    Dataset<Row> answers(int slice) {
        return read(part(last, slice)).drop("problem", "curve", "next_price", "unit", "kept");
    }

    /** Removes what nobody needs when all answers are committed. */
    void removeStates() throws IOException {
        folder.remove(STATES);
    }

    private int lastPlanned() throws IOException {
        int round = 0;
        while (folder.has(plan(round + 1))) {
            round++;
        }
        return round;
    }

    private Dataset<Row> state(int round) {
        return read(stateOf(round));
    }

    private Dataset<Row> read(String part) {
        return spark.read().schema(BuyRound.SCHEMA).parquet(folder.address(part));
    }

    private SortedMap<Integer, Long> pending(int round) throws IOException {
        SortedMap<Integer, Long> pending = new TreeMap<>(slices);
        pending.keySet().removeAll(folder.slices(stateOf(round)));
        return pending;
    }

    private static String plan(int round) {
        return STATES + "/plan-" + round + ".json";
    }

    private static String part(int round, int slice) {
        return BatchFolder.slice(stateOf(round), slice);
    }

    private static String stateOf(int round) {
        return STATES + "/round-" + round;
    }
}
