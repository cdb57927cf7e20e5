package io.patchdrop.learn.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What training logged after one epoch of one stage.
 *
 * @param stage the stage, such as {@code HR-CNN} or {@code Pt}
 * @param epoch counted from 1
 * @param values numbers by name, in the order logged: {@code train_loss}, {@code train_accuracy} and
 *     {@code val_accuracy} in percent, {@code reward}, {@code patches} (S), {@code masks}, {@code learning_rate},
 *     {@code alpha}, {@code seconds}; other names are shown too
 */
public record EpochMetrics(String stage, int epoch, Map<String, Double> values) {
    public EpochMetrics {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
