package coop.imece.gateway.template;

import java.util.List;
import java.util.Optional;

/** The variable {@code loop} inside of a {@code for}. */
final class Loop implements Value {
  private final List<Value> items;
  private final int depth;

  /** What {@code loop(items)} does in a recursive loop. */
  private final Optional<Function> recursion;

  private int index;
  private Optional<Arguments> lastSeen = Optional.empty();

  Loop(List<Value> items, int depth, Optional<Function> recursion) {
    this.items = items;
    this.depth = depth;
    this.recursion = recursion;
  }

  /** 0-based. */
  void moveTo(int newIndex) {
    index = newIndex;
  }

  Value call(Arguments arguments) {
    return recursion
        .orElseThrow(() -> new EvaluationFault("the loop is not marked as recursive"))
        .call(arguments);
  }

  Value attribute(String name, Comparison comparison) {
    return switch (name) {
      case "index" -> new Int(index + 1);
      case "index0" -> new Int(index);
      case "revindex" -> new Int(items.size() - index);
      case "revindex0" -> new Int(items.size() - index - 1);
      case "first" -> Bool.of(index == 0);
      case "last" -> Bool.of(index == items.size() - 1);
      case "length" -> new Int(items.size());
      case "depth" -> new Int(depth + 1);
      case "depth0" -> new Int(depth);
      case "previtem" -> neighbour(index - 1, "there is no previous item");
      case "nextitem" -> neighbour(index + 1, "there is no next item");
      case "cycle" -> new Function(name, this::cycle);
      case "changed" -> new Function(name, arguments -> changed(arguments, comparison));
      default -> new Undefined("the loop has no attribute '" + name + "'");
    };
  }

  private Value neighbour(int position, String reason) {
    return position >= 0 && position < items.size() ? items.get(position) : new Undefined(reason);
  }

  private Value cycle(Arguments arguments) {
    if (arguments.positional().isEmpty()) {
      throw new EvaluationFault("loop.cycle needs an item");
    }
    return arguments.positional().get(index % arguments.positional().size());
  }

  private Value changed(Arguments arguments, Comparison comparison) {
    var same =
        lastSeen.isPresent()
            && comparison.equal(
                Items.list(lastSeen.get().positional()), Items.list(arguments.positional()));
    lastSeen = Optional.of(arguments);
    return Bool.of(!same);
  }
}
