package io.patchdrop.learn.recipe;

/** What a run trains and in which order. What its folder holds already is not trained again. */
interface Recipe {
    /**
     * Checks that it can be trained, writing nothing: that what the run folder holds is whole and its own, and that nets
     * and starting weights fit the data.
     *
     * @throws io.patchdrop.core.InvalidInputException if not
     */
    void check();

    /**
     * Trains.
     *
     * @throws io.patchdrop.learn.stages.TrainingStoppedException if the user wants it to stop; the state is saved
     */
    void train();
}
