package coop.imece.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version and commit that the build wrote down, and the Java that runs them. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var build = build();
    return new String[] {
      "imece %s (commit %s, Java %s)"
          .formatted(build.getProperty("version"), build.getProperty("commit"), Runtime.version())
    };
  }

  /** The version alone, {@code "0.1.0"}. */
  public static String number() {
    return build().getProperty("version");
  }

  private static Properties build() {
    var build = new Properties();
    try (var stream = Version.class.getResourceAsStream("build.properties")) {
      build.load(stream);
      return build;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
