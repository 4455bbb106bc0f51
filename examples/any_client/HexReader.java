import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.tools.api.RecordReader;

/**
 * Lets Kafka's console producer send bytes: a record a line, KEY, a tab, and the value as hex.
 * Its own reader takes text alone, and an envelope begins with a line feed.
 */
public final class HexReader implements RecordReader {
  private String topic;

  @Override
  public void configure(Map<String, ?> settings) {
    topic = settings.get("topic").toString();
  }

  @Override
  public Iterator<ProducerRecord<byte[], byte[]>> readRecords(InputStream input) {
    return new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))
        .lines().map(this::record).iterator();
  }

  private ProducerRecord<byte[], byte[]> record(String line) {
    String[] parts = line.split("\t");
    byte[] key = parts[0].getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, key, HexFormat.of().parseHex(parts[1]));
  }
}
