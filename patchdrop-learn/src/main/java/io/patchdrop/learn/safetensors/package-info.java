/**
 * The safetensors format: named tensors in one file, no code inside. It is read and written here without any native
 * library; PyTorch, JAX and others read the same files.
 *
 * <p>Layout, all integers little-endian:
 *
 * <pre>
 * offset  bytes  content
 * 0       8      H, the length of the header, unsigned
 * 8       H      the header: a JSON object in UTF-8 that starts with '{' and may be padded with spaces at its end
 * 8 + H   rest   the data: the tensors' elements in row-major order, one tensor after the other
 * </pre>
 *
 * <p>The header maps each tensor's name to {@code {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}}, where
 * the offsets count from byte 8 + H and {@code end - begin} is the product of the shape times the width of the type (an
 * empty shape is a scalar). The optional name {@code __metadata__} maps strings to strings. The tensors cover the data
 * completely: no gap, no overlap, nothing behind the last one.
 *
 * <p>{@linkplain io.patchdrop.learn.safetensors.SafetensorsFile Reading} checks all of that before a single element is
 * used, and refuses a header of more than 100,000,000 bytes as the reference implementation does. {@linkplain
 * io.patchdrop.learn.safetensors.SafetensorsWriter Writing} pads the header to a multiple of 8 bytes and puts wide types
 * before narrow ones, so that every tensor is aligned for readers that map the file into memory; the header lists the
 * tensors in the order in which they were added.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format's description</a>
 */
@NullMarked
package io.patchdrop.learn.safetensors;

import org.jspecify.annotations.NullMarked;
