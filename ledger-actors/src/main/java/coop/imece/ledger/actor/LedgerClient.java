package coop.imece.ledger.actor;

import coop.imece.core.WalletId;
import coop.imece.ledger.actor.LedgerProtocol.Request;
import coop.imece.ledger.command.LedgerCommand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/** How a gateway process speaks to the ledger. One per process; every thread may use it. */
public final class LedgerClient {
  private final ActorRef<LedgerConnection.Ask> connection;

  private LedgerClient(ActorRef<LedgerConnection.Ask> connection) {
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @param ledger the ledger, or the proxy that finds it in the cluster
   */
  public static LedgerClient start(
      ActorSystem<?> system, ActorRef<Request> ledger, LedgerIdentity identity) {
    var settings = LedgerClientSettings.of(system.settings().config());
    return new LedgerClient(
        system.systemActorOf(
            LedgerConnection.create(ledger, identity, settings),
            "ledger-connection",
            Props.empty()));
  }

  /**
   * Has a command recorded. The reply is {@link Reply.Recorded} when it is durable, {@link
   * Reply.Refused} when it was not taken, {@link Reply.Unavailable} or {@link Reply.Unknown} when
   * the ledger did not answer within {@code imece.ledger.client.timeout}; the same command may be
   * sent again at any time.
   */
  public CompletionStage<Reply> record(LedgerCommand command) {
    return ask(new Question.Record(command));
  }

  /** What a wallet has: {@link Reply.BalanceIs}, or why there is no answer. */
  public CompletionStage<Reply> balance(WalletId wallet) {
    return ask(new Question.Balance(wallet));
  }

  /** What was issued and where it is: {@link Reply.SupplyIs}, or why there is no answer. */
  public CompletionStage<Reply> supply() {
    return ask(new Question.Supply());
  }

  private CompletionStage<Reply> ask(Question question) {
    var reply = new CompletableFuture<Reply>();
    connection.tell(new LedgerConnection.Ask(question, reply));
    return reply;
  }
}
