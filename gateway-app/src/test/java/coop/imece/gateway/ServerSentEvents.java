package coop.imece.gateway;

import java.util.ArrayList;
import java.util.List;

/** A reader of event streams by the HTML standard's rules alone (section 9.2.6). */
public record ServerSentEvents(List<String> data, List<String> comments) {

  public static ServerSentEvents read(String stream) {
    var data = new ArrayList<String>();
    var comments = new ArrayList<String>();
    var event = new ArrayList<String>();
    for (var line : stream.split("\r\n|\n|\r", -1)) {
      if (line.isEmpty()) {
        if (!event.isEmpty()) {
          data.add(String.join("\n", event));
          event.clear();
        }
      } else if (line.startsWith(":")) {
        comments.add(line.substring(1));
      } else if (line.startsWith("data:")) {
        var value = line.substring("data:".length());
        event.add(value.startsWith(" ") ? value.substring(1) : value);
      }
    }
    return new ServerSentEvents(data, comments);
  }
}
