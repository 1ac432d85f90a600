package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.ledger.Pricing.Work;
import coop.imece.ledger.command.LedgerCommand.Settle;
import coop.imece.ledger.event.Issuance;
import coop.imece.ledger.event.IssueLine;
import coop.imece.ledger.event.IssueLine.Status;
import coop.imece.ledger.event.NodeRecorded;
import coop.imece.ledger.event.StageWork;
import java.util.ArrayList;
import java.util.List;

/** What a request costs and what it issues, computed from shapes and counts alone. */
record Settlement(Gft charged, List<IssueLine> lines) {
  /** A stage's work and the node's values when the request was held. */
  private record Share(StageWork stage, NodeRecorded node, Work work, boolean own) {
    boolean earns(Pricing pricing) {
      return !own
          && !pricing.policy().tokenless()
          && stage.receipt().isPresent()
          && node.wallet().isPresent()
          && node.state().earns();
    }
  }

  static Settlement of(LedgerState state, OpenHold hold, Settle command) {
    var pricing = hold.pricing();
    var pipelineTokens = command.outputTokens() - command.fallbackTokens();
    Stages.require(state, pricing.model().shape(), command.stages(), pipelineTokens);
    var prompt = hold.held().promptTokens();
    var shares = new ArrayList<Share>(command.stages().size());
    var layers = pricing.model().shape().allLayers();
    var foreign = pipelineTokens == 0 ? Work.NONE : pricing.work(layers, prompt, 0, pipelineTokens);
    for (var stage : command.stages()) {
      var node = state.nodes.get(stage.node()).before(hold.seq());
      var own = node.wallet().filter(hold.held().wallet()::equals).isPresent();
      var work = pricing.work(stage.layers(), prompt, stage.startOutput(), stage.endOutput());
      shares.add(new Share(stage, node, work, own));
      foreign = own ? foreign.minus(work) : foreign;
    }
    var fallback =
        command.fallbackTokens() == 0
            ? Work.NONE
            : pricing.work(layers, prompt, pipelineTokens, command.outputTokens());
    var charged = pricing.charge(foreign, fallback);
    var pot = pricing.policy().issuance() == Issuance.POT_BOUNDED;
    return new Settlement(
        charged,
        lines(pricing, shares, pot ? bounded(pricing, shares, charged) : free(pricing, shares)));
  }

  /** A canary's lines: by the formula, whatever the issuance policy, at the nodes' values now. */
  static List<IssueLine> canary(
      LedgerState state, Pricing pricing, int promptTokens, List<StageWork> stages) {
    var shares = new ArrayList<Share>(stages.size());
    for (var stage : stages) {
      var node = state.nodes.get(stage.node()).current().values();
      var work = pricing.work(stage.layers(), promptTokens, stage.startOutput(), stage.endOutput());
      shares.add(new Share(stage, node, work, false));
    }
    return lines(pricing, shares, free(pricing, shares));
  }

  /** By the formula; 0 for a share that earns nothing. */
  private static List<Gft> free(Pricing pricing, List<Share> shares) {
    return shares.stream()
        .map(share -> share.earns(pricing) ? formula(pricing, share) : Gft.ZERO)
        .toList();
  }

  private static List<Gft> bounded(Pricing pricing, List<Share> shares, Gft pot) {
    var claims = new ArrayList<Pot.Claim>(shares.size());
    for (var share : shares) {
      if (!share.earns(pricing)) {
        claims.add(new Pot.Claim(Gft.ZERO, Gft.ZERO));
        continue;
      }
      var base = pricing.base(share.work, share.node.m4(), share.node.r4());
      var premium = share.node.m4() > 10_000;
      claims.add(new Pot.Claim(base, premium ? formula(pricing, share) : base));
    }
    return Pot.split(pot, claims);
  }

  private static Gft formula(Pricing pricing, Share share) {
    return pricing.formula(share.work, share.node.m4(), share.node.r4());
  }

  private static List<IssueLine> lines(Pricing pricing, List<Share> shares, List<Gft> issued) {
    var lines = new ArrayList<IssueLine>(shares.size());
    for (var i = 0; i < shares.size(); i++) {
      var share = shares.get(i);
      lines.add(
          new IssueLine(
              share.stage,
              share.work.output(),
              issued.get(i),
              share.node.m4(),
              share.work.prompt(),
              share.node.r4(),
              status(pricing, share, issued.get(i)),
              share.node.wallet()));
    }
    return List.copyOf(lines);
  }

  private static Status status(Pricing pricing, Share share, Gft issued) {
    if (share.own) {
      return Status.OWN;
    }
    if (!share.earns(pricing)) {
      return Status.NONE;
    }
    return share.stage.checked() && !issued.isZero() ? Status.PENDING : Status.AVAILABLE;
  }
}
