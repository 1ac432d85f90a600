package coop.imece.gateway.http;

import coop.imece.gateway.api.AnswerPart;
import coop.imece.gateway.api.AnswerText;
import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationEvent.Failure;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.gateway.generation.GenerationUsage;
import coop.imece.stage.FinishReason;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import scala.Tuple2;
import scala.runtime.BoxedUnit;

/**
 * One choice of an answer: starts its generation and turns the events into parts. Text that a slow
 * client has not taken yet is joined, so that nothing piles up but the text. A generation that is
 * still running when the stream ends is cancelled.
 */
final class AnswerSource extends GraphStage<SourceShape<AnswerPart>> {
  private final Outlet<AnswerPart> out = Outlet.create("AnswerSource.out");
  private final int choice;
  private final GenerationRequest request;
  private final AnswerText text;
  private final ActorRef<GenerationCommand> generation;
  private final Duration eventTimeout;
  private final Duration stopTimeout;

  AnswerSource(
      int choice,
      GenerationRequest request,
      AnswerText text,
      ActorRef<GenerationCommand> generation,
      Duration eventTimeout,
      Duration stopTimeout) {
    this.choice = choice;
    this.request = request;
    this.text = text;
    this.generation = generation;
    this.eventTimeout = eventTimeout;
    this.stopTimeout = stopTimeout;
  }

  @Override
  public SourceShape<AnswerPart> shape() {
    return SourceShape.of(out);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private static final String SILENCE = "silence";
    private static final String STOP = "stop";

    private final StringBuilder untaken = new StringBuilder();
    private Optional<AnswerPart> last = Optional.empty();
    private long lastEventNanos = System.nanoTime();
    private int tokens;
    private boolean stopping;
    private boolean running = true;

    Logic() {
      super(AnswerSource.this.shape());
      setHandler(out, new OnDemand());
    }

    @Override
    public void preStart() {
      var self = getStageActor(this::receive);
      self.watch(Adapter.toClassic(generation));
      scheduleAtFixedRate(SILENCE, eventTimeout.dividedBy(4), eventTimeout.dividedBy(4));
      generation.tell(new GenerationCommand.Start(request, Adapter.toTyped(self.ref())));
    }

    @Override
    public void postStop() {
      if (running) {
        generation.tell(new GenerationCommand.Cancel(request.session()));
      }
    }

    private BoxedUnit receive(Tuple2<org.apache.pekko.actor.ActorRef, Object> message) {
      if (last.isPresent()) {
        return BoxedUnit.UNIT;
      }
      if (message._2() instanceof GenerationEvent event) {
        accept(event);
      } else if (message._2() instanceof Terminated) {
        running = false;
        fail(Failure.INTERNAL, "the gateway is stopping");
      }
      pushWhatThereIs();
      return BoxedUnit.UNIT;
    }

    private void accept(GenerationEvent event) {
      if (event instanceof GenerationEvent.Token token) {
        acceptToken(token.id());
      } else if (event instanceof GenerationEvent.Finished finished) {
        running = false;
        end(stopping ? FinishReason.STOP : finished.reason(), finished.usage());
      } else if (event instanceof GenerationEvent.Failed failed) {
        running = false;
        if (stopping) {
          end(FinishReason.STOP, ownCount());
        } else {
          fail(failed.reason(), failed.message());
        }
      } else {
        throw new IllegalStateException("unknown event: " + event);
      }
    }

    private void acceptToken(int id) {
      if (stopping) {
        return;
      }
      tokens++;
      lastEventNanos = System.nanoTime();
      var delta = text.accept(id);
      untaken.append(delta.text());
      if (delta.stopped()) {
        stopping = true;
        cancelTimer(SILENCE);
        scheduleOnce(STOP, stopTimeout);
        generation.tell(new GenerationCommand.Stop(request.session()));
      }
    }

    @Override
    public void onTimer(Object key) {
      if (key.equals(STOP)) {
        end(FinishReason.STOP, ownCount());
      } else if (last.isEmpty() && System.nanoTime() - lastEventNanos >= eventTimeout.toNanos()) {
        fail(
            Failure.NO_ROUTE,
            "the pipeline was silent for %d s".formatted(eventTimeout.toSeconds()));
      }
      pushWhatThereIs();
    }

    private void end(FinishReason reason, GenerationUsage usage) {
      if (!stopping) {
        untaken.append(text.finish());
      }
      last = Optional.of(new AnswerPart.Ended(choice, reason, usage));
      cancelTimer(SILENCE);
      cancelTimer(STOP);
    }

    private void fail(Failure reason, String message) {
      last = Optional.of(new AnswerPart.Failed(reason, message));
    }

    private GenerationUsage ownCount() {
      return new GenerationUsage(request.prompt().size(), tokens, 0, 0);
    }

    private void pushWhatThereIs() {
      if (!isAvailable(out)) {
        return;
      }
      if (!untaken.isEmpty()) {
        push(out, new AnswerPart.Text(choice, untaken.toString()));
        untaken.setLength(0);
      } else if (last.isPresent()) {
        push(out, last.get());
        completeStage();
      }
    }

    private final class OnDemand extends AbstractOutHandler {
      @Override
      public void onPull() {
        pushWhatThereIs();
      }
    }
  }
}
