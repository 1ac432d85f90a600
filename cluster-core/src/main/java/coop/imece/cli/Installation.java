package coop.imece.cli;

import java.nio.file.Path;

/** The folder with {@code bin}, {@code lib} and {@code conf}; the launch script names it. */
public record Installation(Path home) {
  public static final String PROPERTY = "imece.home";

  public static Installation ofThisProcess() {
    var home = System.getProperty(PROPERTY);
    if (home == null) {
      throw new CommandFailure(
          ExitCode.FAILED, "-D%s is not set: start through bin/imece".formatted(PROPERTY));
    }
    return new Installation(Path.of(home).toAbsolutePath());
  }

  public Path conf() {
    return home.resolve("conf");
  }

  public Path lib() {
    return home.resolve("lib");
  }
}
