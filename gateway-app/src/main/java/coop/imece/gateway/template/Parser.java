package coop.imece.gateway.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Statements: data, outputs and blocks. */
final class Parser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final TargetParser targets;
  private int loops;

  private Parser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
    this.targets = new TargetParser(tokens, expressions);
  }

  static List<Node> parse(String template) {
    var parser = new Parser(new TokenStream(Lexer.tokens(template)));
    return parser.body();
  }

  /** Up to one of the end names, which stays current, or to the end if there are none. */
  private List<Node> body(String... ends) {
    tokens.enter();
    var nodes = new ArrayList<Node>();
    while (tokens.current().kind() != Token.Kind.END) {
      var token = tokens.take();
      switch (token.kind()) {
        case DATA -> nodes.add(new Node.Data(token.line(), Text.ofTemplate(token.text())));
        case OUTPUT_BEGIN -> {
          nodes.add(new Node.Output(token.line(), expressions.tupleOrExpression()));
          tokens.expect(Token.Kind.OUTPUT_END, "'}}'");
        }
        case TAG_BEGIN -> {
          if (Arrays.stream(ends).anyMatch(tokens.current()::isName)) {
            tokens.leave();
            return nodes;
          }
          nodes.add(statement(token.line()));
          endTag();
        }
        default -> throw new TemplateException(token.line(), "unexpected " + token.shown());
      }
    }
    if (ends.length > 0) {
      throw tokens.unexpected("'{%% %s %%}'".formatted(ends[ends.length - 1]));
    }
    tokens.leave();
    return nodes;
  }

  private void endTag() {
    tokens.expect(Token.Kind.TAG_END, "'%}'");
  }

  /** The body up to {@code end}, which is taken as well. */
  private List<Node> closedBody(String end) {
    endTag();
    var nodes = body(end);
    tokens.take();
    return nodes;
  }

  private Node statement(int line) {
    var name = tokens.expect(Token.Kind.NAME, "the name of a tag").text();
    return switch (name) {
      case "if" -> ifStatement(line);
      case "for" -> forStatement(line);
      case "set" -> set(line);
      case "macro" -> macro(line);
      case "call" -> call(line);
      case "filter" -> filter(line);
      case "with" -> with(line);
      case "generation" -> new Node.Generation(line, closedBody("endgeneration"));
      case "break" -> {
        checkInLoop(name);
        yield new Node.Break(line);
      }
      case "continue" -> {
        checkInLoop(name);
        yield new Node.Continue(line);
      }
      default -> throw new TemplateException(line, "the tag '" + name + "' is not supported");
    };
  }

  private void checkInLoop(String name) {
    if (loops == 0) {
      throw tokens.fail("'" + name + "' stands outside of a loop");
    }
  }

  private Node ifStatement(int line) {
    var branches = new ArrayList<Node.Branch>();
    List<Node> otherwise = List.of();
    var more = true;
    while (more) {
      var condition = expressions.tupleOrExpression();
      endTag();
      branches.add(new Node.Branch(condition, body("elif", "else", "endif")));
      var end = tokens.take();
      more = end.isName("elif");
      if (end.isName("else")) {
        otherwise = closedBody("endif");
      }
    }
    return new Node.If(line, branches, otherwise);
  }

  private Node forStatement(int line) {
    var target = targets.target(false);
    tokens.expectName("in");
    var iterable = expressions.or();
    if (tokens.current().isOperator(",")) {
      iterable = targets.restOfTuple(iterable);
    }
    var condition =
        tokens.skipName("if")
            ? Optional.of(expressions.expression())
            : Optional.<Expression>empty();
    var recursive = tokens.skipName("recursive");
    endTag();
    loops++;
    var body = body("else", "endfor");
    loops--;
    List<Node> otherwise = tokens.take().isName("else") ? closedBody("endfor") : List.of();
    return new Node.For(line, target, iterable, condition, recursive, body, otherwise);
  }

  private Node set(int line) {
    var target = targets.target(true);
    if (tokens.skipOperator("=")) {
      return new Node.Set(line, target, expressions.tupleOrExpression());
    }
    var filters = targets.filters();
    return new Node.SetBlock(line, target, filters, closedBody("endset"));
  }

  private Node macro(int line) {
    var name = tokens.expect(Token.Kind.NAME, "the name of a macro").text();
    var parameters = targets.parameters();
    return new Node.MacroDefinition(
        line, name, new Node.Macro(parameters, functionBody("endmacro")));
  }

  private Node call(int line) {
    List<Node.Parameter> parameters =
        tokens.current().isOperator("(") ? targets.parameters() : List.of();
    if (!(expressions.expression() instanceof Expression.Call call)) {
      throw new TemplateException(line, "expected a call");
    }
    return new Node.CallBlock(line, new Node.Macro(parameters, functionBody("endcall")), call);
  }

  /** A body that can't break out of a loop around it. */
  private List<Node> functionBody(String end) {
    var around = loops;
    loops = 0;
    var body = closedBody(end);
    loops = around;
    return body;
  }

  private Node filter(int line) {
    var filters = targets.firstFilter();
    return new Node.FilterBlock(line, filters, closedBody("endfilter"));
  }

  private Node with(int line) {
    var bindings = new ArrayList<Node.Set>();
    while (tokens.current().kind() != Token.Kind.TAG_END) {
      if (!bindings.isEmpty()) {
        tokens.expectOperator(",");
      }
      var target = targets.target(false);
      tokens.expectOperator("=");
      bindings.add(new Node.Set(line, target, expressions.expression()));
    }
    return new Node.With(line, bindings, closedBody("endwith"));
  }
}
