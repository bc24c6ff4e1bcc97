package io.github.thorax4j;

/**
 * One epoch of a training.
 *
 * @param epoch its number, from 1
 * @param epochs how many are planned
 * @param trainingLoss mean loss over the epoch's images
 * @param validationLoss mean log loss on the hold-out, or NaN without one
 * @param auroc area under the ROC curve on the hold-out, or NaN without one
 * @param hardAuroc area under the ROC curve on a degraded copy of the hold-out (each image blurred,
 *     of low resolution, wrongly exposed, noisy or framed otherwise), or NaN without one
 * @param accuracy accuracy at 0.5 on the hold-out, or NaN without one
 * @param hardAccuracy accuracy at 0.5 on that degraded copy, or NaN
 * @param imagesPerSecond training images a second, validation left aside
 * @param engineShare which part of that time the engine was computing, in [0, 1]
 * @param best whether this epoch's model is the best so far on the hold-out
 */
public record EpochReport(
    int epoch,
    int epochs,
    double trainingLoss,
    double validationLoss,
    double auroc,
    double hardAuroc,
    double accuracy,
    double hardAccuracy,
    double imagesPerSecond,
    double engineShare,
    boolean best) {}
