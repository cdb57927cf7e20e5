package io.patchdrop.spark;

import io.patchdrop.core.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a batch is asked for.
 *
 * @param input a folder, a pattern, a list, a table, an image, or an address
 * @param column of a table, with locations or bytes; if there is none, {@code location}
 * @param chip side in pixels of the squares that each image is cut into; 0 for one answer an image
 * @param output folder of the answers
 * @param options how images are answered
 * @param maxPrice of all images together
 * @param slice inputs that are committed together; 0 to choose by their number
 */
public record BatchRequest(
        String input,
        Optional<String> column,
        int chip,
        String output,
        ClassifyOptions options,
        OptionalDouble maxPrice,
        int slice) {
    /** @throws InvalidInputException if a number is out of its range */
    public BatchRequest {
        if (chip < 0 || slice < 0) {
            throw new InvalidInputException(
                    (chip < 0 ? "--chip is " + chip : "--slice is " + slice), "give a number of at least 1");
        }
        if (maxPrice.isPresent() && !(maxPrice.getAsDouble() >= 0 && maxPrice.getAsDouble() < Double.MAX_VALUE)) {
            throw new InvalidInputException("--max-price is " + maxPrice.getAsDouble(), "give a number of at least 0");
        }
    }

    /** Every image of an input by these options, without a limit. */
    public static BatchRequest of(String input, String output, ClassifyOptions options) {
        return new BatchRequest(input, Optional.empty(), 0, output, options, OptionalDouble.empty(), 0);
    }

    /** The same with a limit to the price of all images together. */
    public BatchRequest withMaxPrice(double limit) {
        return new BatchRequest(input, column, chip, output, options, OptionalDouble.of(limit), slice);
    }

    /** The same with the column of a table. */
    public BatchRequest withColumn(String name) {
        return new BatchRequest(input, Optional.of(name), chip, output, options, maxPrice, slice);
    }

    /** The same with images cut into squares. */
    public BatchRequest withChip(int side) {
        return new BatchRequest(input, column, side, output, options, maxPrice, slice);
    }

    /** The same with so many inputs committed together. */
    public BatchRequest withSlice(int inputs) {
        return new BatchRequest(input, column, chip, output, options, maxPrice, inputs);
    }

    /** What tells this batch from another one whose answers may not lie in the same folder. */
    Map<String, Object> description(String modelSha256) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", "patchdrop-batch-1");
        description.put("model_sha256", modelSha256);
        description.put("input", input);
        description.put("column", column.orElse(""));
        description.put("chip", Integer.toString(chip));
        description.put(
                "budget", options.budget() == null ? "" : options.budget().toString());
        description.put("prices", options.prices().toString());
        description.put("max_price", maxPrice.isPresent() ? Double.toString(maxPrice.getAsDouble()) : "");
        description.put("bands", options.access().bands().toString());
        description.put("rescale", options.access().rescale().toString());
        description.put("asset", options.access().asset());
        return description;
    }
}
