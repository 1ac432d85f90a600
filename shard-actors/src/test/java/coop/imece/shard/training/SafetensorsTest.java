package coop.imece.shard.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void values_are_rounded_to_the_nearest_and_ties_to_even() {
    assertEquals(0x3f80, Safetensors.bf16(1f) & 0xffff);
    assertEquals(0x3f80, Safetensors.bf16(Float.intBitsToFloat(0x3f808000)) & 0xffff);
    assertEquals(0x3f82, Safetensors.bf16(Float.intBitsToFloat(0x3f818000)) & 0xffff);
    assertEquals(0x3f81, Safetensors.bf16(Float.intBitsToFloat(0x3f808001)) & 0xffff);
    assertEquals(0xbf80, Safetensors.bf16(-1f) & 0xffff);
  }

  @Test
  void the_header_says_where_each_tensor_stands() throws Exception {
    var shapes = new LinkedHashMap<String, Shape>();
    shapes.put("a", new Shape(2, 2));
    shapes.put("b", new Shape(1));
    var file = folder.resolve("model.safetensors");
    Safetensors.writeBf16(shapes, new float[] {1, 2, 3, 4, 5}, file);

    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    var length = (int) bytes.getLong();
    assertEquals(0, length % 8);
    var header = new ObjectMapper().readTree(bytes.array(), 8, length);
    assertEquals(
        "{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[0,8]}", header.get("a").toString());
    assertEquals(
        "{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[8,10]}", header.get("b").toString());
    assertEquals(8 + length + 10, bytes.capacity());
    assertEquals(Safetensors.bf16(5), bytes.getShort(8 + length + 8));
  }
}
