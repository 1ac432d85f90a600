package coop.imece.shard.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
  private static final String TEST =
      "{\"test\":{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}";

  @TempDir Path folder;

  @Test
  void a_good_file_tells_where_its_tensors_are() {
    var file = open(TEST, 16);
    assertEquals(8 + TEST.length(), file.dataStart());
    assertEquals(
        new TensorInfo("test", StoredType.I32, List.of(2L, 2L), 0, 16), file.tensors().get("test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}\r \t\n", "\t\n{}\r "})
  void white_space_around_the_header_is_tolerated(String header) {
    assertTrue(open(header, 0).tensors().isEmpty());
  }

  @Test
  void a_tensor_without_elements_is_good() {
    var header = "{\"t\":{\"dtype\":\"I32\",\"shape\":[2,0],\"data_offsets\":[0,0]}}";
    assertEquals(0, open(header, 0).tensors().get("t").bytes());
  }

  @Test
  void metadata_of_strings_is_good() {
    assertTrue(open("{\"__metadata__\":{\"format\":\"pt\"}}", 0).tensors().isEmpty());
  }

  @Test
  void bytes_after_or_missing_from_the_last_tensor_are_refused() {
    assertRefused("the tensors take 16 bytes, the file holds 17", TEST, 17);
    assertRefused("the tensors take 16 bytes, the file holds 14", TEST, 14);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3C00000000FFFFFF|header too large: at most 100000000 bytes are allowed,"
            + " was 18446742974197923900",
        "|header too small: the file needs 8 bytes, has 0",
        "3C00000000000000|invalid header length: 60 bytes in a file of 8",
        "0000000000000000|invalid header length: 0 bytes in a file of 8",
        "0000000000000080|header too large: at most 100000000 bytes are allowed,"
            + " was 9223372036854775808",
        "01E1F50500000000|header too large: at most 100000000 bytes are allowed, was 100000001",
        "0100000000000000FF|the header is not valid UTF-8",
      })
  void a_length_or_text_that_can_not_be_is_refused(String hex, String message) throws IOException {
    var file = folder.resolve("bad.safetensors");
    Files.write(file, HexFormat.of().parseHex(hex == null ? "" : hex));
    var refusal = assertThrows(SafetensorsException.class, () -> SafetensorsFile.open(file));
    assertEquals(file + ": " + message, refusal.getMessage());
  }

  @Test
  void a_header_that_is_not_one_object_is_refused() {
    assertTrue(refusal("{", 0).contains(": the header is not valid JSON: "));
    assertRefused("the header must be START_OBJECT, was START_ARRAY", "[]", 0);
    assertRefused("the header goes on after its closing brace", "{}{}", 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "I32|[2,2]|[0,4]|16|I32 [2, 2] needs 128 bits, data_offsets hold 4 bytes",
        "I32|[2,9223372036854775807]|[0,16]|16|shape [2, 9223372036854775807] overflows",
        "I32|[2,18446744073709551614]|[0,16]|16|shape must be at most 16 whole numbers in"
            + " [0, 2^63), was 18446744073709551614",
        "I32|[2,-2]|[0,16]|16|shape must be at most 16 whole numbers in [0, 2^63), was -2",
        "I32|[2,2.0]|[0,16]|16|shape must be at most 16 whole numbers in [0, 2^63), was 2.0",
        "I32|[2,2]|[16,0]|16|data_offsets must be 0 <= start <= end, was [16, 0]",
        "I32|[2,2]|[0]|16|dtype, shape and two data_offsets are needed",
        "I32|[2,2]|[4,20]|20|must begin at byte 0, where the one before ends, begins at 4",
        "Q9|[2,2]|[0,16]|16|unknown dtype Q9",
      })
  void a_tensor_that_contradicts_itself_is_refused(
      String type, String shape, String offsets, int bytes, String message) {
    var header =
        "{\"t\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(type, shape, offsets);
    assertRefused("tensor t: " + message, header, bytes);
  }

  @Test
  void tensors_on_the_same_bytes_are_refused() {
    var header =
        IntStream.range(0, 10)
            .mapToObj(
                "\"t%d\":{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0,16]}"::formatted)
            .collect(Collectors.joining(",", "{", "}"));
    assertRefused(
        "tensor t1: must begin at byte 16, where the one before ends, begins at 0", header, 16);
  }

  @Test
  void the_same_name_twice_is_refused() {
    var one = TEST.substring(1, TEST.length() - 1);
    assertRefused(
        "the header is not valid JSON: Duplicate field 'test'", "{%s,%s}".formatted(one, one), 16);
    var twice = TEST.replace("\"dtype\":\"I32\"", "\"dtype\":\"I32\",\"dtype\":\"I32\"");
    assertRefused("the header is not valid JSON: Duplicate field 'dtype'", twice, 16);
  }

  @Test
  void metadata_that_is_not_text_is_refused() {
    assertRefused(
        "__metadata__.a must be VALUE_STRING, was VALUE_NUMBER_INT",
        "{\"__metadata__\":{\"a\":1}}",
        0);
  }

  @Test
  void more_tensors_than_any_model_has_are_refused() {
    var header =
        IntStream.rangeClosed(0, HeaderParser.MAX_TENSORS)
            .mapToObj("\"%d\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}"::formatted)
            .collect(Collectors.joining(",", "{", "}"));
    assertRefused("more than 200000 tensors", header, 0);
  }

  @Test
  void a_damaged_header_is_refused_or_still_holds_to_the_rules() throws IOException {
    var seed = 20_261_122L;
    var random = new Random(seed);
    var good = bytes(TEST, 16);
    for (int round = 0; round < 400; round++) {
      var bad = good.clone();
      bad[random.nextInt(good.length)] = (byte) random.nextInt(256);
      var file = Files.write(folder.resolve("damaged.safetensors"), bad);
      try {
        var opened = SafetensorsFile.open(file);
        var total = opened.tensors().values().stream().mapToLong(TensorInfo::bytes).sum();
        assertEquals(bad.length - opened.dataStart(), total, "seed " + seed + " round " + round);
      } catch (SafetensorsException refused) {
        assertTrue(refused.getMessage().startsWith(file.toString()));
      }
    }
  }

  private void assertRefused(String message, String header, int dataBytes) {
    assertEquals(folder.resolve("test.safetensors") + ": " + message, refusal(header, dataBytes));
  }

  private String refusal(String header, int dataBytes) {
    return assertThrows(SafetensorsException.class, () -> open(header, dataBytes)).getMessage();
  }

  private SafetensorsFile open(String header, int dataBytes) {
    try {
      return SafetensorsFile.open(
          Files.write(folder.resolve("test.safetensors"), bytes(header, dataBytes)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String header, int dataBytes) {
    var text = header.getBytes(StandardCharsets.UTF_8);
    var file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
    file.writeBytes(text);
    file.writeBytes(new byte[dataBytes]);
    return file.toByteArray();
  }
}
