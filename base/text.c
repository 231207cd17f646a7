/*
 * text.c - columns and lines of a terminal.
 *
 * A character counts as one column: the suite's own texts have no wider ones,
 * and a name from elsewhere that has shifts a column, nothing worse. What is
 * not UTF-8 or would steer a terminal never reaches it.
 */
#include "base/text.h"

#include <stdbool.h>
#include <string.h>

/* Whether a well-formed sequence is still no character: overlong, a surrogate,
 * beyond Unicode, or one of the two that XML forbids. */
static bool no_character(const unsigned char *text)
{
	switch (text[0]) {
	case 0xe0:
		return text[1] < 0xa0;
	case 0xed:
		return text[1] >= 0xa0;
	case 0xef:
		return text[1] == 0xbf && text[2] >= 0xbe;
	case 0xf0:
		return text[1] < 0x90;
	case 0xf4:
		return text[1] >= 0x90;
	default:
		return false;
	}
}

size_t text_character(const char *start)
{
	const unsigned char *text = (const unsigned char *)start;
	static const unsigned char least[] = {0, 0, 0xc2, 0xe0, 0xf0};
	size_t n = *text < 0x80 ? 1 : *text < 0xe0 ? 2 : *text < 0xf0 ? 3 : 4;

	if (*text > 0xf4 || *text < least[n])
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return no_character(text) ? 0 : n;
}

/* Bytes of what takes one column: a character, or a byte that is none. */
static size_t column_bytes(const char *text)
{
	size_t n = text_character(text);

	return n ? n : 1;
}

size_t text_width(const char *text)
{
	size_t n = 0;

	for (; *text; text += column_bytes(text))
		n++;
	return n;
}

size_t text_bytes(const char *text, size_t width)
{
	size_t n = 0;

	for (; width && text[n]; width--)
		n += column_bytes(text + n);
	return n;
}

#define NO_BREAK "\u00a0"

/* Bytes that are no UTF-8 become one '?' each, and so does what a terminal
 * obeys. A no-break space has done its work once lines are broken: then a plain
 * one is easier to search for. */
static void put_plain(FILE *to, const char *text, size_t bytes)
{
	const char *end = text + bytes;

	for (; text < end; text += column_bytes(text)) {
		size_t n = text_character(text);
		bool obeyed = (unsigned char)*text < ' ' || *text == 127;

		if (n == 0 || obeyed)
			fputc('?', to);
		else if (n == 2 && !memcmp(text, NO_BREAK, 2))
			fputc(' ', to);
		else
			fwrite(text, 1, n, to);
	}
}

void text_plain(FILE *to, const char *text, size_t width)
{
	put_plain(to, text, text_bytes(text, width));
}

/* Spaces that text lacks to a width. */
static int missing(const char *text, size_t width)
{
	size_t shown = text_width(text);

	return shown < width ? (int)(width - shown) : 0;
}

void text_left(FILE *to, const char *text, size_t width)
{
	text_plain(to, text, width);
	fprintf(to, "%*s", missing(text, width), "");
}

void text_right(FILE *to, const char *text, size_t width)
{
	fprintf(to, "%*s", missing(text, width), "");
	text_plain(to, text, width);
}

/* Characters of the first n bytes. */
static size_t width_of(const char *text, size_t n)
{
	size_t width = 0;

	for (size_t i = 0; i < n; i += column_bytes(text + i))
		width++;
	return width;
}

void text_wrapped(FILE *to, const char *words, size_t length, size_t width)
{
	const char *end = words + length;
	size_t column = 0;

	while (words < end) {
		const char *space = memchr(words, ' ', (size_t)(end - words));
		size_t n = (size_t)((space ? space : end) - words);
		size_t wide = width_of(words, n);

		if (!column || column + 1 + wide > width) {
			fputs(column ? "\n    " : "  ", to);
			column = column ? 4 : 2;
		} else {
			fputc(' ', to);
			column++;
		}
		put_plain(to, words, n);
		column += wide;
		words += n + (space != NULL);
	}
	fputc('\n', to);
}
