/*
 * slo.c - reads an SLO.
 */
#include "bench/suite/slo.h"

#include "harness/record/clock.h"
#include "base/units.h"

#include <stdio.h>
#include <string.h>

/* The longest time that an SLO can name: what the histogram holds. */
#define MOST_NS (3600 * S)

/* A percentile with fewer tasks than this beyond it is not printed. */
enum { TASKS_BEYOND = 10 };

static const struct {
	const char *name;
	double p;
} levels[] = {{"p50", .5}, {"p90", .9}, {"p99", .99}, {"p999", .999}};

enum { LEVELS = sizeof levels / sizeof *levels };

/* Finds the percentile that the text begins with, up to its '='. */
static bool read_level(const char *text, struct slo *slo,
		       char error[CELL_ERROR])
{
	const char *names[LEVELS];
	char word[CELL_NAME];

	snprintf(word, sizeof word, "%.*s", (int)strcspn(text, "="), text);
	for (size_t i = 0; i < LEVELS; i++) {
		names[i] = levels[i].name;
		if (strcmp(word, levels[i].name) != 0)
			continue;
		snprintf(slo->name, sizeof slo->name, "%s", levels[i].name);
		slo->p = levels[i].p;
		return true;
	}
	return cell_unknown(error, "percentile", word, names, LEVELS);
}

bool slo_parse(const char *text, struct slo *slo, char error[CELL_ERROR])
{
	const char *time = strchr(text, '=');
	char most[UNIT_TEXT];

	if (!time || time == text || !time[1])
		return cell_error(error,
				  "'%.40s' is not an SLO: write a "
				  "percentile and a time, such as p99=10ms",
				  text);
	if (!read_level(text, slo, error))
		return false;
	if (!unit_parse(PARAM_DURATION, time + 1, &slo->most_ns))
		return cell_error(error, "'%.40s' in '%.60s' is not %s",
				  time + 1, text, unit_example(PARAM_DURATION));
	if (slo->most_ns < 1 || slo->most_ns > MOST_NS)
		return cell_error(error,
				  "'%.40s' in '%.60s' is out of range: above 0 "
				  "to %s",
				  time + 1, text,
				  unit_format(PARAM_DURATION, MOST_NS, most));
	return true;
}

char *slo_metric(const struct slo *slo, char to[CELL_NAME])
{
	snprintf(to, CELL_NAME, "response_%s", slo->name);
	return to;
}

double slo_tasks(const struct slo *slo)
{
	return TASKS_BEYOND / (1 - slo->p);
}
