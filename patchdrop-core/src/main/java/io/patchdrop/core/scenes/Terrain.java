package io.patchdrop.core.scenes;

/**
 * The ground of a scene: smooth value noise between two colours, which keep clear of black and white so that ink on them
 * is seldom clipped.
 */
enum Terrain {
    MEADOW(0x56703E, 0x7F9459),
    FOREST(0x405A40, 0x65805A),
    SAND(0x958262, 0xB29F7C),
    WATER(0x3E6078, 0x5F8698),
    SOIL(0x6A5240, 0x8E7258),
    STEPPE(0x807A50, 0xA09868),
    ROCK(0x666A70, 0x8E9092),
    HEATH(0x6A5666, 0x8C7886);

    private static final Terrain[] ALL = values();

    /** Sides of the cells of the noise, in pixels, powers of two, and the weight of each octave. */
    private static final int[] CELL_BITS = {5, 4, 3};

    private static final int[] WEIGHTS = {9, 5, 2};
    private static final int WEIGHT_BITS = 4;

    private final int low;
    private final int high;

    Terrain(int low, int high) {
        this.low = low;
        this.high = high;
    }

    static Terrain draw(SceneRandom random) {
        return ALL[random.below(ALL.length)];
    }

    /**
     * Draws the ground.
     *
     * @param relief percent of the way between the two colours that the noise covers
     * @return {@code [size, size, 3]} levels
     */
    int[] ground(int size, int relief, SceneRandom random) {
        int[] height = new int[size * size];
        for (int octave = 0; octave < CELL_BITS.length; octave++) {
            addOctave(height, size, CELL_BITS[octave], WEIGHTS[octave], random);
        }
        int[] levels = new int[3 * size * size];
        for (int pixel = 0; pixel < height.length; pixel++) {
            int blend = 128 + ((height[pixel] >> WEIGHT_BITS) - 128) * relief / 100;
            for (int channel = 0; channel < 3; channel++) {
                int from = (low >> (16 - 8 * channel)) & 255;
                int to = (high >> (16 - 8 * channel)) & 255;
                levels[3 * pixel + channel] = from + (((to - from) * blend) >> 8);
            }
        }
        return levels;
    }

    /** Adds {@code weight} times smooth noise of 0 to 255: random levels at the corners of cells, eased in between. */
    private static void addOctave(int[] height, int size, int cellBits, int weight, SceneRandom random) {
        int cell = 1 << cellBits;
        int shiftX = random.below(cell);
        int shiftY = random.below(cell);
        int corners = (size >> cellBits) + 2;
        int[] lattice = new int[corners * corners];
        for (int corner = 0; corner < lattice.length; corner++) {
            lattice[corner] = random.below(256);
        }
        int[] line = new int[corners];
        for (int y = 0; y < size; y++) {
            int row = (y + shiftY) >> cellBits;
            int down = eased((y + shiftY) & (cell - 1), cellBits);
            for (int column = 0; column < corners; column++) {
                int above = lattice[row * corners + column];
                int below = lattice[(row + 1) * corners + column];
                line[column] = (above << 8) + (below - above) * down;
            }
            for (int x = 0; x < size; x++) {
                int column = (x + shiftX) >> cellBits;
                int right = eased((x + shiftX) & (cell - 1), cellBits);
                int left = line[column] << 8;
                height[y * size + x] += weight * ((left + (line[column + 1] - line[column]) * right) >> 16);
            }
        }
    }

    /** The smoothstep 3t^2 - 2t^3 of t = step / 2^cellBits, in 256ths. */
    private static int eased(int step, int cellBits) {
        return ((step * step * ((3 << cellBits) - 2 * step)) << 8) >> (3 * cellBits);
    }
}
