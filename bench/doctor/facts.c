/*
 * facts.c - a list of findings, filled by its parts in the order in which a
 * person reads them, and told as JSON.
 */
#include "bench/doctor/facts.h"

#include "bench/doctor/parts.h"
#include "harness/version.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* These words are keys of the summary: results of old sessions have them. */
static const char *const ratings[RATINGS] = {
	[RATING_GOOD] = "good",
	[RATING_MIND] = "mind",
	[RATING_BAD] = "bad",
	[RATING_HIDDEN] = "not exposed",
};

const char *facts_rating(enum rating rating)
{
	return ratings[rating];
}

struct finding *facts_add(struct facts *facts, const char *name,
			  const char *unit)
{
	struct finding *finding =
		&facts->findings[facts->n < FACTS_MOST ? facts->n++
						       : FACTS_MOST - 1];

	*finding = (struct finding){
		.topic = facts->topic,
		.name = name,
		.unit = unit,
		.number = NAN,
		.rating = RATING_HIDDEN,
	};
	snprintf(finding->value, FACTS_VALUE, "not exposed");
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

void finding_mend(struct finding *finding, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	write_text(finding->mend, FACTS_MEND, format, words);
	va_end(words);
}

void facts_gather(struct facts *facts)
{
	struct ticks before, after;

	/* The ticks are read around the sleeps: the only time in which this
	 * process leaves the CPUs to others. */
	facts_cpus(facts);
	facts_kernel(facts);
	facts_clock_source(facts);
	facts_clock(facts);
	ticks_read(facts->root, &before);
	facts_sleep(facts);
	ticks_read(facts->root, &after);
	facts_wake(facts);
	facts_load_between(facts, &before, &after);
	facts_load(facts);
	facts_limits(facts);
	facts_memory(facts);
	facts_tools(facts);
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

/* The names of the fields are those of docs/doctor.md. JSON has no infinity: no
 * limit is null. */
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
			 text_or_null(finding->mend));
}

json_t *facts_as_json(const struct facts *facts)
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

void facts_init(struct facts *facts)
{
	*facts = (struct facts){.root = ""};
	facts->folder = access("results", F_OK) == 0 ? "results" : ".";
	if (sched_getaffinity(0, sizeof facts->cpus, &facts->cpus) < 0)
		CPU_ZERO(&facts->cpus);
}

json_t *facts_to_json(const char *folder)
{
	struct facts *facts = malloc(sizeof *facts);
	json_t *json;

	if (!facts)
		return json_null();
	facts_init(facts);
	if (folder)
		facts->folder = folder;
	facts_gather(facts);
	json = facts_as_json(facts);
	free(facts);
	return json;
}
