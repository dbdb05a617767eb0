// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How the protocol's records become JSON: infohashes as 40 hexadecimal digits, metainfo as the
 * base64 of its info dictionary. Fields that a reader does not know are passed over, so that a
 * newer peer may say more. Thread-safe.
 */
public final class Json {
  private static final int DEPTH_MAX = 16;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxDocumentLength(Limits.MESSAGE_BYTES_MAX)
                          .build())
                  .build())
          .addModule(torrentTypes())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  /** The mapper itself, for servers that render and parse by themselves. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException if it is not JSON, or not of this type
   */
  public static <T> T read(String json, Class<T> type) {
    T value;
    try {
      value = MAPPER.readValue(json, type);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not a " + type.getSimpleName() + ": " + rootMessage(e), e);
    }
    if (value == null) {
      throw new IllegalArgumentException("not a " + type.getSimpleName() + ": null");
    }
    return value;
  }

  /** What a record's own check said, rather than where in the document the parser was. */
  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof JacksonException json
        ? json.getOriginalMessage()
        : String.valueOf(root.getMessage());
  }

  private static SimpleModule torrentTypes() {
    return new SimpleModule()
        .addSerializer(InfoHash.class, writer((hash, out) -> out.writeString(hash.toString())))
        .addKeySerializer(InfoHash.class, writer((hash, out) -> out.writeName(hash.toString())))
        .addSerializer(BitMetainfo.class, writer((bit, out) -> out.writeBinary(bit.info())))
        .addDeserializer(InfoHash.class, reader(in -> InfoHash.parse(in.getString())))
        .addDeserializer(BitMetainfo.class, reader(in -> BitMetainfo.parse(in.getBinaryValue())))
        .addKeyDeserializer(
            InfoHash.class,
            new KeyDeserializer() {
              @Override
              public Object deserializeKey(String key, DeserializationContext context) {
                return InfoHash.parse(key);
              }
            });
  }

  private static <T> ValueSerializer<T> writer(BiConsumer<T, JsonGenerator> write) {
    return new ValueSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializationContext context) {
        write.accept(value, out);
      }
    };
  }

  private static <T> ValueDeserializer<T> reader(Function<JsonParser, T> read) {
    return new ValueDeserializer<>() {
      @Override
      public T deserialize(JsonParser in, DeserializationContext context) {
        return read.apply(in);
      }
    };
  }
}
