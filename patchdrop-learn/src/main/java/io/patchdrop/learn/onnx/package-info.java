/**
 * Graphs in the ONNX format, written by hand: {@link io.patchdrop.learn.onnx.OnnxGraph} takes operators and arrays of
 * numbers, and gives the bytes of a file. Nothing here knows libtorch; the nets write themselves into a graph.
 *
 * <p>Graphs keep to what every runtime knows: operators of the domain ai.onnx in opset 17, file format version 8, numbers
 * as float32, weights inside the file in little-endian order. Equal calls give equal bytes.
 */
@NullMarked
package io.patchdrop.learn.onnx;

import org.jspecify.annotations.NullMarked;
