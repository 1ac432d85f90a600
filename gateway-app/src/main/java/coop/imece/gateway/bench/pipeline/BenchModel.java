package coop.imece.gateway.bench.pipeline;

import coop.imece.cli.Installation;
import coop.imece.cli.ModelFolder;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The model that is measured: a shape that gets random weights, or a folder. */
public sealed interface BenchModel {

  /**
   * Random weights, made once and kept.
   *
   * @param name as {@code imece model random} knows it
   */
  record Shape(String name) implements BenchModel {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    public Shape {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "--shape must be lower-case letters, digits, dots and hyphens, was '%s'"
                .formatted(name));
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  record Folder(Path path) implements BenchModel {
    /** Looks in {@code conf/models} too. */
    public static Folder find(String nameOrPath, Installation installation) {
      return new Folder(ModelFolder.find(nameOrPath, installation));
    }

    @Override
    public String toString() {
      return path.getFileName().toString();
    }
  }

  /**
   * Where its weights are.
   *
   * @param cache folder for random ones
   */
  default Path folder(Path cache) {
    if (this instanceof Folder folder) {
      return folder.path();
    } else if (this instanceof Shape shape) {
      return cache.resolve(shape.name());
    }
    throw new IllegalStateException("unknown model " + getClass());
  }
}
