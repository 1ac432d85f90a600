package coop.imece.shard.actor;

import coop.imece.core.SessionId;
import coop.imece.core.TokenIds;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionEvent.SessionOpened;
import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.SessionTerms;
import coop.imece.stage.StageProtocol.Begin;
import coop.imece.stage.StageProtocol.EndSession;
import coop.imece.stage.StageProtocol.OpenSession;
import coop.imece.stage.StageProtocol.Resend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;

/**
 * Owns one session in a test: opens it at every stage, begins where several have to agree, and
 * takes the tokens in order.
 */
final class SessionDriver {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SessionId session;
  private final TestProbe<SessionEvent> events;
  private final TokenIds prompt;
  private final int maxTokens;
  private final SamplingParameters sampling;
  private final Set<Integer> ends;
  private final List<Integer> answer = new ArrayList<>();
  private PipelinePlan plan;
  private Optional<LinkAddress> tokensTo = Optional.empty();
  private int attempt;
  private int reused;

  SessionDriver(
      ActorTestKit testKit,
      TokenIds prompt,
      int maxTokens,
      SamplingParameters sampling,
      Set<Integer> ends) {
    this.session = SessionId.of(System.currentTimeMillis(), new Random());
    this.events = testKit.createTestProbe();
    this.prompt = prompt;
    this.maxTokens = maxTokens;
    this.sampling = sampling;
    this.ends = ends;
  }

  TestProbe<SessionEvent> events() {
    return events;
  }

  SessionId session() {
    return session;
  }

  /** Lets sampled tokens come by a link; the test hands them to {@link #events}. */
  SessionDriver tokensTo(LinkAddress link) {
    tokensTo = Optional.of(link);
    return this;
  }

  int attempt() {
    return attempt;
  }

  List<Integer> answer() {
    return answer;
  }

  /** Opens the session everywhere, as a further attempt when there was one, and begins. */
  SessionDriver begin(PipelinePlan plan) {
    this.plan = plan;
    attempt++;
    for (var stage = 0; stage < plan.stages().size(); stage++) {
      plan.stages().get(stage).stage().tell(open(stage));
    }
    var held = new int[plan.stages().size()];
    for (var opened = 0; opened < plan.stages().size(); ) {
      if (events.receiveMessage(PATIENCE) instanceof SessionOpened event
          && event.attempt() == attempt) {
        held[event.stage()] = event.heldPositions();
        opened++;
      }
    }
    reused = Arrays.stream(held).min().orElseThrow();
    if (!plan.hasOneStage()) {
      plan.first().stage().tell(new Begin(session, attempt));
    }
    for (var stage = 0; stage + 1 < held.length; stage++) {
      if (held[stage] > held[stage + 1]) {
        plan.stages().get(stage).stage().tell(new Resend(session, attempt, held[stage + 1]));
      }
    }
    return this;
  }

  /** The first attempt's opening, for the receiver that a test chooses. */
  OpenSession openAs(PipelinePlan plan, int stage) {
    this.plan = plan;
    attempt = 1;
    var open = open(stage);
    attempt = 0;
    return open;
  }

  private OpenSession open(int stage) {
    var tokens = conversation();
    var terms =
        new SessionTerms(
            tokens,
            prompt.size(),
            tokens.size(),
            maxTokens,
            sampling,
            ends,
            PrefixBlocks.of("", prompt));
    return new OpenSession(
        session, attempt, plan, stage, terms, Integer.MAX_VALUE, events.ref(), tokensTo);
  }

  /** Takes tokens until the answer has {@code count} or is finished. */
  SessionDriver take(int count) {
    while (answer.size() < count) {
      var event = events.receiveMessage(PATIENCE);
      if (event instanceof TokenSampled sampled && sampled.attempt() == attempt) {
        if (sampled.position() == prompt.size() + answer.size()) {
          answer.add(sampled.token());
          if (sampled.finish().isPresent()) {
            break;
          }
        } else if (sampled.position() > prompt.size() + answer.size()) {
          plan.last().stage().tell(new Resend(session, attempt, prompt.size() + answer.size()));
        }
      } else if (event.attempt() == attempt && !(event instanceof SessionOpened)) {
        throw new AssertionError("unexpected " + event);
      }
    }
    return this;
  }

  /** Prompt and answer. */
  TokenIds conversation() {
    return prompt.concat(TokenIds.own(answer.stream().mapToInt(id -> id).toArray()));
  }

  /** Positions that every stage had when the session was opened last. */
  int reused() {
    return reused;
  }

  void end() {
    plan.stages()
        .forEach(
            place ->
                place.stage().tell(new EndSession(session, PrefixBlocks.of("", conversation()))));
  }
}
