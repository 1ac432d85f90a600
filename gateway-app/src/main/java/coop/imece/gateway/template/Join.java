package coop.imece.gateway.template;

import java.util.List;

/** Printed items with a separator between them. */
final class Join {
  private Join() {}

  static Text of(List<Value> items, Text separator, Rendering rendering) {
    var joined = new TextBuilder();
    for (int i = 0; i < items.size(); i++) {
      var item = rendering.print(items.get(i));
      rendering.budget().grow(item.chars().length() + separator.chars().length());
      if (i > 0) {
        joined.append(separator);
      }
      joined.append(item);
    }
    return joined.build();
  }
}
