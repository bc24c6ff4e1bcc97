package io.github.thorax4j.dicom.internal.result;

import io.github.thorax4j.dicom.Attributes;
import io.github.thorax4j.dicom.Tag;
import io.github.thorax4j.dicom.Vr;
import java.util.ArrayList;
import java.util.List;

/** A node of the content tree of a structured report (PS3.3 section C.17.3). Not thread-safe. */
final class ContentItem {

  /** How a node is related to the one above (PS3.3 section C.17.3.2.4). */
  enum Relationship {
    CONTAINS,
    HAS_ACQ_CONTEXT,
    HAS_CONCEPT_MOD,
    HAS_OBS_CONTEXT,
    INFERRED_FROM;

    private String term() {
      return name().replace('_', ' ');
    }
  }

  private final Attributes.Builder attributes = Utf8.item();
  private final List<Attributes> children = new ArrayList<>();

  private ContentItem(String valueType) {
    attributes.put(Tag.VALUE_TYPE, Vr.CS, valueType);
  }

  private ContentItem(String valueType, Code name) {
    this(valueType);
    attributes.put(Tag.CONCEPT_NAME_CODE_SEQUENCE, name.item());
  }

  /** A container whose content no template of its own describes. */
  static ContentItem container(Code name) {
    ContentItem item = new ContentItem("CONTAINER", name);
    item.attributes.put(Tag.CONTINUITY_OF_CONTENT, Vr.CS, "SEPARATE");
    return item;
  }

  /** A container that a template of PS3.16 describes. */
  static ContentItem container(Code name, String template) {
    ContentItem item = container(name);
    item.attributes.put(
        Tag.CONTENT_TEMPLATE_SEQUENCE,
        Utf8.item()
            .put(Tag.MAPPING_RESOURCE, Vr.CS, "DCMR")
            .put(Tag.TEMPLATE_IDENTIFIER, Vr.CS, template)
            .build());
    return item;
  }

  static ContentItem text(Code name, String text) {
    ContentItem item = new ContentItem("TEXT", name);
    item.attributes.put(Tag.TEXT_VALUE, Vr.UT, text);
    return item;
  }

  static ContentItem code(Code name, Code value) {
    ContentItem item = new ContentItem("CODE", name);
    item.attributes.put(Tag.CONCEPT_CODE_SEQUENCE, value.item());
    return item;
  }

  static ContentItem uid(Code name, String uid) {
    ContentItem item = new ContentItem("UIDREF", name);
    item.attributes.put(Tag.UID, Vr.UI, uid);
    return item;
  }

  static ContentItem date(Code name, String date) {
    ContentItem item = new ContentItem("DATE", name);
    item.attributes.put(Tag.DATE, Vr.DA, date);
    return item;
  }

  static ContentItem time(Code name, String time) {
    ContentItem item = new ContentItem("TIME", name);
    item.attributes.put(Tag.TIME, Vr.TM, time);
    return item;
  }

  /**
   * A measured value.
   *
   * @param number a decimal string (DS)
   */
  static ContentItem number(Code name, String number, Code unit) {
    ContentItem item = new ContentItem("NUM", name);
    item.attributes.put(
        Tag.MEASURED_VALUE_SEQUENCE,
        Utf8.item()
            .put(Tag.NUMERIC_VALUE, Vr.DS, number)
            .put(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE, unit.item())
            .build());
    return item;
  }

  /**
   * A reference to an image.
   *
   * @param reference its SOP class and instance
   */
  static ContentItem image(Attributes reference) {
    ContentItem item = new ContentItem("IMAGE");
    item.attributes.put(Tag.REFERENCED_SOP_SEQUENCE, reference);
    return item;
  }

  /** A reference to an image with its purpose. */
  static ContentItem image(Code purpose, Attributes reference) {
    ContentItem item = new ContentItem("IMAGE", purpose);
    item.attributes.put(Tag.REFERENCED_SOP_SEQUENCE, reference);
    return item;
  }

  /** Puts a node below this one, behind those that are there. */
  ContentItem add(Relationship relationship, ContentItem child) {
    child.attributes.put(Tag.RELATIONSHIP_TYPE, Vr.CS, relationship.term());
    children.add(child.build());
    return this;
  }

  /** This node and all below it. */
  Attributes build() {
    if (!children.isEmpty()) {
      attributes.put(Tag.CONTENT_SEQUENCE, children);
    }
    return attributes.build();
  }
}
