/*
 * hyperfine.c - cells.json, as hyperfine --export-json writes it.
 *
 * hyperfine knows one number per run, a time: that of the whole batch where
 * there is one, else the time per task, which is 1 / throughput.
 */
#include "analysis/export/export.h"

#include "analysis/read/arena.h"
#include "analysis/verdict/summary.h"
#include "base/sorted.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* Seconds of a run: of its batch, or per task. */
static double seconds(const struct summary *cell, const struct measured *run)
{
	return cell->tasks ? run->value[ELAPSED] / 1e9
			   : 1 / run->value[THROUGHPUT];
}

/* A JSON string, with whatever is no text in it left out. */
static json_t *clean(const char *text)
{
	json_t *string = json_string(text);

	return string ? string : json_string("?");
}

/* A number, or null where there is none: JSON has no NaN. */
static json_t *number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

/* The times of a cell's runs into `to`; returns how many. */
static size_t gather(const struct summary *cell, double *to)
{
	size_t n = 0;

	for (size_t i = 0; i < cell->n_runs; i++)
		if (export_counts(&cell->runs[i]))
			to[n++] = seconds(cell, &cell->runs[i]);
	return n;
}

/* Mean and deviation of a sample; a deviation takes two. */
static void moments(const double *values, size_t n, double *mean,
		    double *deviation)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i];
	*mean = sum / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += (values[i] - *mean) * (values[i] - *mean);
	*deviation = n > 1 ? sqrt(squares / (double)(n - 1)) : NAN;
}

/* As hyperfine has them, every value is a text. */
static json_t *parameters(const struct summary *cell)
{
	json_t *to = json_object();
	char text[32];

	json_object_set_new(to, "experiment", clean(cell->experiment));
	json_object_set_new(to, "workload", clean(cell->workload));
	json_object_set_new(to, "contestant", clean(cell->contestant));
	snprintf(text, sizeof text, "%.0f", cell->concurrency);
	json_object_set_new(to, "concurrency", json_string(text));
	for (size_t i = 0; i < cell->n_params; i++)
		json_object_set_new(to, cell->params[i].name,
				    clean(cell->params[i].text));
	json_object_set_new(to, "time",
			    json_string(cell->tasks ? "batch" : "per task"));
	return to;
}

/* "call threads:64 concurrency=64 delay=5ms". */
static json_t *command(const struct summary *cell)
{
	char text[1024];
	int n = snprintf(text, sizeof text, "%.64s %.64s concurrency=%.0f",
			 cell->workload, cell->contestant, cell->concurrency);

	for (size_t i = 0; i < cell->n_params && n < 800; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, " %.64s=%.64s",
			      cell->params[i].name, cell->params[i].text);
	return clean(text);
}

/* A cell's result; the times are in order of rounds, so they are written
 * before the median sorts them. NULL if no run counts. */
static json_t *result(const struct summary *cell, double *times)
{
	size_t n = gather(cell, times);
	json_t *list = json_array();
	double mean, deviation, median;

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_real(times[i]));
	if (n == 0) {
		json_decref(list);
		return NULL;
	}
	moments(times, n, &mean, &deviation);
	median = sorted_median_of(times, n);
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "command",
			 command(cell), "mean", number(mean), "stddev",
			 number(deviation), "median", number(median), "min",
			 number(times[0]), "max", number(times[n - 1]), "times",
			 list, "parameters", parameters(cell));
}

/* Cells without a run that counts are left out: hyperfine has no word for
 * them. */
void hyperfine_write(const struct analysis *analysis, FILE *to)
{
	struct arena *arena = arena_new();
	double *times = arena_array(arena, summaries_most_runs(analysis),
				    sizeof *times);
	json_t *json = json_object(), *results = json_array();

	for (size_t i = 0; i < analysis->n_summaries; i++) {
		json_t *one = result(&analysis->summaries[i], times);

		if (one)
			json_array_append_new(results, one);
	}
	json_object_set_new(json, "results", results);
	json_dumpf(json, to, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
	fputc('\n', to);
	json_decref(json);
	arena_free(arena);
}
