package coop.imece.ledger.actor;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import coop.imece.core.Bytes;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What stands inside the frames, as CBOR. The members of the closed sets are told apart by their
 * simple names; no class name crosses the wire.
 */
final class CborCodec {
  private static final ObjectMapper MAPPER = mapper();

  private CborCodec() {}

  static Bytes write(Object value) {
    try {
      return Bytes.own(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("writing " + value, e);
    }
  }

  /**
   * @throws UncheckedIOException when the bytes do not say a {@code type}
   */
  static <T> T read(Bytes bytes, Class<T> type) {
    try {
      return MAPPER.readValue(bytes.array(), type);
    } catch (IOException e) {
      throw new UncheckedIOException("reading a " + type.getSimpleName(), e);
    }
  }

  private static ObjectMapper mapper() {
    var hashes = new SimpleModule();
    hashes.addSerializer(Hash.class, ToStringSerializer.instance);
    hashes.addDeserializer(Hash.class, new HashReader());
    var mapper =
        CBORMapper.builder()
            .addModules(new ParameterNamesModule(), new Jdk8Module(), hashes)
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
    for (var closed : new Class<?>[] {Question.class, Reply.class, LedgerCommand.class}) {
      mapper.addMixIn(closed, ByName.class);
      for (var member : closed.getPermittedSubclasses()) {
        mapper.registerSubtypes(new NamedType(member, member.getSimpleName()));
      }
    }
    return mapper;
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  private interface ByName {}

  private static final class HashReader extends StdDeserializer<Hash> {
    HashReader() {
      super(Hash.class);
    }

    @Override
    public Hash deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return Hash.parseHex(parser.getText());
    }
  }
}
