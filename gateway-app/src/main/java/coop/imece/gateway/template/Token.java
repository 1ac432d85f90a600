package coop.imece.gateway.template;

/** A piece of a template's source. */
record Token(Kind kind, String text, int line) {
  enum Kind {
    DATA,
    OUTPUT_BEGIN,
    OUTPUT_END,
    TAG_BEGIN,
    TAG_END,
    NAME,
    STRING,
    INTEGER,
    REAL,
    OPERATOR,
    END
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /** For error texts. */
  String shown() {
    return switch (kind) {
      case DATA -> "text";
      case OUTPUT_BEGIN -> "'{{'";
      case OUTPUT_END -> "'}}'";
      case TAG_BEGIN -> "'{%'";
      case TAG_END -> "'%}'";
      case STRING -> "a string";
      case END -> "the end of the template";
      case NAME, INTEGER, REAL, OPERATOR -> "'" + text + "'";
    };
  }
}
