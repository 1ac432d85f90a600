package coop.imece.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir Path home;

  @Test
  void a_model_is_found_by_name_and_by_path() throws IOException {
    var folder = model("mini");
    assertEquals(folder, ModelFolder.find("mini", new Installation(home)));
    assertEquals(folder, ModelFolder.find(folder.toString(), new Installation(home)));
  }

  @Test
  void a_missing_model_is_refused_with_those_that_are_there() throws IOException {
    model("mini");
    model("grand");
    assertRefused(
        "no model 'nope': neither a folder nor a name under %s (there: grand, mini)"
            .formatted(home.resolve("conf").resolve("models")),
        "nope");
  }

  @Test
  void a_folder_without_a_config_is_no_model() {
    assertRefused(home + " is no model folder: it holds no config.json", home.toString());
  }

  private void assertRefused(String message, String model) {
    var failure =
        assertThrows(CommandFailure.class, () -> ModelFolder.find(model, new Installation(home)));
    assertEquals(message, failure.getMessage());
    assertEquals(ExitCode.BAD_CONFIG, failure.exitCode());
  }

  private Path model(String name) throws IOException {
    var folder = Files.createDirectories(home.resolve("conf").resolve("models").resolve(name));
    Files.writeString(folder.resolve("config.json"), "{}");
    return folder;
  }
}
