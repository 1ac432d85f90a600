package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Which of several models a node is given. In this order:
 *
 * <ol>
 *   <li>one whose pipeline it completes, the most asked for first;
 *   <li>one that is not complete: whose coverage has come farthest, so that what was begun is
 *       finished;
 *   <li>the one that is most short of what it passes for what is asked of it.
 * </ol>
 *
 * Of equal ones the one that the node would rather serve.
 */
final class ModelOrder {
  private final PlacementRules rules;
  private final ToDoubleFunction<String> demand;

  /**
   * @param demand positions a second that are asked of a model
   */
  ModelOrder(PlacementRules rules, ToDoubleFunction<String> demand) {
    this.rules = rules;
    this.demand = demand;
  }

  /** A model, and the slice of it that the node would take. */
  record Choice(ModelPool pool, LayerRange layers) {
    private boolean complete() {
      return pool.planned().chain().complete();
    }

    private boolean completes() {
      return !complete() && pool.planned().chain().completedBy(layers);
    }

    private double coverage() {
      var holders = pool.planned().holdersPerLayer();
      return (double) Arrays.stream(holders).filter(count -> count > 0).count() / holders.length;
    }
  }

  /**
   * @param pools of the models that the node offers, the one it would rather serve first
   * @return empty when no layer of any fits
   */
  Optional<Choice> choose(KnownNode node, List<ModelPool> pools) {
    return pools.stream()
        .flatMap(pool -> slice(node, pool).stream())
        .min(
            Comparator.comparing((Choice choice) -> !choice.completes())
                .thenComparing(Choice::complete)
                .thenComparing(choice -> choice.completes() ? 0 : -begun(choice))
                .thenComparing(choice -> -wanted(choice)));
  }

  private Optional<Choice> slice(KnownNode node, ModelPool pool) {
    return new Placement(pool.model(), rules)
        .choose(pool.member(node), pool.planned())
        .map(layers -> new Choice(pool, layers));
  }

  private static double begun(Choice choice) {
    return choice.complete() ? 0 : choice.coverage();
  }

  /** For complete ones in parts of what they pass. */
  private double wanted(Choice choice) {
    var asked = demand.applyAsDouble(choice.pool.model().id());
    return choice.complete() ? asked / choice.pool.planned().throughput().weakest() : asked;
  }
}
