package coop.imece.ledger.journal;

import coop.imece.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The wallets, nodes and requests that an entry names, whatever its kind. */
final class EntrySubjects {
  private static final Pattern SUBJECT =
      Pattern.compile(
          "\"((?:w_|n_)[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\"");

  private EntrySubjects() {}

  static Set<String> of(Bytes entry) {
    var subjects = new TreeSet<String>();
    var matcher = SUBJECT.matcher(new String(entry.array(), StandardCharsets.UTF_8));
    while (matcher.find()) {
      subjects.add(matcher.group(1));
    }
    return subjects;
  }
}
