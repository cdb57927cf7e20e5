package io.patchdrop.spark;

import io.patchdrop.core.PatchMask;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.Answer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The columns of an answer. */
final class AnswerColumns {
    /**
     * <pre>
     * class         name of the class; null if there is no answer
     * confidence    its probability; null if there is no answer
     * patches       those bought, the first that was bought first; empty if there is no answer
     * mask          the same as bits: patch k is bit k % 64 of word k / 64
     * bytes         read or received
     * requests      sent, or files read
     * price         of bytes, requests and patches
     * milliseconds  of reading and decoding it, and its share of the time of the images beside it
     * model_sha256  of the bundle
     * error         why there is no answer, in one line; null if there is one
     * </pre>
     */
    static final StructType SCHEMA = new StructType()
            .add("class", DataTypes.StringType)
            .add("confidence", DataTypes.DoubleType)
            .add("patches", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("mask", DataTypes.createArrayType(DataTypes.LongType, false))
            .add("bytes", DataTypes.LongType)
            .add("requests", DataTypes.LongType)
            .add("price", DataTypes.DoubleType)
            .add("milliseconds", DataTypes.DoubleType)
            .add("model_sha256", DataTypes.StringType)
            .add("error", DataTypes.StringType);

    private AnswerColumns() {}

    /** The columns of a result. */
    static Row row(ImageResult result, Prices prices, String modelSha256) {
        Cost cost = result.cost();
        if (result.error() != null) {
            return row(
                    null,
                    null,
                    List.of(),
                    List.of(),
                    cost,
                    prices.price(cost, 0),
                    result.milliseconds(),
                    modelSha256,
                    result.error());
        }
        Answer answer = result.answer();
        return row(
                answer.className(),
                answer.confidence(),
                Arrays.stream(answer.purchases()).boxed().toList(),
                words(answer.mask()),
                cost,
                prices.price(cost, answer.purchases().length),
                result.milliseconds(),
                modelSha256,
                null);
    }

    static Row row(
            @Nullable String className,
            @Nullable Double confidence,
            List<Integer> patches,
            List<Long> mask,
            Cost cost,
            double price,
            double milliseconds,
            String modelSha256,
            @Nullable String error) {
        return RowFactory.create(
                className,
                confidence,
                patches.toArray(),
                mask.toArray(),
                cost.bytes(),
                cost.requests(),
                price,
                milliseconds,
                modelSha256,
                error);
    }

    /** A mask as words of 64 bits, as many as its grid needs. */
    static List<Long> words(PatchMask mask) {
        BitSet bits = new BitSet(mask.patches());
        Arrays.stream(mask.indices()).forEach(bits::set);
        long[] words = Arrays.copyOf(bits.toLongArray(), (mask.patches() + 63) / 64);
        return Arrays.stream(words).boxed().toList();
    }

    /** Columns of one row, then those of another. */
    static Row joined(Row one, Row other) {
        return RowFactory.create(Stream.concat(values(one), values(other)).toArray());
    }

    private static Stream<@Nullable Object> values(Row row) {
        Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.get(i);
        }
        return Arrays.stream(values);
    }
}
