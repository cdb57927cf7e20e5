package io.patchdrop.learn.nets;

import io.patchdrop.core.InvalidInputException;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;

/**
 * What a net is, as a short text. A family and its depth come first: {@code cifar-resnet32} (depth 6n + 2), {@code
 * resnet18} (depth 10, 18, 34 or 50), {@code grid-resnet8} (depth 6n + 2; one logit a patch), {@code bag-resnet8} (depth
 * 6n + 2; each patch encoded alone), {@code refine-resnet12} (depth 4n + 8; each patch, encoded alone, refines what
 * the look showed), {@code attention-resnet8} (depth 6n + 2; attention over patches encoded alone), {@code glimpse-resnet8} (depth 6n + 2;
 * places windows). Options follow, in any order:
 *
 * <ul>
 *   <li>{@code -w32}: width of the first stage, 1 to 1024, 16 if not said; not for {@code resnet}
 *   <li>{@code -s2}: stride of the first convolution, 1 or 2, 1 if not said; for {@code cifar-resnet} and the
 *       nets that encode patches alone only
 *   <li>{@code -u64}: images are first upsampled bilinearly to this height and width in pixels, 2 to 1024; not for
 *       the nets that encode patches alone
 * </ul>
 *
 * @param family which class of nets
 * @param depth layers with weights, in the count of He et al. (CVPR 2016)
 * @param width channels of the first stage
 * @param stemStride stride of the first convolution
 * @param upsample side in pixels that images are upsampled to, 0 for not at all
 */
public record NetSpec(Family family, int depth, int width, int stemStride, int upsample) {
    private static final Pattern TEXT =
            Pattern.compile("(cifar-resnet|grid-resnet|bag-resnet|glimpse-resnet|refine-resnet|attention-resnet|resnet)"
                    + "(\\d{1,4})((?:-[a-z]\\d{1,4})*)");
    private static final int DEFAULT_WIDTH = 16;
    private static final int RESNET_WIDTH = 64;
    private static final int MAX_SIZE = 1024;

    /** The classes of nets. */
    public enum Family {
        /** For small images: three stages, see He et al., section 4.2. */
        CIFAR_RESNET("cifar-resnet", "wsu"),
        /** For large images, weights compatible with torchvision: four stages, see He et al., section 4.1. */
        RESNET("resnet", "u"),
        /** A policy: three stages kept at the resolution of the patches. */
        GRID_RESNET("grid-resnet", "wu"),
        /** A classifier of masked images that encodes each patch alone: three stages, then the mean over the patches. */
        BAG_RESNET("bag-resnet", "ws"),
        /** Places windows on the image: the stages of a grid-resnet, then a linear layer for each cell. */
        GLIMPSE_RESNET("glimpse-resnet", "wu"),
        /** A classifier of looks that each patch taken, encoded alone, refines. */
        REFINE_RESNET("refine-resnet", "ws"),
        /** A classifier of patches encoded alone, by gated attention pooling over those taken and the look. */
        ATTENTION_RESNET("attention-resnet", "ws");

        private final String prefix;
        private final String options;

        Family(String prefix, String options) {
            this.prefix = prefix;
            this.options = options;
        }

        private boolean has(char option) {
            return options.indexOf(option) >= 0;
        }
    }

    /** @throws InvalidInputException if a number is out of its range for the family */
    public NetSpec {
        boolean depthExists =
                switch (family) {
                    case RESNET -> ResNet.BLOCKS.containsKey(depth);
                    case CIFAR_RESNET, GRID_RESNET, BAG_RESNET, GLIMPSE_RESNET, ATTENTION_RESNET ->
                        depth >= 8 && depth % 6 == 2;
                    case REFINE_RESNET -> depth >= 12 && depth % 4 == 0;
                };
        if (!depthExists) {
            throw NetNames.unknown(family.prefix + depth);
        }
        checkedWidth(family.prefix + depth, width);
        checkedStride(family.prefix + depth, stemStride);
        if (upsample != 0) {
            checkedUpsample(family.prefix + depth, upsample);
        }
        if ((width != RESNET_WIDTH && !family.has('w'))
                || (stemStride != 1 && !family.has('s'))
                || (upsample != 0 && !family.has('u'))) {
            throw new IllegalArgumentException(family + " has a width, stem stride or size that cannot be chosen");
        }
    }

    /**
     * Reads the text form.
     *
     * @throws InvalidInputException naming the nearest valid name, if there is no such net
     */
    public static NetSpec parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw NetNames.unknown(text);
        }
        Family family = Arrays.stream(Family.values())
                .filter(known -> known.prefix.equals(matcher.group(1)))
                .findFirst()
                .orElseThrow();
        int width = family == Family.RESNET ? RESNET_WIDTH : DEFAULT_WIDTH;
        int stemStride = 1;
        int upsample = 0;
        TreeSet<Character> seen = new TreeSet<>();
        for (String option : matcher.group(3).split("-", -1)) {
            if (option.isEmpty()) {
                continue;
            }
            char letter = option.charAt(0);
            int value = Integer.parseInt(option.substring(1));
            if (!family.has(letter) || !seen.add(letter)) {
                throw badOption(text, option, family);
            }
            switch (letter) {
                case 'w' -> width = checkedWidth(text, value);
                case 's' -> stemStride = checkedStride(text, value);
                default -> upsample = checkedUpsample(text, value);
            }
        }
        return new NetSpec(family, Integer.parseInt(matcher.group(2)), width, stemStride, upsample);
    }

    /** The text form, which {@link #parse} reads; options that have their usual value are left out. */
    @Override
    public String toString() {
        return family.prefix
                + depth
                + (family == Family.RESNET || width == DEFAULT_WIDTH ? "" : "-w" + width)
                + (stemStride == 1 ? "" : "-s" + stemStride)
                + (upsample == 0 ? "" : "-u" + upsample);
    }

    /**
     * Builds the net in train mode, its weights drawn from the seed. They are the same whatever else was built or drawn
     * before, on every machine, and building leaves libtorch's own generator as it was. Convolutions start from
     * Kaiming's normal distribution (fan out), the last layer from libtorch's usual one, that of a glimpse net at zero; see
     * {@link Initialisation}.
     *
     * @param outputs number of logits; for a grid net the number of patches, for a glimpse net two a window
     * @param inputSize height and width of the images, in pixels
     * @param grid patches a side; 0 where the net need not know
     * @param seed any number
     * @return a net that the caller closes
     * @throws InvalidInputException if the sizes do not suit the net
     */
    public Net build(int outputs, int inputSize, int grid, long seed) {
        return build(outputs, inputSize, 0, grid, seed);
    }

    /**
     * As {@link #build(int, int, int, long)}, for a net that may see the looks of its images as well.
     *
     * @param lookSize height and width of the looks, in pixels; only nets that see both views need it
     */
    public Net build(int outputs, int inputSize, int lookSize, int grid, long seed) {
        Net net = assemble(outputs, inputSize, lookSize, grid);
        Initialisation.draw(net, seed);
        if (net instanceof GlimpseNet glimpses) {
            glimpses.startAtZero();
        }
        return net;
    }

    /** Builds the net with weights of no meaning. */
    @SuppressWarnings("try") // The scope works by being open.
    Net assemble(int outputs, int inputSize, int lookSize, int grid) {
        if (outputs < 1 || inputSize < 1 || grid < 0) {
            throw new IllegalArgumentException(outputs + " outputs, input size " + inputSize + ", grid " + grid);
        }
        if (upsample != 0 && upsample < inputSize) {
            throw new InvalidInputException(
                    this + " would shrink images of " + inputSize + " pixels to " + upsample,
                    "leave -u" + upsample + " out, or name a larger size");
        }
        try (PointerScope scope = new PointerScope()) {
            return Initialisation.keepingGenerator(() -> switch (family) {
                case CIFAR_RESNET -> new CifarResNet(this, outputs, inputSize, grid);
                case RESNET -> new ResNet(this, outputs, inputSize, grid);
                case GRID_RESNET -> new GridNet(this, outputs, inputSize, grid);
                case BAG_RESNET -> new BagNet(this, outputs, inputSize, grid);
                case GLIMPSE_RESNET -> new GlimpseNet(this, outputs, inputSize, grid);
                case REFINE_RESNET -> new RefinementNet(this, outputs, inputSize, lookSize, grid);
                case ATTENTION_RESNET -> new AttentionNet(this, outputs, inputSize, lookSize, grid);
            });
        }
    }

    /** The n of depth 6n + 2, blocks in each of three stages, or of depth 4n + 8, in each of an encoder's two. */
    int blocksPerStage() {
        return family == Family.REFINE_RESNET ? (depth - 8) / 4 : (depth - 2) / 6;
    }

    private static int checkedWidth(String text, int width) {
        return checked(text, "width (w)", width, 1, MAX_SIZE);
    }

    private static int checkedStride(String text, int stride) {
        return checked(text, "stem stride (s)", stride, 1, 2);
    }

    private static int checkedUpsample(String text, int size) {
        return checked(text, "upsampled size (u)", size, 2, MAX_SIZE);
    }

    private static int checked(String text, String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(
                    "net " + text + ": the " + what + " is " + value, "choose " + least + " to " + most);
        }
        return value;
    }

    private static InvalidInputException badOption(String text, String option, Family family) {
        String allowed = family.options
                .chars()
                .mapToObj(letter -> "-" + (char) letter + "N")
                .collect(Collectors.joining(", "));
        return new InvalidInputException(
                "net " + text + ": option -" + option + " is given twice or does not belong to " + family.prefix,
                "options there: " + allowed);
    }
}
