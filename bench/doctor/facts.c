/*
 * facts.c - adds findings, counts them, tells them as JSON. Text is cut at its
 * room and kept to what a terminal and a parser can bear.
 */
#include "bench/doctor/facts.h"

#include "harness/version.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* These words are keys of the summary in machine.json. */
static const char *const ratings[RATINGS] = {
	[RATING_GOOD] = "good",
	[RATING_CAUTION] = "caution",
	[RATING_BAD] = "bad",
	[RATING_HIDDEN] = "not exposed",
};

void facts_init(struct facts *facts)
{
	*facts = (struct facts){.root = ""};
	facts->folder = access("results", F_OK) == 0 ? "results" : ".";
	if (sched_getaffinity(0, sizeof facts->cpus, &facts->cpus) < 0)
		CPU_ZERO(&facts->cpus);
}

struct finding *facts_add(struct facts *facts, const char *name,
			  const char *unit, const char *if_hidden)
{
	struct finding *finding =
		&facts->findings[facts->n < FACTS_MOST ? facts->n++
						       : FACTS_MOST - 1];

	*finding = (struct finding){
		.topic = facts->topic,
		.name = name,
		.unit = unit,
		.number = NAN,
	};
	finding_value(finding, NAN, "not exposed");
	finding_says(finding, RATING_HIDDEN, "%s", if_hidden);
	return finding;
}

/* Formats, and keeps what a terminal or a parser might stumble over out. */
__attribute__((format(printf, 3, 0))) static void write_text(char *to,
							     size_t size,
							     const char *format,
							     va_list words)
{
	vsnprintf(to, size, format, words);
	for (; *to; to++)
		if (*to < ' ' || *to > '~')
			*to = '?';
}

void finding_value(struct finding *finding, double number, const char *format,
		   ...)
{
	va_list words;

	finding->number = number;
	va_start(words, format);
	write_text(finding->value, FACTS_VALUE, format, words);
	va_end(words);
}

void finding_says(struct finding *finding, enum rating rating,
		  const char *format, ...)
{
	va_list words;

	finding->rating = rating;
	va_start(words, format);
	write_text(finding->means, FACTS_MEANS, format, words);
	va_end(words);
}

void finding_fix(struct finding *finding, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	write_text(finding->fix, FACTS_FIX, format, words);
	va_end(words);
}

enum rating facts_rate(double value, double good, double bad)
{
	return value >= good  ? RATING_GOOD
	       : value >= bad ? RATING_CAUTION
			      : RATING_BAD;
}

const char *facts_rating(enum rating rating)
{
	return ratings[rating];
}

size_t facts_count(const struct facts *facts, enum rating rating)
{
	size_t n = 0;

	for (size_t i = 0; i < facts->n; i++)
		n += facts->findings[i].rating == rating;
	return n;
}

const struct finding *facts_find(const struct facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->n; i++)
		if (strcmp(facts->findings[i].name, name) == 0)
			return &facts->findings[i];
	return NULL;
}

/* An empty text is "none" to programs, as everywhere in the results. */
static json_t *text_or_null(const char *text)
{
	return text && *text ? json_string(text) : json_null();
}

/* JSON has no infinity: no limit is null. */
static json_t *finding_json(const struct finding *finding)
{
	json_t *number = isfinite(finding->number) ? json_real(finding->number)
						   : json_null();

	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:s, s:o, s:o}", "topic",
			 finding->topic, "name", finding->name, "value",
			 finding->value, "number", number, "unit",
			 text_or_null(finding->unit), "verdict",
			 facts_rating(finding->rating), "consequence",
			 text_or_null(finding->means), "fix",
			 text_or_null(finding->fix));
}

json_t *facts_to_json(const struct facts *facts)
{
	json_t *findings = json_array(), *summary = json_object();

	for (size_t i = 0; i < facts->n; i++)
		json_array_append_new(findings,
				      finding_json(&facts->findings[i]));
	for (enum rating r = 0; r < RATINGS; r++)
		json_object_set_new(
			summary, ratings[r],
			json_integer((json_int_t)facts_count(facts, r)));
	return json_pack("{s:s, s:o, s:o}", "avt", AVT_VERSION, "summary",
			 summary, "findings", findings);
}
