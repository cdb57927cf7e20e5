package io.patchdrop.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a batch came to.
 *
 * @param inputs how many
 * @param errors of them without an answer
 * @param patches bought
 * @param bytes read or received
 * @param requests sent, or files read
 * @param price of all that
 * @param unbought what a limit to the price left; empty if there was none
 */
public record BatchSummary(
        long inputs, long errors, long patches, long bytes, long requests, double price, Optional<Unbought> unbought) {
    /**
     * What was left unbought.
     *
     * @param inputs that would have bought more
     * @param patches that they could still buy
     * @param money that was not spent
     * @param expectedGain right answers that buying on would have brought, all in all, by what was seen of the others
     */
    public record Unbought(long inputs, long patches, double money, double expectedGain) {
        /** The same for JSON. */
        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("inputs", inputs);
            fields.put("patches", patches);
            fields.put("money", money);
            fields.put("expected_gain", expectedGain);
            return fields;
        }
    }

    /** Counts answers. */
    static BatchSummary of(Dataset<Row> answers, Optional<Unbought> unbought) {
        Row sums = answers.selectExpr(
                        "count(*)",
                        "count(error)",
                        "coalesce(sum(size(patches)), 0)",
                        "coalesce(sum(bytes), 0)",
                        "coalesce(sum(requests), 0)",
                        "coalesce(sum(price), 0d)")
                .first();
        return new BatchSummary(
                sums.getLong(0),
                sums.getLong(1),
                sums.getLong(2),
                sums.getLong(3),
                sums.getLong(4),
                sums.getDouble(5),
                unbought);
    }

    /** The same for JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("inputs", inputs);
        fields.put("errors", errors);
        fields.put("patches", patches);
        fields.put("bytes", bytes);
        fields.put("requests", requests);
        fields.put("price", price);
        unbought.ifPresent(left -> fields.put("unbought", left.fields()));
        return fields;
    }
}
