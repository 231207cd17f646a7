/*
 * slo.c - how many arrivals a second a contestant takes before a percentile of
 * its response breaks a slo: says what hunt.c has found.
 */
#include "cli/slo.h"

#include "cli/cli.h"
#include "cli/hunt.h"
#include "base/format.h"

#include <stdio.h>

/* "mixed, at most 1000 in flight: " where there are several to tell apart. */
static void write_point(const struct hunt *hunt, char to[2 * CELL_NAME])
{
	*to = '\0';
	if (hunt->request->n_workloads > 1 ||
	    hunt->request->n_concurrencies > 1)
		snprintf(to, (size_t)2 * CELL_NAME,
			 "%s, at most %u in flight: ", hunt->cell->workload,
			 hunt->cell->concurrency);
}

/* Says that nothing holds, and why as far as it is known. */
static void say_none(const struct hunt *hunt, const char *point,
		     const char *most)
{
	char least[FORMAT_TEXT];
	const struct slo *slo = &hunt->request->slo;
	const char *contestant = hunt->cell->contestant.text;

	if (hunt_is_hopeless(hunt))
		cli_say("%sno rate keeps %s of %s under %s: a task alone takes "
			"%s",
			point, slo->name, contestant, most,
			format_time(hunt->alone_ns, least));
	else
		cli_say("%sno rate from %s on keeps %s of %s under "
			"%s%s%s; a longer -d looks further down",
			point, format_rate(hunt->search.least, least),
			slo->name, contestant, most, *hunt->why ? ": " : "",
			hunt->why);
}

/* The sentence. */
static void say_found(const struct hunt *hunt, double found)
{
	char point[2 * CELL_NAME], most[FORMAT_TEXT], rate[FORMAT_TEXT];

	write_point(hunt, point);
	format_time((double)hunt->request->slo.most_ns, most);
	if (found == 0) {
		say_none(hunt, point, most);
		return;
	}
	printf("%s%s keeps %s under %s up to %s (%u of %d)", point,
	       hunt->cell->contestant.text, hunt->request->slo.name, most,
	       format_rate(found, rate), hunt->search.confirmed,
	       SEARCH_CONFIRMS);
	if (*hunt->why)
		printf("; above it runs are not valid: %s", hunt->why);
	putchar('\n');
}

/* The same as a line of JSON. */
static void print_json(const struct hunt *hunt, double found)
{
	json_t *line = json_object();
	const struct slo *slo = &hunt->request->slo;

	cell_to_json(hunt->cell, line);
	/* Its id would be that of the closed cell, which no run here has. */
	json_object_del(line, "cell");
	json_object_set_new(
		line, "arrivals",
		json_string(arrivals_words[hunt->request->searched]));
	json_object_set_new(line, "slo",
			    json_pack("{s:s, s:I}", "percentile", slo->name,
				      "most_ns", (json_int_t)slo->most_ns));
	json_object_set_new(line, "rate",
			    found > 0 ? json_real(found) : json_null());
	json_object_set_new(line, "confirmed",
			    json_integer(hunt->search.confirmed));
	json_object_set(line, "runs", hunt->tried);
	json_dumpf(line, stdout, JSON_COMPACT | JSON_REAL_PRECISION(12));
	putchar('\n');
	json_decref(line);
}

int slo_run(const struct request *request, double calibration)
{
	int status = CLI_FINE;

	for (unsigned i = 0; i < request->n_cells; i++) {
		struct hunt hunt = {.request = request,
				    .cell = &request->cells[i],
				    .calibration = calibration,
				    .tried = json_array()};
		bool whole;
		double found;

		progress_start(&hunt.bar);
		whole = hunt_rate(&hunt);
		found = search_found(&hunt.search);
		if (whole && request->json)
			print_json(&hunt, found);
		if (whole && (!request->json || found == 0))
			say_found(&hunt, found);
		json_decref(hunt.tried);
		if (!whole)
			return CLI_INTERRUPTED;
		/* Each answer is out before the next search begins: it may
		 * take minutes. */
		if (found == 0 || !cli_flush())
			status = CLI_INVALID;
	}
	return status;
}
