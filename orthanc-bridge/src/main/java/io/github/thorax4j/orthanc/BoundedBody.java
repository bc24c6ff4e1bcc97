package io.github.thorax4j.orthanc;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * Writes the body of an answer somewhere, as it comes and up to a size, whatever the answer's
 * header says of it.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<Long> {

  private final WritableByteChannel out;
  private final long limit;
  private final Supplier<OrthancException> tooLarge;
  private final CompletableFuture<Long> size = new CompletableFuture<>();
  private volatile Optional<Flow.Subscription> subscription = Optional.empty();
  private volatile Optional<IOException> notWritten = Optional.empty();
  private long written;

  /**
   * A body.
   *
   * @param out written to while the answer comes, and not closed
   * @param limit the most bytes
   * @param tooLarge what an answer with more fails with
   */
  BoundedBody(OutputStream out, long limit, Supplier<OrthancException> tooLarge) {
    this.out = Channels.newChannel(out);
    this.limit = limit;
    this.tooLarge = tooLarge;
  }

  /** What went wrong where it was written to, as against where it came from. */
  Optional<IOException> notWritten() {
    return notWritten;
  }

  /** How many bytes there were, when all are written. */
  @Override
  public CompletionStage<Long> getBody() {
    return size;
  }

  @Override
  public void onSubscribe(Flow.Subscription source) {
    subscription = Optional.of(source);
    source.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      written += buffer.remaining();
      if (size.isDone()) {
        return;
      }
      if (written > limit) {
        stop(tooLarge.get());
        return;
      }
      try {
        out.write(buffer);
      } catch (IOException e) {
        notWritten = Optional.of(e);
        stop(e);
        return;
      }
    }
  }

  private void stop(IOException why) {
    subscription.ifPresent(Flow.Subscription::cancel);
    size.completeExceptionally(why);
  }

  @Override
  public void onError(Throwable failure) {
    size.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    size.complete(written);
  }
}
