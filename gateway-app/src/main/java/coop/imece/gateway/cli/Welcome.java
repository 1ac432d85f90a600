package coop.imece.gateway.cli;

import coop.imece.gateway.up.UpSettings;

/** What a user reads when a cooperative on this machine is ready. */
final class Welcome {
  /** How the user called the launch script. */
  private static final String COMMAND = "imece.command";

  private static final int DEFAULT_PORT = 8080;

  private Welcome() {}

  static String text(UpSettings settings) {
    var url = "http://127.0.0.1:%d".formatted(settings.port());
    return """

      API   %s/v1
      Try   curl -N %s/v1/chat/completions -H 'Content-Type: application/json' \
    -d '{"model":"%s","stream":true,"messages":[{"role":"user","content":"What is imece?"}]}'
      Chat  %s chat%s
      Logs  %s
      Stop  Ctrl-C\
    """
        .formatted(
            url,
            url,
            settings.models().get(0).getFileName(),
            System.getProperty(COMMAND, "imece"),
            settings.port() == DEFAULT_PORT ? "" : " --url " + url,
            settings.folder().logs());
  }
}
