package coop.imece.ledger.command;

import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.event.NodeState;
import coop.imece.ledger.event.Policy;
import coop.imece.ledger.event.PublicKey;
import coop.imece.ledger.event.StageWork;
import coop.imece.log.Hash;
import java.util.List;
import java.util.Optional;

/**
 * What can be asked of the ledger. No command states what something costs or earns: the ledger
 * computes it. A command that is repeated gets the first answer. Times are Unix milliseconds.
 */
public sealed interface LedgerCommand {
  /** Opens an empty ledger. */
  record Begin(String origin) implements LedgerCommand {}

  record SetPolicy(Policy policy) implements LedgerCommand {}

  /** A model's manifest, by its SHA-256, and what FLOPs are computed from. */
  record ServeModel(Hash id, String name, Precision precision, ModelShape shape)
      implements LedgerCommand {}

  record RegisterWallet(PublicKey key) implements LedgerCommand {}

  /** A node's values as the scheduler decided them. */
  record RecordNode(
      String hardwareClass,
      PublicKey key,
      int m4,
      int r4,
      String reason,
      NodeState state,
      Optional<WalletId> wallet)
      implements LedgerCommand {}

  /** The limit comes as the text that the wallet signed: uGFT in plain digits. */
  record GiveMandate(
      long expires,
      Hash hash,
      String limit,
      String purpose,
      String scope,
      String signature,
      WalletId wallet)
      implements LedgerCommand {}

  record Revoke(Hash hash, String reason) implements LedgerCommand {}

  /** Reserves the most that a request can cost. */
  record Hold(
      SessionId id,
      WalletId wallet,
      Hash model,
      int promptTokens,
      int maxTokens,
      boolean fallback,
      long expires)
      implements LedgerCommand {}

  /** Notes how far an answer is, so that a crash can be settled. */
  record Progress(SessionId id, int outputTokens, List<StageWork> stages) implements LedgerCommand {
    public Progress {
      stages = List.copyOf(stages);
    }
  }

  /** Closes a hold with a charge. {@code fallbackTokens} counts the last output tokens. */
  record Settle(
      SessionId id, int outputTokens, int fallbackTokens, String finish, List<StageWork> stages)
      implements LedgerCommand {
    public Settle {
      stages = List.copyOf(stages);
    }
  }

  /** Closes a hold without a charge. */
  record Void(SessionId id, String reason) implements LedgerCommand {}

  record BuyCanary(
      SessionId id, Hash model, int promptTokens, int outputTokens, List<StageWork> stages)
      implements LedgerCommand {
    public BuyCanary {
      stages = List.copyOf(stages);
    }
  }

  /** A pending issue line, named by its request and index, is past its check. */
  record Mature(SessionId id, int line) implements LedgerCommand {}

  /** A pending issue line failed its check. */
  record Forfeit(SessionId id, int line, String reason) implements LedgerCommand {}

  /** Gives back all that a request was charged. */
  record Refund(SessionId id, String reason) implements LedgerCommand {}

  record Warn(WalletId wallet, int day) implements LedgerCommand {}

  record Expire(WalletId wallet, int day) implements LedgerCommand {}

  /** Does what time has made due, at most {@code limit} entries of it: see {@code Sweeper}. */
  record Sweep(int limit) implements LedgerCommand {}

  record OpenEpoch(int number, Hash keyHash, Optional<Hash> previousKey) implements LedgerCommand {}
}
