/*
 * html.h - the few building blocks of report.html.
 *
 * Text always goes through html_text(), so nothing that a suite, a machine or a
 * run calls itself can become markup. Files are put into the page itself, so
 * that it is one file and opens offline.
 */
#ifndef ANALYSIS_REPORT_HTML_H
#define ANALYSIS_REPORT_HTML_H

#include "analysis/words/statement.h"

#include <stdbool.h>
#include <stdio.h>

/* Writes text so that it shows as it is, also inside a quoted attribute. */
void html_text(FILE *to, const char *text);

/* Writes <tag class="class">text</tag>; no class if it is NULL. The tag and the
 * class are ours, the text may be anything. */
void html_element(FILE *to, const char *tag, const char *class,
		  const char *text);

/* Writes a word on a coloured ground, in a <tag>: a colour never speaks
 * alone. */
void html_badge(FILE *to, const char *tag, const char *class, const char *word);

/* Writes a sentence with its full stop: where it holds, who, by how much, how
 * surely, each marked as what it is. */
void html_statement(FILE *to, const struct statement *statement);

/* Writes an <img> with the SVG file inside. False if it cannot be read; then
 * nothing is written. */
bool html_svg(FILE *to, const char *path, const char *alternative);

#endif
