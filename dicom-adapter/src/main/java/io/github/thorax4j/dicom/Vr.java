package io.github.thorax4j.dicom;

import java.util.Optional;

/** The value representations of PS3.5 section 6.2. */
public enum Vr {
  /** Application entity. */
  AE(1, false),
  /** Age string. */
  AS(1, false),
  /** Attribute tag. */
  AT(2, false),
  /** Code string. */
  CS(1, false),
  /** Date. */
  DA(1, false),
  /** Decimal string. */
  DS(1, false),
  /** Date and time. */
  DT(1, false),
  /** Floating point, 32 bits. */
  FL(4, false),
  /** Floating point, 64 bits. */
  FD(8, false),
  /** Integer string. */
  IS(1, false),
  /** Long string. */
  LO(1, false),
  /** Long text. */
  LT(1, false),
  /** Bytes. */
  OB(1, true),
  /** Floating point values, 64 bits each. */
  OD(8, true),
  /** Floating point values, 32 bits each. */
  OF(4, true),
  /** Integers, 32 bits each. */
  OL(4, true),
  /** Integers, 64 bits each. */
  OV(8, true),
  /** Integers, 16 bits each. */
  OW(2, true),
  /** Person name. */
  PN(1, false),
  /** Short string. */
  SH(1, false),
  /** Signed, 32 bits. */
  SL(4, false),
  /** Sequence of items. */
  SQ(1, true),
  /** Signed, 16 bits. */
  SS(2, false),
  /** Short text. */
  ST(1, false),
  /** Signed, 64 bits. */
  SV(8, true),
  /** Time. */
  TM(1, false),
  /** Unlimited characters. */
  UC(1, true),
  /** Unique identifier. */
  UI(1, false),
  /** Unsigned, 32 bits. */
  UL(4, false),
  /** Unknown. */
  UN(1, true),
  /** Resource identifier. */
  UR(1, true),
  /** Unsigned, 16 bits. */
  US(2, false),
  /** Unlimited text. */
  UT(1, true),
  /** Unsigned, 64 bits. */
  UV(8, true);

  private final int wordSize;
  private final boolean longForm;

  Vr(int wordSize, boolean longForm) {
    this.wordSize = wordSize;
    this.longForm = longForm;
  }

  /** The bytes of one value that change places with the byte order: 1, 2, 4 or 8. */
  public int wordSize() {
    return wordSize;
  }

  /** Whether explicit encodings write two reserved bytes and a 32-bit length (PS3.5 7.1.2). */
  public boolean longForm() {
    return longForm;
  }

  /** Whether values are characters. */
  public boolean text() {
    return switch (this) {
      case AE, AS, CS, DA, DS, DT, IS, LO, LT, PN, SH, ST, TM, UC, UI, UR, UT -> true;
      default -> false;
    };
  }

  /** Whether a backslash parts two values; in the others it is a character like any other. */
  boolean multiValued() {
    return switch (this) {
      case LT, ST, UR, UT -> false;
      default -> true;
    };
  }

  /** What fills a value up to an even length (PS3.5 section 6.2). */
  public int padding() {
    return text() && this != UI ? ' ' : 0;
  }

  /** Whether Specific Character Set counts (PS3.5 section 6.1.2.3). */
  boolean extended() {
    return switch (this) {
      case LO, LT, PN, SH, ST, UC, UT -> true;
      default -> false;
    };
  }

  /** The representation of two characters, as explicit encodings write them; empty if unknown. */
  public static Optional<Vr> of(int first, int second) {
    for (Vr vr : values()) {
      if (vr.name().charAt(0) == first && vr.name().charAt(1) == second) {
        return Optional.of(vr);
      }
    }
    return Optional.empty();
  }
}
