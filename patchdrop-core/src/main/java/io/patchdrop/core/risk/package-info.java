/**
 * A budget with a guarantee: the smallest confidence at which the accuracy lost against all patches stays small, chosen so
 * that the promise holds in finite samples. Learn then Test (Anastasios N. Angelopoulos, Stephen Bates, Emmanuel J. Candès,
 * Michael I. Jordan and Lihua Lei, "Learn then Test: Calibrating Predictive Algorithms to Achieve Risk Control", 2021,
 * arXiv:2110.01052).
 */
@NullMarked
package io.patchdrop.core.risk;

import org.jspecify.annotations.NullMarked;
