/** What pixels cost, and how much of them to buy under a limit: price lists, bills, areas, allocation. */
@NullMarked
package io.patchdrop.core.price;

import org.jspecify.annotations.NullMarked;
