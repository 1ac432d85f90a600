package coop.imece.gateway.template;

/** The {@code attribute='a.b.0'} of filters: keys and indexes with dots between them. */
final class AttributePath {
  private AttributePath() {}

  static Value follow(Value value, Value path, Rendering rendering) {
    var subscripts = new Subscripts(rendering);
    if (path instanceof Value.Int) {
      return subscripts.item(value, path);
    } else if (!(path instanceof Text)) {
      throw EvaluationFault.of("an attribute must be a text or integer, was %s", Kind.of(path));
    }
    var found = value;
    for (var part : ((Text) path).chars().split("\\.", -1)) {
      var index =
          !part.isEmpty() && part.length() < 10 && part.chars().allMatch(Character::isDigit);
      found =
          subscripts.item(
              found, index ? new Value.Int(Integer.parseInt(part)) : Text.ofTemplate(part));
    }
    return found;
  }
}
