package coop.imece.gateway.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.core.TokenIds;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelTokenizerTest {
  private static final Path FOLDER = Path.of("src/test/resources/tokenizers/byte-level");

  @Test
  void encodes_the_reference_texts_to_the_reference_ids() throws IOException {
    try (var tokenizer = ModelTokenizer.load(FOLDER)) {
      for (var reference : new ObjectMapper().readTree(FOLDER.resolve("cases.json").toFile())) {
        var ids = new int[reference.get("ids").size()];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = reference.get("ids").get(i).asInt();
        }
        assertEquals(TokenIds.of(ids), tokenizer.encode(reference.get("text").asText()));
      }
    }
  }
}
