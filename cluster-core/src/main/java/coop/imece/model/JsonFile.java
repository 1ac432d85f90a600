package coop.imece.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a small JSON object of a model folder, within limits: the folder is not trusted. */
final class JsonFile {
  private static final long MAX_BYTES = 16 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNameLength(512)
                          .maxNumberLength(32)
                          .maxStringLength(1 << 20)
                          .maxDocumentLength(MAX_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonFile() {}

  static JsonNode object(Path file) {
    try {
      var size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new ModelFolderException(
            "%s: a file of at most %d bytes was expected, was %d".formatted(file, MAX_BYTES, size));
      }
      var node = MAPPER.readTree(Files.readAllBytes(file));
      if (!node.isObject()) {
        throw new ModelFolderException(file + ": a JSON object was expected");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new ModelFolderException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelFolderException(file + ": could not be read: " + e, e);
    }
  }
}
