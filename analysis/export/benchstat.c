/*
 * benchstat.c - bench.txt, Go's benchmark format, for benchstat: a line per run.
 */
#include "analysis/export/export.h"

#include "base/text.h"

#include <ctype.h>
#include <math.h>

/* Part of a benchmark's name: nothing that would end the name or begin another
 * part. */
static void write_word(const char *word, FILE *to)
{
	for (; *word; word++) {
		bool plain = isgraph((unsigned char)*word) && *word != '/';

		fputc(plain ? *word : '_', to);
	}
}

/* "BenchmarkSleep/contestant=async/…/concurrency=64". Concurrency comes last
 * behind a '=': a name must not end in "-8", which would be a GOMAXPROCS. */
static void write_name(const struct summary *cell, FILE *to)
{
	const char *workload = cell->workload;
	const char first[] = {(char)toupper((unsigned char)*workload), '\0'};

	fputs("Benchmark", to);
	write_word(first, to);
	write_word(*workload ? workload + 1 : "", to);
	fputs("/contestant=", to);
	write_word(cell->contestant, to);
	fputs("/experiment=", to);
	write_word(cell->experiment, to);
	for (size_t i = 0; i < cell->n_params; i++) {
		fputc('/', to);
		write_word(cell->params[i].name, to);
		fputc('=', to);
		write_word(cell->params[i].text, to);
	}
	fprintf(to, "/concurrency=%.0f", cell->concurrency);
}

/* One line. The number of iterations is how many tasks the figures are the mean
 * of; units are those that benchstat scales: it knows "ns" behind a hyphen. */
static void write_run(const struct summary *cell, const struct measured *run,
		      FILE *to)
{
	static const struct {
		enum metric metric;
		const char *unit;
	} more[] = {
		{RESPONSE_P50, "p50-ns"},
		{RESPONSE_P99, "p99-ns"},
		{RESPONSE_P999, "p99.9-ns"},
		{CPU_PER_TASK, "cpu-ns/op"},
		{MEMORY_PER_TASK, "task-bytes"},
		{SWITCHES_PER_TASK, "switches/op"},
	};
	double rate = run->value[THROUGHPUT];
	double tasks = cell->tasks ? (double)cell->tasks
				   : rate * run->value[ELAPSED] / 1e9;

	write_name(cell, to);
	fprintf(to, " %.0f %.10g ns/op", fmax(1, tasks), 1e9 / rate);
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (isfinite(run->value[more[i].metric]))
			fprintf(to, " %.10g %s", run->value[more[i].metric],
				more[i].unit);
	fputc('\n', to);
}

/* Metadata first, as `go test -bench` begins. */
void benchstat_write(const struct analysis *analysis, FILE *to)
{
	fputs("goos: linux\npkg: avt/", to);
	write_word(*analysis->suite ? analysis->suite : "suite", to);
	fputs("\ncpu: ", to);
	text_plain(to, analysis->machine.cpu, 120);
	fputc('\n', to);
	for (size_t i = 0; i < analysis->n_summaries; i++) {
		const struct summary *cell = &analysis->summaries[i];

		for (size_t k = 0; k < cell->n_runs; k++)
			if (export_counts(&cell->runs[k]))
				write_run(cell, &cell->runs[k], to);
	}
}
