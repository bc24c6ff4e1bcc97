/**
 * The contracts and values of thorax4j.
 *
 * <p>A file becomes a {@link io.github.thorax4j.Radiograph} through a {@link
 * io.github.thorax4j.RadiographReader}; a {@link io.github.thorax4j.PneumoniaClassifier} turns it
 * into an {@link io.github.thorax4j.Outcome}; a {@link io.github.thorax4j.ClassifierTrainer} makes
 * new models from labelled images. Nothing here depends on an imaging library, a DICOM toolkit or a
 * deep-learning engine; implementations are found with {@link java.util.ServiceLoader}.
 *
 * <p>This is research software, not a medical device.
 */
@NullMarked
package io.github.thorax4j;

import org.jspecify.annotations.NullMarked;
