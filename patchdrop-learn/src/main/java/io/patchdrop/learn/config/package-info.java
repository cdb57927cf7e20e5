/**
 * What a training run is told. A configuration is a tree of records; presets are YAML files beside these classes.
 * Later layers win: {@code defaults.yaml}, the preset, a user's YAML file, {@code --set key=value}. An unknown key or a
 * value of the wrong type is refused, naming the nearest valid key.
 */
@NullMarked
package io.patchdrop.learn.config;

import org.jspecify.annotations.NullMarked;
