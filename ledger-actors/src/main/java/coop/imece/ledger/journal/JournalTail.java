package coop.imece.ledger.journal;

import coop.imece.core.Bytes;
import coop.imece.log.Entry;
import coop.imece.log.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The newest entries of an embedded journal once more, a line each, in a file that is only appended
 * to. H2 can forget its last commits when its process is killed, even with {@code WRITE_DELAY=0}:
 * seen about once in a hundred kills. So an entry is written here before anyone is told of it, and
 * a start puts back what the database lost. Of one writer; every call blocks for as long as the
 * operating system takes to accept the bytes, which a killed process does not take back.
 */
public final class JournalTail implements AutoCloseable {
  private static final String FILE = "journal.tail";

  /** Then the file becomes the older one of two, and a new one begins. */
  private static final long MAX_BYTES = 8L << 20;

  private final Path file;
  private final Path older;
  private FileChannel channel;

  private JournalTail(Path directory) throws IOException {
    this.file = directory.resolve(FILE);
    this.older = directory.resolve(FILE + ".1");
    this.channel = open();
  }

  /** The tail beside an H2 journal; none for PostgreSQL, whose commits are kept. */
  public static Optional<JournalTail> of(JournalSettings settings, Path directory)
      throws IOException {
    if (settings.kind() != DatabaseKind.H2) {
      return Optional.empty();
    }
    Files.createDirectories(directory);
    return Optional.of(new JournalTail(directory));
  }

  /** Behind the last whole line: a kill may have left half a one. */
  private FileChannel open() throws IOException {
    var opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var bytes = Files.readAllBytes(file);
    var end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    opened.truncate(end).position(end);
    return opened;
  }

  /** Adds entries that are durable as far as the database says. */
  public void append(List<Entry> entries) throws IOException {
    var lines = new ByteArrayOutputStream();
    for (var entry : entries) {
      lines.writeBytes(entry.bytes().array());
      lines.write('\n');
    }
    var buffer = ByteBuffer.wrap(lines.toByteArray());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    if (channel.position() > MAX_BYTES) {
      channel.close();
      Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
      channel = open();
    }
  }

  /**
   * The entries that follow the first {@code size}, in order.
   *
   * @throws MalformedException when a line is no entry, or does not follow the one before it
   */
  public List<Entry> after(long size) throws IOException {
    var found = new ArrayList<Entry>();
    for (var path : List.of(older, file)) {
      if (Files.exists(path)) {
        for (var line : lines(Files.readAllBytes(path))) {
          var entry = Entry.parse(line);
          if (entry.seq() >= size) {
            requireFollows(found, size, entry);
            found.add(entry);
          }
        }
      }
    }
    return found;
  }

  private static void requireFollows(List<Entry> found, long size, Entry entry) {
    if (entry.seq() != size + found.size()) {
      throw new MalformedException(
          "entry %d stands where %d should".formatted(entry.seq(), size + found.size()));
    }
    if (!found.isEmpty()) {
      var before = found.get(found.size() - 1).chainHash();
      if (!entry.prev().equals(before)) {
        throw new MalformedException(
            "entry %d names %s as the one before it, which is %s"
                .formatted(entry.seq(), entry.prev(), before));
      }
    }
  }

  private static List<Bytes> lines(byte[] bytes) {
    var lines = new ArrayList<Bytes>();
    var start = 0;
    for (var at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        lines.add(Bytes.own(Arrays.copyOfRange(bytes, start, at)));
        start = at + 1;
      }
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
