/**
 * JSON as maps, lists and plain values, read and written token by token: binding to classes would load hundreds of them
 * before the first answer. {@link io.patchdrop.imagery.json.JsonFields} reads documents of others field by field, and says
 * which field is wrong.
 */
@NullMarked
package io.patchdrop.imagery.json;

import org.jspecify.annotations.NullMarked;
