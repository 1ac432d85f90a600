package coop.imece.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a user's files live: the XDG folders, on Windows the application data folders. */
public record Folders(Path config, Path data, Path cache) {
  private static final String NAME = "imece";

  public static Folders ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Folders of(Map<String, String> environment, Path home) {
    var config = home.resolve(".config");
    var data = home.resolve(".local").resolve("share");
    var cache = home.resolve(".cache");
    return new Folders(
        folder(environment, "XDG_CONFIG_HOME", "APPDATA").orElse(config).resolve(NAME),
        folder(environment, "XDG_DATA_HOME", "LOCALAPPDATA").orElse(data).resolve(NAME),
        folder(environment, "XDG_CACHE_HOME", "LOCALAPPDATA").orElse(cache).resolve(NAME));
  }

  private static Optional<Path> folder(Map<String, String> environment, String... names) {
    for (var name : names) {
      var value = environment.getOrDefault(name, "");
      if (!value.isEmpty() && Path.of(value).isAbsolute()) {
        return Optional.of(Path.of(value));
      }
    }
    return Optional.empty();
  }
}
