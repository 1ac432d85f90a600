package coop.imece.gateway;

import coop.imece.gateway.generation.GenerationCommand;
import coop.imece.gateway.generation.GenerationEvent;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.gateway.generation.GenerationUsage;
import coop.imece.stage.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Stands for the pipeline: answers every start by a script, and remembers what it was told. */
public final class ScriptedGeneration {
  private final BlockingQueue<GenerationCommand> commands = new LinkedBlockingQueue<>();
  private final Function<GenerationRequest, List<GenerationEvent>> script;

  public ScriptedGeneration(Function<GenerationRequest, List<GenerationEvent>> script) {
    this.script = script;
  }

  public Behavior<GenerationCommand> behavior() {
    return Behaviors.receiveMessage(
        command -> {
          commands.add(command);
          if (command instanceof GenerationCommand.Start start) {
            script.apply(start.request()).forEach(start.replyTo()::tell);
          }
          return Behaviors.same();
        });
  }

  /** The next command of this kind; others before it are dropped. Fails after 5 s. */
  public <C extends GenerationCommand> C expect(Class<C> kind) throws InterruptedException {
    while (true) {
      var next = commands.poll(5, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " within 5 s");
      }
      if (kind.isInstance(next)) {
        return kind.cast(next);
      }
    }
  }

  public List<GenerationCommand> soFar() {
    return List.copyOf(commands);
  }

  /** These letters one by one, then the end. */
  public static List<GenerationEvent> says(GenerationRequest request, String text) {
    var events = begins(text);
    events.add(
        new GenerationEvent.Finished(
            FinishReason.STOP,
            new GenerationUsage(request.prompt().size(), text.length() + 1, 0, 0)));
    return events;
  }

  /** These letters, and no end. */
  public static List<GenerationEvent> begins(String text) {
    var events = new ArrayList<GenerationEvent>();
    text.chars().forEach(c -> events.add(new GenerationEvent.Token(c)));
    return events;
  }
}
