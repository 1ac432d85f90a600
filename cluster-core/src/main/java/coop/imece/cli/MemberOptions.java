package coop.imece.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of every process that becomes a member of a cluster. */
public final class MemberOptions {
  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "A member to join by; may be given several times.")
  private List<String> join = List.of();

  @Option(
      names = "--tls",
      paramLabel = "DIR",
      description = "Folder with key.pem, cert.pem and ca.pem, made by 'imece ca issue'.")
  private Optional<Path> tls = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "Model folder, or a name under conf/models; may be given several times"
              + " (default: imece-mini).")
  private List<String> models = List.of();

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "fp32, bf16, int8 or int4 (default: int8).")
  private Optional<String> precision = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for this process's own files.")
  private Optional<Path> data = Optional.empty();

  public void into(Flags flags) {
    flags
        .set(
            "imece.cluster.join",
            join.isEmpty() ? Optional.empty() : Optional.of(String.join(",", join)))
        .set("imece.cluster.tls", tls)
        .set("imece.model.folder", models.stream().findFirst())
        .set(
            "imece.model.more",
            models.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(",", models.subList(1, models.size()))))
        .set("imece.model.precision", precision)
        .set("imece.data", data);
  }
}
