package io.github.thorax4j.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The attributes of a data set or of an item of a sequence; those of a film that was read are
 * without bulk data. Values are kept as they were encoded, in little-endian byte order, and read on
 * demand; what cannot be read as the asked type is absent, never an error. Immutable and
 * thread-safe.
 */
public final class Attributes {

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final int LONGEST_DECIMAL = 64;

  private sealed interface Element {}

  private static final class Value implements Element {
    private final Vr vr;
    private final byte[] bytes;

    private Value(Vr vr, byte[] bytes) {
      this.vr = vr;
      this.bytes = bytes;
    }
  }

  private record Sequence(List<Attributes> items) implements Element {}

  private final SortedMap<Integer, Element> elements;
  private final CharacterSet characters;

  private Attributes(SortedMap<Integer, Element> elements, CharacterSet characters) {
    this.elements = elements;
    this.characters = characters;
  }

  /** No attributes. */
  public static Attributes empty() {
    return builder().build();
  }

  /** Collects a data set. */
  public static Builder builder() {
    return new Builder(CharacterSet.DEFAULT);
  }

  /** The tags, in the order of the standard. */
  public NavigableSet<Integer> tags() {
    NavigableSet<Integer> tags = new TreeSet<>(Integer::compareUnsigned);
    tags.addAll(elements.keySet());
    return Collections.unmodifiableNavigableSet(tags);
  }

  /** Whether the attribute is there, with or without a value. */
  public boolean has(int tag) {
    return elements.containsKey(tag);
  }

  /** The value representation, where the attribute is there. */
  public Optional<Vr> vr(int tag) {
    Element element = elements.get(tag);
    if (element instanceof Value value) {
      return Optional.of(value.vr);
    }
    return element instanceof Sequence ? Optional.of(Vr.SQ) : Optional.empty();
  }

  /** The encoded value in little-endian byte order, a copy; empty if absent or a sequence. */
  public Optional<byte[]> bytes(int tag) {
    return elements.get(tag) instanceof Value value
        ? Optional.of(value.bytes.clone())
        : Optional.empty();
  }

  /** The first value as text without padding; empty if absent, without value or not text. */
  public Optional<String> string(int tag) {
    return strings(tag).stream().findFirst().filter(value -> !value.isEmpty());
  }

  /**
   * All values as text without padding; empty if absent, without value or not text. Values between
   * others may be empty strings.
   */
  public List<String> strings(int tag) {
    if (!(elements.get(tag) instanceof Value value) || !value.vr.text()) {
      return List.of();
    }
    String text = trimmed(characters.decode(value.bytes, value.vr));
    if (text.isEmpty()) {
      return List.of();
    }
    if (!value.vr.multiValued()) {
      return List.of(text);
    }
    List<String> values = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\\'); end >= 0; end = text.indexOf('\\', start)) {
      values.add(trimmed(text.substring(start, end)));
      start = end + 1;
    }
    values.add(trimmed(text.substring(start)));
    return List.copyOf(values);
  }

  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    while (start < end && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return text.substring(start, end);
  }

  /** The first value as an integer; empty if absent or not an integer of 32 bits. */
  public OptionalInt integer(int tag) {
    OptionalDouble value = decimal(tag);
    return value.isPresent() && value.getAsDouble() == (int) value.getAsDouble()
        ? OptionalInt.of((int) value.getAsDouble())
        : OptionalInt.empty();
  }

  /** The first value as a finite number; empty if absent or not a number. */
  public OptionalDouble decimal(int tag) {
    List<Double> values = decimals(tag);
    return values.isEmpty() || values.get(0).isNaN()
        ? OptionalDouble.empty()
        : OptionalDouble.of(values.get(0));
  }

  /**
   * All values as numbers, NaN for those that are not finite numbers; OW and UN are read as
   * unsigned words. Empty if absent.
   */
  public List<Double> decimals(int tag) {
    if (!(elements.get(tag) instanceof Value value)) {
      return List.of();
    }
    if (value.vr.text()) {
      return strings(tag).stream().map(Attributes::parse).toList();
    }
    ByteBuffer in = ByteBuffer.wrap(value.bytes).order(ByteOrder.LITTLE_ENDIAN);
    int size = value.vr == Vr.UN ? 2 : value.vr.wordSize();
    List<Double> numbers = new ArrayList<>();
    while (in.remaining() >= size) {
      double number =
          switch (value.vr) {
            case SS -> in.getShort();
            case SL -> in.getInt();
            case UL, OL -> Integer.toUnsignedLong(in.getInt());
            case SV, UV, OV -> in.getLong();
            case FL, OF -> in.getFloat();
            case FD, OD -> in.getDouble();
            case OB -> in.get() & 0xFF;
            default -> in.getShort() & 0xFFFF;
          };
      numbers.add(Double.isFinite(number) ? number : Double.NaN);
    }
    return List.copyOf(numbers);
  }

  /** A DS or IS (PS3.5 section 6.2), NaN if it is none. */
  private static double parse(String text) {
    if (text.length() > LONGEST_DECIMAL || !DECIMAL.matcher(text).matches()) {
      return Double.NaN;
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /** The items of a sequence; empty if absent or without items. */
  public List<Attributes> items(int tag) {
    return elements.get(tag) instanceof Sequence sequence ? sequence.items : List.of();
  }

  /** The first item of a sequence; empty if absent or without items. */
  public Optional<Attributes> item(int tag) {
    return items(tag).stream().findFirst();
  }

  /** How many attributes there are; no value is shown, for most identify a patient. */
  @Override
  public String toString() {
    return "Attributes[" + elements.size() + "]";
  }

  /** Collects attributes; the first of two with the same tag stays. Not thread-safe. */
  public static final class Builder {

    private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
    private CharacterSet characters;

    private Builder(CharacterSet characters) {
      this.characters = characters;
    }

    /** Collects an item of a sequence of this data set, which inherits its character set. */
    public Builder item() {
      return new Builder(characters);
    }

    /**
     * Adds a value.
     *
     * @param value the encoded value in little-endian byte order; copied
     * @throws IllegalArgumentException if the representation is SQ
     */
    public Builder put(int tag, Vr vr, byte[] value) {
      if (vr == Vr.SQ) {
        throw new IllegalArgumentException("a sequence has items: " + Tag.text(tag));
      }
      boolean first = elements.putIfAbsent(tag, new Value(vr, value.clone())) == null;
      if (first && tag == Tag.SPECIFIC_CHARACTER_SET) {
        characters = CharacterSet.of(new Attributes(elements, CharacterSet.DEFAULT).strings(tag));
      }
      return this;
    }

    /**
     * Adds text in the character set of this data set, so put that attribute first.
     *
     * @param text several values are parted by backslashes; empty for an attribute without value
     * @throws IllegalArgumentException if the representation is not one of text
     */
    public Builder put(int tag, Vr vr, String text) {
      if (!vr.text()) {
        throw new IllegalArgumentException(Tag.text(tag) + " is no text but " + vr);
      }
      return put(tag, vr, characters.encode(text));
    }

    /**
     * Adds an integer; in representations of text its decimal digits.
     *
     * @throws IllegalArgumentException if the representation has no such integers
     */
    public Builder put(int tag, Vr vr, int number) {
      if (vr.text()) {
        return put(tag, vr, Integer.toString(number));
      }
      boolean fits =
          switch (vr) {
            case SS -> number == (short) number;
            case US -> number == (number & 0xFFFF);
            case UL -> number >= 0;
            default -> vr == Vr.SL;
          };
      if (!fits) {
        throw new IllegalArgumentException(Tag.text(tag) + " is " + vr + ", not " + number);
      }
      ByteBuffer out = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      return put(tag, vr, Arrays.copyOf(out.putInt(number).array(), vr.wordSize()));
    }

    /** Adds a sequence of one item. */
    public Builder put(int tag, Attributes item) {
      return put(tag, List.of(item));
    }

    /** Adds a sequence. */
    public Builder put(int tag, List<Attributes> items) {
      elements.putIfAbsent(tag, new Sequence(List.copyOf(items)));
      return this;
    }

    /** The data set. */
    public Attributes build() {
      return new Attributes(Collections.unmodifiableSortedMap(new TreeMap<>(elements)), characters);
    }
  }
}
