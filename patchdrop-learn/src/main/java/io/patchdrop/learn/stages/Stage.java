package io.patchdrop.learn.stages;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The stages of the published recipe in the order in which they run. */
public enum Stage implements Part {
    /** The classifier on LR images. */
    LR_CNN("LR-CNN", "lr"),
    /** The classifier on whole HR images. */
    HR_CNN("HR-CNN", "hr"),
    /** The policy alone, against the frozen HR classifier. */
    PT("Pt", "pt"),
    /** Policy and HR classifier together. */
    FT1("Ft-1", "ft1"),
    /** As Ft-1 with the frozen LR classifier's logits added. */
    FT2("Ft-2", "ft2");

    private final String title;
    private final String key;

    Stage(String title, String key) {
        this.title = title;
        this.key = key;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String key() {
        return key;
    }

    /**
     * The stage of a name as users write it: {@code Ft-1}, {@code ft1}, {@code hr}, {@code HR-CNN}.
     *
     * @throws InvalidInputException if there is none
     */
    public static Stage of(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        for (Stage stage : values()) {
            if (plain.equals(stage.key) || plain.equals(stage.title.toLowerCase(Locale.ROOT))) {
                return stage;
            }
        }
        List<String> names = Arrays.stream(values()).map(Stage::key).toList();
        throw new InvalidInputException(
                "there is no stage " + name + "; nearest: " + NearestName.of(plain, names),
                "stages: " + String.join(", ", names));
    }
}
