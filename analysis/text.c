/*
 * text.c - columns and lines of a terminal.
 */
#include "analysis/text.h"

#include <string.h>

size_t text_width(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

size_t text_bytes(const char *text, size_t width)
{
	size_t n = 0, shown = 0;

	for (; text[n]; n++) {
		shown += ((unsigned char)text[n] & 0xc0) != 0x80;
		if (shown > width)
			break;
	}
	return n;
}

static void put_plain(FILE *to, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fputc((unsigned char)text[i] < ' ' || text[i] == 127 ? '?'
								     : text[i],
		      to);
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

	for (size_t i = 0; i < n; i++)
		width += ((unsigned char)text[i] & 0xc0) != 0x80;
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
