package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Runs the statements of a template. */
final class Renderer {
  /** How a list of statements ended. */
  private enum Ending {
    DONE,
    BREAK,
    CONTINUE
  }

  private final Rendering rendering;
  private final Evaluator evaluator;
  private final Assignment assignment;
  private final Macros macros;

  Renderer(Rendering rendering) {
    this.rendering = rendering;
    this.evaluator = new Evaluator(rendering);
    this.assignment = new Assignment(rendering.budget());
    this.macros = new Macros(this, evaluator);
  }

  /** The text that the nodes write. */
  Text render(List<Node> nodes, Scope scope) {
    var out = new TextBuilder();
    run(nodes, scope, out);
    return out.build();
  }

  private Ending run(List<Node> nodes, Scope scope, TextBuilder out) {
    for (var node : nodes) {
      Ending ending;
      try {
        rendering.budget().step();
        rendering.budget().enter();
        ending = run(node, scope, out);
        rendering.budget().leave();
      } catch (EvaluationFault fault) {
        throw new TemplateException(node.line(), fault.getMessage());
      }
      if (ending != Ending.DONE) {
        return ending;
      }
    }
    return Ending.DONE;
  }

  private Ending run(Node node, Scope scope, TextBuilder out) {
    if (node instanceof Node.Data data) {
      write(data.text(), out);
    } else if (node instanceof Node.Output output) {
      write(rendering.print(evaluator.evaluate(output.expression(), scope)), out);
    } else if (node instanceof Node.If choice) {
      return choose(choice, scope, out);
    } else if (node instanceof Node.For loop) {
      loop(loop, evaluator.evaluate(loop.iterable(), scope), scope, out, 0);
    } else if (node instanceof Node.Set set) {
      assignment.assign(set.target(), evaluator.evaluate(set.value(), scope), scope);
    } else if (node instanceof Node.SetBlock block) {
      var text = filtered(block.filters(), block.body(), scope);
      assignment.assign(block.target(), text, scope);
    } else if (node instanceof Node.MacroDefinition definition) {
      var macro = macros.function(definition.name(), definition.macro(), scope);
      scope.set(definition.name(), macro);
    } else if (node instanceof Node.CallBlock block) {
      write(call(block, scope), out);
    } else if (node instanceof Node.FilterBlock block) {
      write(rendering.print(filtered(block.filters(), block.body(), scope)), out);
    } else if (node instanceof Node.With with) {
      return with(with, scope, out);
    } else if (node instanceof Node.Generation generation) {
      return run(generation.body(), scope, out);
    } else if (node instanceof Node.Break) {
      return Ending.BREAK;
    } else if (node instanceof Node.Continue) {
      return Ending.CONTINUE;
    } else {
      throw new IllegalStateException("no rendering of " + node.getClass());
    }
    return Ending.DONE;
  }

  private void write(Text text, TextBuilder out) {
    rendering.budget().grow(text.chars().length());
    out.append(text);
  }

  private Ending choose(Node.If choice, Scope scope, TextBuilder out) {
    for (var branch : choice.branches()) {
      if (Truth.of(evaluator.evaluate(branch.condition(), scope))) {
        return run(branch.body(), scope, out);
      }
    }
    return run(choice.otherwise(), scope, out);
  }

  private void loop(Node.For node, Value iterable, Scope around, TextBuilder out, int depth) {
    var items = selected(node, Elements.of(iterable, rendering.budget()), around);
    var recursion =
        node.recursive()
            ? Optional.of(recursion(node, around, depth + 1))
            : Optional.<Value.Function>empty();
    var loop = new Loop(items, depth, recursion);
    for (int i = 0; i < items.size(); i++) {
      rendering.budget().step();
      loop.moveTo(i);
      var scope = around.inner();
      scope.set("loop", loop);
      assignment.assign(node.target(), items.get(i), scope);
      if (run(node.body(), scope, out) == Ending.BREAK) {
        break;
      }
    }
    if (items.isEmpty()) {
      run(node.otherwise(), around, out);
    }
  }

  private Value.Function recursion(Node.For node, Scope around, int depth) {
    return new Value.Function(
        "loop",
        arguments -> {
          var inner = new TextBuilder();
          var iterable = arguments.expect("'loop'", "iterable").required(0, "iterable");
          loop(node, iterable, around, inner, depth);
          return inner.build();
        });
  }

  private List<Value> selected(Node.For node, List<Value> items, Scope around) {
    if (node.condition().isEmpty()) {
      return items;
    }
    var selected = new ArrayList<Value>();
    for (var item : items) {
      var scope = around.inner();
      assignment.assign(node.target(), item, scope);
      if (Truth.of(evaluator.evaluate(node.condition().get(), scope))) {
        selected.add(item);
      }
    }
    return selected;
  }

  private Value filtered(Expression filters, List<Node> body, Scope scope) {
    var inner = scope.inner();
    inner.set(TargetParser.BLOCK_TEXT, render(body, scope.inner()));
    return evaluator.evaluate(filters, inner);
  }

  private Ending with(Node.With with, Scope scope, TextBuilder out) {
    var inner = scope.inner();
    for (var binding : with.bindings()) {
      assignment.assign(binding.target(), evaluator.evaluate(binding.value(), scope), inner);
    }
    return run(with.body(), inner, out);
  }

  private Text call(Node.CallBlock block, Scope scope) {
    var given = evaluator.arguments(block.call().given(), scope);
    var named = new LinkedHashMap<>(given.named());
    named.put(Macros.CALLER, macros.function(Macros.CALLER, block.caller(), scope));
    var callee = evaluator.evaluate(block.call().callee(), scope);
    return rendering.print(evaluator.call(callee, new Arguments(given.positional(), named)));
  }
}
