package coop.imece.shard.stage;

import coop.imece.core.SessionId;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.KvCache;
import coop.imece.shard.decoder.SliceWork.Wanted;
import coop.imece.shard.sampling.Sampler;
import coop.imece.stage.FinishReason;
import coop.imece.stage.LinkAddress;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.SessionEvent;
import coop.imece.stage.SessionEvent.TokenSampled;
import coop.imece.stage.SessionTerms;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.OpenSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * One session at one stage: what came, what was run, what was sent. Owned by the stage's actor; the
 * cache and the sampler are the engine's while a chunk is running.
 */
public final class StageSession {
  private final KvCache cache;
  private final long reservedBytes;
  private final SendLimits limits;

  private OpenSession opening;
  private Inbox inbox;
  private Outbox outbox;
  private Optional<Sampler> sampler = Optional.empty();
  private Optional<FinishReason> finish = Optional.empty();
  private int heldAtStart;
  private int chunkRows;
  private boolean running;
  private boolean tokensByWire;
  private long servedAt;
  private long heardNanos;
  private int unansweredProbes;

  /**
   * @param cache may hold positions already, of an earlier session that started alike
   */
  public StageSession(OpenSession opening, KvCache cache, long reservedBytes, SendLimits limits) {
    this.cache = cache;
    this.reservedBytes = reservedBytes;
    this.limits = limits;
    start(opening, cache.positions());
  }

  /**
   * Goes on in a later attempt with the keys and values of the tokens that its owner knows of. The
   * last stage runs the last of them again, so that it samples what follows.
   */
  public void reopen(OpenSession later) {
    if (running) {
      throw new IllegalStateException("a session can't be reopened while it runs");
    }
    var known = later.terms().startTokens();
    var useful = Math.min(later.keepAtMost(), isLast(later) ? known - 1 : known);
    var keep = later.stage() == opening.stage() ? Math.min(cache.positions(), useful) : 0;
    cache.truncate(keep);
    start(later, keep);
  }

  private void start(OpenSession opening, int held) {
    var last = isLast(opening);
    if (last) {
      outbox = new Outbox(opening.terms().startTokens(), limits);
    } else if (outbox == null || held <= outbox.start()) {
      outbox = new Outbox(held, limits);
    } else {
      outbox.truncate(held);
    }
    this.opening = opening;
    this.heldAtStart = held;
    this.inbox = new Inbox(held);
    this.chunkRows =
        opening.stage() > 0
            ? limits.chunkRows()
            : PromptChunks.rows(
                Math.max(0, opening.terms().startTokens() - held),
                opening.plan().stages().size(),
                limits.chunkRows(),
                limits.stepCostRows());
    this.finish = Optional.empty();
    this.unansweredProbes = 0;
    this.sampler =
        last
            ? Optional.of(new Sampler(terms().sampling(), terms().tokens(), terms().promptTokens()))
            : Optional.empty();
    if (hasNoNext()) {
      begin();
    }
  }

  /** Takes the tokens that the session was opened with as input, of the first stage. */
  public void begin() {
    var from = inbox.receivedEnd();
    var known = terms().startTokens();
    if (from < known) {
      var tokens = terms().tokens().slice(from, known);
      new Chunk(from, tokens).split(chunkRows).forEach(inbox::add);
    }
  }

  /**
   * Takes a frame if it is the next one. A sampled position that comes round the ring says that
   * every stage has run all before it.
   */
  public boolean accept(Forward forward) {
    if (forward.startPosition() >= terms().startTokens()) {
      outbox.accepted(forward.startPosition());
    }
    return inbox.accept(forward) == Inbox.Outcome.TAKEN;
  }

  /** Whether something before the frame is missing. */
  public boolean isAhead(Forward forward) {
    return forward.startPosition() > inbox.receivedEnd();
  }

  /** The next stage's word; what it has run makes room for more. */
  public List<Forward> accepted(int runEnd) {
    outbox.accepted(runEnd);
    return due();
  }

  /** Whether something waits that may run now, given what the next stage still has to do. */
  public boolean isReady() {
    return !running && inbox.peek().isPresent() && (isLast() || outbox.hasRoom());
  }

  /** Whether the next chunk is a single sampled position and not part of the prompt. */
  public boolean nextIsDecodeStep() {
    return inbox.peek().map(chunk -> chunk.start() >= terms().startTokens()).orElse(false);
  }

  /** Whether a frame is a single sampled position, of which no other is under way. */
  public boolean isDecodeStep(Forward forward) {
    return forward.input().positions() == 1 && forward.startPosition() >= terms().startTokens();
  }

  /** Whether it has come past its prompt, as far as is known here. */
  public boolean isDecoding() {
    return inbox.receivedEnd() > terms().startTokens() && finish.isEmpty();
  }

  /** Rows of the next chunk, before chunks that wait are joined to it. */
  public int nextRows() {
    return inbox.peek().map(chunk -> chunk.input().positions()).orElse(0);
  }

  /**
   * Rows of a chunk of its prompt, while no other prompt waits. The first stage cuts it; the others
   * run what has come.
   */
  public int chunkRows() {
    return chunkRows;
  }

  /**
   * @param turn grows with every batch: who was served longest ago goes first
   * @param most rows up to which chunks that wait are joined
   */
  public Chunk take(long turn, int most) {
    running = true;
    servedAt = turn;
    return inbox.take(most, terms().startTokens());
  }

  /** What is asked of the scores behind the chunk's last position. */
  public Wanted wants(Chunk chunk) {
    if (sampler.isEmpty() || chunk.end() < terms().startTokens()) {
      return Wanted.NOTHING;
    }
    return sampler.get().takesLargest() ? Wanted.LARGEST : Wanted.LOGITS;
  }

  /** What a stage that is not the last made of a chunk, in frames for the next one. */
  public List<Forward> finished(Chunk chunk, StageInput output) {
    running = false;
    outbox.add(new Chunk(chunk.start(), output));
    return outbox.pump(id(), attempt());
  }

  /** What the last stage sampled behind a chunk; {@link #ring} sends it on. */
  public TokenSampled sampled(int token) {
    running = false;
    var position = outbox.end();
    outbox.add(new Chunk(position, TokenIds.of(token)));
    if (terms().endOfSequence().contains(token)) {
      finish = Optional.of(FinishReason.STOP);
    } else if (position + 1 == terms().promptTokens() + terms().maxTokens()) {
      finish = Optional.of(FinishReason.LENGTH);
    } else if (opening.stage() == 0) {
      inbox.add(new Chunk(position, TokenIds.of(token)));
    }
    return new TokenSampled(id(), attempt(), position, token, finish);
  }

  /** A chunk of the prompt that samples nothing was run by the last stage. */
  public void ran() {
    running = false;
  }

  /** The sampled tokens that are due at the first stage. */
  public List<Forward> ring() {
    return finish.isPresent() || hasNoNext() ? List.of() : outbox.pump(id(), attempt());
  }

  /** Everything that was sampled at {@code position} and behind it; only the last stage samples. */
  public List<SessionEvent> sampledFrom(int position) {
    if (!isLast()) {
      return List.of();
    }
    var events = new ArrayList<SessionEvent>();
    for (var chunk : outbox.from(position)) {
      var token = ((TokenIds) chunk.input()).get(0);
      var reason = chunk.end() == outbox.end() ? finish : Optional.<FinishReason>empty();
      events.add(new TokenSampled(id(), attempt(), chunk.start(), token, reason));
    }
    return events;
  }

  /** Sends again from {@code position} on, as far as the window goes. */
  public List<Forward> resend(int position) {
    outbox.rewind(position);
    return due();
  }

  /** The last sampled token is nobody's to run. */
  private List<Forward> due() {
    return isLast() ? ring() : outbox.pump(id(), attempt());
  }

  /** What to send to ask whether the next stage is there; nothing when it owes no answer. */
  public List<Forward> probe() {
    return finish.isPresent() || hasNoNext() ? List.of() : outbox.probe(id(), attempt());
  }

  /** Where the next stage is: behind the last comes the first again. */
  public ActorRef<Command> next() {
    return plan().stages().get(nextIndex()).stage();
  }

  public int nextIndex() {
    return (opening.stage() + 1) % plan().stages().size();
  }

  /** A pipeline of one stage feeds itself. */
  public boolean hasNoNext() {
    return plan().hasOneStage();
  }

  public Optional<ActorRef<Command>> previous() {
    return opening.stage() == 0
        ? Optional.empty()
        : Optional.of(plan().stages().get(opening.stage() - 1).stage());
  }

  public void heard(long nanos) {
    heardNanos = nanos;
    unansweredProbes = 0;
  }

  /** Counts a probe that is about to be sent. */
  public int probed(long nanos) {
    heardNanos = nanos;
    return ++unansweredProbes;
  }

  public long heardNanos() {
    return heardNanos;
  }

  public SessionId id() {
    return opening.session();
  }

  public int attempt() {
    return opening.attempt();
  }

  public int stage() {
    return opening.stage();
  }

  public SessionTerms terms() {
    return opening.terms();
  }

  public PipelinePlan plan() {
    return opening.plan();
  }

  public ActorRef<SessionEvent> owner() {
    return opening.owner();
  }

  /** The link by which the owner's process, if it is another one, takes sampled tokens. */
  public Optional<LinkAddress> tokensTo() {
    var byLink = isLast() && !tokensByWire && owner().path().address().hasGlobalScope();
    return byLink ? opening.tokensTo() : Optional.empty();
  }

  /** From now on sampled tokens are told to the owner itself. */
  public void tokensGoByWire() {
    tokensByWire = true;
  }

  public KvCache cache() {
    return cache;
  }

  public Optional<Sampler> sampler() {
    return sampler;
  }

  public long reservedBytes() {
    return reservedBytes;
  }

  public boolean isRunning() {
    return running;
  }

  public boolean isLast() {
    return isLast(opening);
  }

  public int receivedEnd() {
    return inbox.receivedEnd();
  }

  /** Positions that it had when this attempt was opened. */
  public int heldAtStart() {
    return heldAtStart;
  }

  /** Positions whose keys and values it holds. */
  public int runEnd() {
    return cache.positions();
  }

  public long servedAt() {
    return servedAt;
  }

  private static boolean isLast(OpenSession opening) {
    return opening.stage() == opening.plan().stages().size() - 1;
  }
}
