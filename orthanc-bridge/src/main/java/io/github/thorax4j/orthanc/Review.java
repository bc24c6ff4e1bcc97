package io.github.thorax4j.orthanc;

import io.github.thorax4j.Finding;
import java.time.Instant;

/**
 * What a person said about a film's answer.
 *
 * @param instance Orthanc's identifier of the film
 * @param reviewer the user's name
 * @param at when
 * @param label what the film shows in the reviewer's opinion
 * @param agrees whether that is what the model had said
 */
record Review(String instance, String reviewer, Instant at, Finding label, boolean agrees) {}
