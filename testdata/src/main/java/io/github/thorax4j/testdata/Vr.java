package io.github.thorax4j.testdata;

/** A DICOM value representation (PS3.5 section 6.2). */
public enum Vr {
  /** Application Entity. */
  AE,
  /** Age String. */
  AS,
  /** Attribute Tag. */
  AT(Form.SHORT, 2),
  /** Code String. */
  CS,
  /** Date. */
  DA,
  /** Decimal String. */
  DS,
  /** Date Time. */
  DT,
  /** Floating Point Single. */
  FL(Form.SHORT, 4),
  /** Floating Point Double. */
  FD(Form.SHORT, 8),
  /** Integer String. */
  IS,
  /** Long String. */
  LO,
  /** Long Text. */
  LT,
  /** Other Byte. */
  OB(Form.LONG, 1),
  /** Other Double. */
  OD(Form.LONG, 8),
  /** Other Float. */
  OF(Form.LONG, 4),
  /** Other Long. */
  OL(Form.LONG, 4),
  /** Other 64-bit Very Long. */
  OV(Form.LONG, 8),
  /** Other Word. */
  OW(Form.LONG, 2),
  /** Person Name. */
  PN,
  /** Short String. */
  SH,
  /** Signed Long. */
  SL(Form.SHORT, 4),
  /** Sequence of Items. */
  SQ(Form.LONG, 1),
  /** Signed Short. */
  SS(Form.SHORT, 2),
  /** Short Text. */
  ST,
  /** Signed 64-bit Very Long. */
  SV(Form.LONG, 8),
  /** Time. */
  TM,
  /** Unlimited Characters. */
  UC(Form.LONG, 1),
  /** Unique Identifier. */
  UI,
  /** Unsigned Long. */
  UL(Form.SHORT, 4),
  /** Unknown. */
  UN(Form.LONG, 1),
  /** Universal Resource Identifier. */
  UR(Form.LONG, 1),
  /** Unsigned Short. */
  US(Form.SHORT, 2),
  /** Unlimited Text. */
  UT(Form.LONG, 1),
  /** Unsigned 64-bit Very Long. */
  UV(Form.LONG, 8);

  private enum Form {
    SHORT,
    LONG
  }

  private final Form form;
  private final int unit;

  Vr() {
    this(Form.SHORT, 1);
  }

  Vr(Form form, int unit) {
    this.form = form;
    this.unit = unit;
  }

  /**
   * Whether explicit headers have two reserved bytes and a length of four (PS3.5 section 7.1.2).
   */
  boolean longForm() {
    return form == Form.LONG;
  }

  /** Bytes of one binary value, the unit of byte swapping; 1 for text and bytes. */
  int unit() {
    return unit;
  }

  /** Whether values are binary numbers or bytes rather than text. */
  boolean binary() {
    return switch (this) {
      case AT, FL, FD, OB, OD, OF, OL, OV, OW, SL, SS, SV, UL, UN, US, UV -> true;
      default -> false;
    };
  }

  /** What fills a value up to an even length. */
  byte padding() {
    return switch (this) {
      case UI, OB, UN, SQ -> 0;
      default -> (byte) (unit == 1 ? ' ' : 0);
    };
  }
}
