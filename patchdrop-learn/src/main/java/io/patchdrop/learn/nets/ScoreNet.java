package io.patchdrop.learn.nets;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.relu_;
import static org.bytedeco.pytorch.global.torch.zeros;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.onnx.OnnxGraph;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The second head of the LR trunk: from the look, one number for each patch and one for the image. What the trunk made of
 * the look (its map over the patches, its mean, its class logits and their entropy) meets the map of a grid net that sees
 * the look itself: a trunk that was trained to name the class forgets where things are when the class cannot be read from
 * the look, and where they are is what the scores need.
 *
 * <p>The trunk is frozen and not part of the state: its weights are in a file of their own. The last layers start at zero,
 * so that before training every patch is as likely as not.
 */
public final class ScoreNet extends Net {
    /** Keeps the logarithm of a probability finite. */
    private static final double LEAST = 1e-6;

    private final Net trunk;
    private final GridNet eye;
    private final Conv2dImpl fromMap;
    private final Conv2dImpl fromWhole;
    private final Tensor place;
    private final Conv2dImpl mix;
    private final Conv2dImpl fc;
    private final Conv2dImpl base;

    private ScoreNet(NetSpec eyeSpec, Net trunk, int trunkChannels, int hidden) {
        super(eyeSpec, trunk.grid() * trunk.grid() + 1, trunk.inputSize(), trunk.grid());
        this.trunk = trunk;
        int patches = grid() * grid();
        this.eye = add(this, "eye", new GridNet(eyeSpec, patches, inputSize(), grid()));
        this.eye.releaseReference(); // this net holds it from here on
        int classes = trunk.outputs();
        this.fromMap = add(
                this, "from_map", ConvNorm.convolution(trunkChannels + 4L * eyeSpec.width() + 1, hidden, 1, 1, false));
        this.fromWhole =
                add(this, "from_whole", ConvNorm.convolution(trunkChannels + 2L * classes + 1, hidden, 1, 1, false));
        this.place = register_parameter("position", zeros(1, hidden, grid(), grid()));
        this.place.retainReference();
        this.mix = add(this, "mix", ConvNorm.convolution(hidden, hidden, 3, 1, false));
        this.fc = add(this, "fc", ConvNorm.convolution(hidden, 1, 1, 1, true));
        this.base = add(this, "base", ConvNorm.convolution(hidden, 1, 1, 1, true));
    }

    /**
     * Builds the net, its weights drawn from the seed.
     *
     * @param eyeSpec a {@code grid-resnet}
     * @param trunk a classifier of looks that knows the grid; it is frozen, and must live as long as this net
     * @param hidden channels in which both meet
     * @throws InvalidInputException if {@code eyeSpec} is another kind of net
     */
    @SuppressWarnings("try") // The scope works by being open.
    public static ScoreNet build(NetSpec eyeSpec, Net trunk, int hidden, long seed) {
        if (eyeSpec.family() != NetSpec.Family.GRID_RESNET) {
            throw new InvalidInputException(
                    "anytime.score_net is " + eyeSpec, "it keeps the place of each patch: give a grid-resnet");
        }
        trunk.freeze();
        try (PointerScope scope = new PointerScope()) {
            ScoreNet net = Initialisation.keepingGenerator(() -> new ScoreNet(eyeSpec, trunk, channels(trunk), hidden));
            Initialisation.draw(net, seed);
            Torch.withoutGradient(() -> {
                for (Conv2dImpl last : new Conv2dImpl[] {net.fc, net.base}) {
                    last.weight().zero_();
                    last.bias().zero_();
                }
            });
            return net;
        }
    }

    /** Channels of the trunk's features, asked of the trunk itself. */
    private static int channels(Net trunk) {
        return featureSize(trunk, trunk.inputSize(), 1);
    }

    /** Height and width of the trunk's features of looks as body sees them. */
    private int mapSize() {
        return featureSize(trunk, seenSize(), 2);
    }

    private static int featureSize(Net trunk, int size, int dimension) {
        return Torch.inScope(() -> Torch.withoutGradient(() -> (int) trunk.features(
                        zeros(1, 3, size, size).to(trunk.parameters().get(0).device(), ScalarType.Float))
                .size(dimension)));
    }

    /**
     * Splits what {@link #forward} gave.
     *
     * @param patches {@code [N, P]}
     * @param image {@code [N]}
     */
    public record Scores(Tensor patches, Tensor image) {
        /** The logits of taking each patch, {@code [N, P]}: a patch's own and the image's. */
        public Tensor logits() {
            return patches.add(image.view(-1, 1));
        }
    }

    /**
     * The scores of looks.
     *
     * @param look {@code [N, 3, h, w]}
     */
    public Scores scores(Tensor look) {
        Tensor all = forward(look).to(ScalarType.Float);
        long patches = (long) grid() * grid();
        return new Scores(all.narrow(1, 0, patches), all.select(1, patches));
    }

    @Override
    Tensor body(Tensor look) {
        Tensor[] seen = Torch.withoutGradient(() -> {
            Tensor features = trunk.features(look);
            Tensor logits = trunk.head(features).to(ScalarType.Float);
            return new Tensor[] {features.to(ScalarType.Float), logits};
        });
        Tensor whole = fromWhole.forward(whole(seen[0], seen[1]));
        Tensor own = eye.features(look);
        Tensor guess = eye.head(own).view(-1, 1, grid(), grid());
        Tensor map = cat(new TensorVector(adaptive_avg_pool2d(seen[0], grid(), grid()), own, guess), 1);
        return relu_(fromMap.forward(map).add(place).add_(whole));
    }

    /** What the trunk knows of each image as a whole, {@code [N, C + 2K + 1, 1, 1]}. */
    private static Tensor whole(Tensor features, Tensor logits) {
        Tensor probabilities = logits.softmax(1);
        T_TensorTensor_T sorted = probabilities.sort(1, true);
        Tensor entropy = probabilities
                .mul(probabilities.clamp_min(new Scalar(LEAST)).log())
                .sum(new long[] {1}, true, new org.bytedeco.pytorch.ScalarTypeOptional())
                .neg();
        Tensor mean = adaptive_avg_pool2d(features, 1, 1).flatten(1, -1);
        return cat(new TensorVector(mean, logits, sorted.get0(), entropy), 1).view(logits.size(0), -1, 1, 1);
    }

    @Override
    public Tensor head(Tensor features) {
        Tensor hidden = relu(mix.forward(features));
        Tensor patches = fc.forward(hidden).flatten(1, -1);
        Tensor image = adaptive_avg_pool2d(base.forward(features), 1, 1).flatten(1, -1);
        return cat(new TensorVector(patches, image), 1);
    }

    /**
     * What a graph has computed of looks already: {@link Net#writeFeatures(OnnxGraph, String)} and {@link Net#writeHead} of
     * the trunk.
     *
     * @param features name of {@code [N, C, h, w]}
     * @param logits name of {@code [N, K]}
     */
    public record WrittenTrunk(String features, String logits) {}

    /**
     * Names of the scores in a graph.
     *
     * @param patches of {@code [N, P]}
     * @param image of {@code [N, 1]}
     */
    public record WrittenScores(String patches, String image) {}

    /**
     * Writes {@link #scores} into a graph that has the trunk in it.
     *
     * @param look name of {@code [N, 3, h, w]}
     * @param seen what the trunk made of it
     */
    public WrittenScores writeScores(OnnxGraph graph, String look, WrittenTrunk seen) {
        int upsampled = spec().upsample();
        String x =
                upsampled == 0 || upsampled == inputSize() ? look : graph.resizeBilinear(look, inputSize(), upsampled);
        // Upsampled for the eye alone, the look is another one for the trunk.
        boolean same = upsampled == 0 || upsampled == trunk.spec().upsample() || upsampled == inputSize();
        return writeScores(graph, writeJoined(graph, x, same ? seen : see(graph, x)));
    }

    private WrittenScores writeScores(OnnxGraph graph, String features) {
        String hidden = graph.relu(GraphLayers.convolution(graph, features, mix));
        String patches = graph.flatten(GraphLayers.convolution(graph, hidden, fc));
        return new WrittenScores(patches, graph.mean(GraphLayers.convolution(graph, features, base)));
    }

    private WrittenTrunk see(OnnxGraph graph, String look) {
        String features = trunk.writeFeatures(graph, look, seenSize());
        return new WrittenTrunk(features, trunk.writeHead(graph, features));
    }

    /** Height and width of the looks that body sees. */
    private int seenSize() {
        return spec().upsample() == 0 ? inputSize() : spec().upsample();
    }

    @Override
    String writeBody(OnnxGraph graph, String look) {
        return writeJoined(graph, look, see(graph, look));
    }

    @Override
    public String writeHead(OnnxGraph graph, String features) {
        WrittenScores scores = writeScores(graph, features);
        return graph.concat(1, scores.patches(), scores.image());
    }

    private String writeJoined(OnnxGraph graph, String look, WrittenTrunk seen) {
        String whole = GraphLayers.convolution(graph, writeWhole(graph, seen), fromWhole);
        String own = eye.writeFeatures(graph, look, seenSize());
        String guess = graph.reshape(eye.writeHead(graph, own), 0, 1, grid(), grid());
        String pooled = GraphLayers.averagePool(graph, seen.features(), mapSize(), grid());
        String map = GraphLayers.convolution(graph, graph.concat(1, pooled, own, guess), fromMap);
        String placed = graph.add(map, graph.constant(GraphLayers.constant(place)));
        return graph.relu(graph.add(placed, whole));
    }

    private String writeWhole(OnnxGraph graph, WrittenTrunk seen) {
        String probabilities = graph.softmax(seen.logits(), 1);
        String sorted = graph.sorted(probabilities, 1, trunk.outputs());
        String logs = graph.log(graph.atLeast(probabilities, LEAST));
        String entropy = graph.neg(graph.sum(graph.mul(probabilities, logs), 1, true));
        String mean = graph.mean(seen.features());
        return graph.reshape(graph.concat(1, mean, seen.logits(), sorted, entropy), 0, -1, 1, 1);
    }
}
