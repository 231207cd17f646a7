/*
 * html.c - escaping, elements, and pictures as base64 data URIs.
 *
 * Everything that came from a suite, a result or the machine passes html_text()
 * on its way into the page. Pictures are <img> and not inline, so that ids and
 * styles of one figure cannot meet those of another, and no script in one would
 * run.
 */
#include "analysis/report/html.h"
#include "base/text.h"

#include <stdint.h>

/* How a character has to be written, or NULL: as it is. */
static const char *escaped(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return (unsigned char)c < ' ' || c == 127 ? " " : NULL;
	}
}

void html_text(FILE *to, const char *text)
{
	while (*text) {
		size_t n = text_character(text);
		const char *instead = n ? escaped(*text) : "\uFFFD";

		if (instead)
			fputs(instead, to);
		else
			fwrite(text, 1, n, to);
		text += n ? n : 1;
	}
}

void html_element(FILE *to, const char *tag, const char *class,
		  const char *text)
{
	if (class)
		fprintf(to, "<%s class=\"%s\">", tag, class);
	else
		fprintf(to, "<%s>", tag);
	html_text(to, text);
	fprintf(to, "</%s>\n", tag);
}

void html_badge(FILE *to, const char *tag, const char *class, const char *word)
{
	fprintf(to, "<%s><span class=\"badge %s\">", tag, class);
	html_text(to, word);
	fprintf(to, "</span></%s>\n", tag);
}

void html_statement(FILE *to, const struct statement *statement)
{
	static const char *const frames[][2] = {
		[PART_TEXT] = {"", ""},
		[PART_WHO] = {"<b>", "</b>"},
		[PART_FACTOR] = {"<b>", "</b>"},
		[PART_WHY] = {", ", ""},
		[PART_INTERVAL] = {" <small>(<span class=\"joined\">",
				   ")</small>"},
	};

	if (*statement->where) {
		fputs("<span class=\"where\">", to);
		html_text(to, statement->where);
		fputs(":</span> ", to);
	}
	for (size_t i = 0; i < statement->n; i++) {
		const struct part *part = &statement->parts[i];

		fputs(frames[part->kind][0], to);
		html_text(to, part->text);
		if (part->kind == PART_INTERVAL)
			fputs("</span>", to);
		fputs(*part->note ? "; " : "", to);
		html_text(to, part->note);
		fputs(frames[part->kind][1], to);
	}
	fputc('.', to);
}

/* Writes up to three bytes as four letters; only the last group may have fewer,
 * which the reading in threes sees to. */
static void base64_group(FILE *to, const unsigned char *bytes, size_t n)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;

	for (size_t i = 0; i < 3; i++)
		bits = bits << 8 | (i < n ? bytes[i] : 0);
	for (size_t i = 0; i < 4; i++)
		fputc(i <= n ? letters[bits >> (18 - 6 * i) & 63] : '=', to);
}

bool html_svg(FILE *to, const char *path, const char *alternative)
{
	FILE *svg = fopen(path, "r");
	unsigned char bytes[3];
	size_t n;

	if (!svg)
		return false;
	fputs("<img alt=\"", to);
	html_text(to, alternative);
	fputs("\" src=\"data:image/svg+xml;base64,", to);
	while ((n = fread(bytes, 1, sizeof bytes, svg)) > 0)
		base64_group(to, bytes, n);
	fputs("\">\n", to);
	fclose(svg);
	return true;
}
