/*
 * scale.c - round ticks: 1, 2 and 5 times a power of ten, of bytes powers of
 * two, thinned out when the range is wide.
 *
 * Ticks are chosen here and not by gnuplot, so that their words are those of the
 * tables (base/format.c) and a logarithmic axis has some even over less than a
 * decade.
 */
#include "analysis/figures/scale.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The least range of a logarithmic axis, so that noise does not fill it. */
#define LEAST_DECADES 0.9

void scale_start(struct scale *scale, bool log, double least, double most)
{
	*scale = (struct scale){.log = log, .least = least, .most = most};
}

double scale_position(const struct scale *scale, double at)
{
	if (!scale->log)
		return (at - scale->least) / (scale->most - scale->least);
	return log(at / scale->least) / log(scale->most / scale->least);
}

/* Ticks beyond the most are left out: better few than one on another. */
static void add(struct scale *scale, double at, const char *text)
{
	struct tick *tick;

	if (scale->n == MOST_TICKS)
		return;
	tick = &scale->ticks[scale->n++];
	tick->at = at;
	snprintf(tick->text, sizeof tick->text, "%s", text);
}

void scale_tick(struct scale *scale, double at, const char *text,
		unsigned width)
{
	const struct tick *last = scale->n ? &scale->ticks[scale->n - 1] : NULL;
	size_t room;

	if (last) {
		room = (strlen(last->text) + strlen(text)) / 2 + 2;
		if ((scale_position(scale, at) -
		     scale_position(scale, last->at)) *
			    width <
		    (double)room)
			return;
	}
	add(scale, at, text);
}

/* Powers of two, for bytes: so many steps apart that ticks do not touch. */
static void add_binary(struct scale *scale, scale_words *words)
{
	double octaves = log2(scale->most / scale->least);
	int apart = octaves < 5 ? 1 : octaves < 11 ? 2 : octaves < 26 ? 4 : 10;
	char text[FORMAT_TEXT];

	for (int p = 0; p < 60; p += apart) {
		double at = ldexp(1, p);

		if (at >= scale->least && at <= scale->most)
			add(scale, at, words(at, text));
	}
}

void scale_log(struct scale *scale, double least, double most,
	       scale_words *words)
{
	static const double steps[] = {1, 2, 5};
	double decades = log10(most / least);
	double missing = fmax(0, LEAST_DECADES - decades) / 2 + 0.04 * decades;
	char text[FORMAT_TEXT];
	int power;

	scale_start(scale, true, least * pow(10, -missing - 0.02),
		    most * pow(10, missing + 0.02));
	if (words == format_bytes) {
		add_binary(scale, words);
		return;
	}
	decades = log10(scale->most / scale->least);
	power = decades > 7 ? 2 : 1;
	for (int p = -7; p < 18; p += power)
		for (int i = 0; i < (decades > 2.4 ? 1 : 3); i++) {
			double at = steps[i] * pow(10, p);

			if (at >= scale->least && at <= scale->most)
				add(scale, at, words(at, text));
		}
}

void scale_linear(struct scale *scale, double most, scale_words *words)
{
	double step = pow(10, floor(log10(most)));
	char text[FORMAT_TEXT];

	if (most / step < 2)
		step /= 5;
	else if (most / step < 5)
		step /= 2;
	scale_start(scale, false, 0, most);
	for (int i = 0; i * step <= most; i++)
		add(scale, i * step, i ? words(i * step, text) : "0");
}
