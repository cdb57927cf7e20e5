/**
 * A bundle over many images on Apache Spark. {@link io.patchdrop.spark.PatchDropSpark} is for programs, {@link
 * io.patchdrop.spark.BatchCommand} for the command line.
 *
 * <p>The folder of a batch holds
 *
 * <pre>
 * _inputs/slice=K/*.parquet      what is to be answered: number, location, and the window if images are cut; written once
 * _plan.json                     of which inputs, model and options the folder is; another command is refused
 * _attempts/                     what is being written; of no use to anybody when nothing runs
 * _rounds/                       with a limit to the price: the state after each round
 * slice=K/*.parquet              the answers to a slice of the inputs, renamed into place when all of them are there
 * </pre>
 *
 * <p>Readers of Parquet pass over names that begin with an underscore, so that the folder is a table of answers.
 */
@NullMarked
package io.patchdrop.spark;

import org.jspecify.annotations.NullMarked;
