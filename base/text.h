/*
 * text.h - text by what it looks like: characters, not bytes.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stddef.h>
#include <stdio.h>

/* Bytes of the character that a text starts with; 0 if it is not one that UTF-8
 * and XML know. */
size_t text_character(const char *start);

/* Characters of a UTF-8 text, as many columns on a terminal. */
size_t text_width(const char *text);

/* How many bytes the first `width` characters take. */
size_t text_bytes(const char *text, size_t width);

/* Writes text cut to a width; what a terminal would obey becomes '?'. */
void text_plain(FILE *to, const char *text, size_t width);

/* The same, filled up with spaces after it. */
void text_left(FILE *to, const char *text, size_t width);

/* The same, with the spaces before it. */
void text_right(FILE *to, const char *text, size_t width);

/* Writes words in lines of at most `width` columns, indented by two and from
 * the second line on by four; ends the last line. No line breaks at a no-break
 * space, which is written as a plain one. */
void text_wrapped(FILE *to, const char *words, size_t length, size_t width);

#endif
