#pragma once

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

// An attribute's place is a field behind a pointer that the library frees; said in one go, nobody holds it for longer.
static inline void sheriff_pango_strengthen(PangoAttrList *list, unsigned int start, unsigned int end) {
  PangoAttribute *attribute = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert(list, attribute);
}

static inline void sheriff_pango_mark(PangoAttrList *list, unsigned int start, unsigned int end) {
  PangoAttribute *attribute = pango_attr_foreground_new(0, 0, 0);
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert(list, attribute);
}

// Letters that are drawn as one are found by nobody who searches for the word.
static inline void sheriff_pango_separate(PangoAttrList *list) {
  pango_attr_list_insert(list, pango_attr_font_features_new("liga=0, clig=0"));
}

// The position in the text of what was set together; below zero where a line ends.
static inline int sheriff_pango_run_offset(PangoGlyphItem *run) { return run ? run->item->offset : -1; }
