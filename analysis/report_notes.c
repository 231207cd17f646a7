/*
 * report_notes.c - what stands around the results: the tally of all places, the
 * machine, how to read the page, and which runs do not count.
 */
#include "analysis/html.h"
#include "analysis/report.h"
#include "analysis/say.h"

#include <math.h>
#include <string.h>

enum { MOST_RUNNERS = 8 };

/* How many places each runner wins, and how many none does. */
struct tally {
	size_t n, places, shared, open, silent;
	struct {
		const char *runner;
		size_t wins;
	} runners[MOST_RUNNERS];
};

static void count_win(struct tally *tally, const char *runner)
{
	size_t i = 0;

	while (i < tally->n && strcmp(tally->runners[i].runner, runner))
		i++;
	if (i == MOST_RUNNERS)
		return;
	if (i == tally->n) {
		tally->n++;
		tally->runners[i].runner = runner;
	}
	tally->runners[i].wins++;
}

static void count_place(const struct analysis *analysis,
			const struct place *place, struct tally *tally)
{
	tally->places++;
	switch (say_standing(analysis, place)) {
	case STANDING_WINNER:
		count_win(tally, place->winner->runner);
		break;
	case STANDING_LEADERS:
	case STANDING_ALIKE:
		tally->shared++;
		break;
	case STANDING_UNDECIDED:
		tally->open++;
		break;
	default:
		tally->silent++;
	}
}

/* Sorts by wins, so that the bar and the sentence start with the most. */
static void sort_tally(struct tally *tally)
{
	for (size_t i = 1; i < tally->n; i++)
		for (size_t k = i;
		     k && tally->runners[k].wins > tally->runners[k - 1].wins;
		     k--) {
			__auto_type swap = tally->runners[k];

			tally->runners[k] = tally->runners[k - 1];
			tally->runners[k - 1] = swap;
		}
}

static void write_part(FILE *to, const char *class, const char *label, size_t n)
{
	if (!n)
		return;
	fputs("<span class=\"", to);
	html_text(to, class);
	fprintf(to, "\" style=\"flex-grow:%zu\" title=\"", n);
	html_text(to, label);
	fprintf(to, ": %zu\"><i>", n);
	html_text(to, label);
	fprintf(to, "</i> %zu</span>", n);
}

static void write_sentence(const struct tally *tally, FILE *to)
{
	fprintf(to,
		"<p class=\"lead\">Of %zu places, each one workload under one "
		"load, ",
		tally->places);
	for (size_t i = 0; i < tally->n; i++) {
		fprintf(to, "%s<b>", i ? ", " : "");
		html_text(to, tally->runners[i].runner);
		fprintf(to, "</b> wins %zu", tally->runners[i].wins);
	}
	if (!tally->n)
		fputs("no runner wins any", to);
	if (tally->shared)
		fprintf(to, "; in %zu the best do not differ", tally->shared);
	if (tally->open)
		fprintf(to, "; %zu the rounds do not settle", tally->open);
	if (tally->silent)
		fprintf(to, "; %zu have too few valid rounds for a verdict",
			tally->silent);
	fputs(".</p>\n", to);
}

void report_tally(const struct analysis *analysis, FILE *to)
{
	struct tally tally = {0};

	for (size_t i = 0; i < analysis->n_experiments; i++) {
		const struct experiment *of = &analysis->experiments[i];

		if (!strcmp(of->figure, "stopwatch"))
			continue;
		for (size_t k = 0; k < of->n_places; k++)
			count_place(analysis, &of->places[k], &tally);
	}
	sort_tally(&tally);
	write_sentence(&tally, to);
	fputs("<div class=\"bar\">", to);
	for (size_t i = 0; i < tally.n; i++)
		write_part(to, tally.runners[i].runner, tally.runners[i].runner,
			   tally.runners[i].wins);
	write_part(to, "shared", "no difference", tally.shared);
	write_part(to, "open", "undecided", tally.open);
	write_part(to, "silent", "no verdict", tally.silent);
	fputs("</div>\n", to);
}

static void write_fact(FILE *to, const char *name, const char *fact)
{
	if (!fact || !*fact)
		return;
	fputs("<div>", to);
	html_element(to, "dt", NULL, name);
	html_element(to, "dd", NULL, fact);
	fputs("</div>\n", to);
}

void report_machine(const struct analysis *analysis, FILE *to)
{
	const struct machine *machine = &analysis->machine;
	char text[128], time[SAY_NUMBER];

	fputs("<section>\n<h2>The machine</h2>\n<dl class=\"facts\">\n", to);
	write_fact(to, "host", machine->host);
	write_fact(to, "processor", machine->cpu);
	snprintf(text, sizeof text, "%u", machine->cpus);
	write_fact(to, "CPUs", machine->cpus ? text : "");
	write_fact(to, "kernel", machine->kernel);
	write_fact(to, "measured", machine->started);
	if (!isnan(machine->harness_ns))
		write_fact(to, "cost of measuring a task",
			   say_time(machine->harness_ns, time));
	if (!isnan(machine->clock_ns))
		write_fact(to, "cost of reading the clock",
			   say_time(machine->clock_ns, time));
	snprintf(text, sizeof text, "%zu, of which %zu do not count",
		 analysis->n_runs, analysis->n_invalid);
	write_fact(to, "runs", text);
	snprintf(text, sizeof text, "%zu", analysis->n_skipped);
	write_fact(to, "unreadable lines", analysis->n_skipped ? text : "");
	fputs("</dl>\n</section>\n", to);
}

void report_reading(FILE *to)
{
	static const char *const terms[][2] = {
		{"contestant",
		 "A way to run tasks, with its size: async is one event loop, "
		 "threads:64 a pool of 64 threads, threads:match a thread per "
		 "task in flight, procs:cores a process per CPU."},
		{"tasks in flight",
		 "How many requests are under way or waiting at once. When one "
		 "ends, the next arrives. Tasks beyond a pool's size wait in "
		 "its queue, and that waiting counts."},
		{"share of compute", "How much of a task is computing; the "
				     "rest is waiting."},
		{"interval",
		 "Every cell was measured in several rounds, each in random "
		 "order. Numbers are medians over rounds; the range beside "
		 "them holds the true median with 95 % confidence, or with "
		 "fewer than 6 rounds is simply the least and the most."},
		{"verdict",
		 "Contestants are compared within rounds. One wins a place if "
		 "it is at least 5 % better than every rival and chance is "
		 "ruled out at 95 %. No difference means: surely less than "
		 "5 %. Undecided means that more rounds are needed. With fewer "
		 "than 6 rounds there is no verdict."},
		{"p50, p99", "Half of all responses, or 99 of 100, were at "
			     "least this "
			     "fast, counted from the moment the task arrived."},
	};

	fputs("<section>\n<h2>How to read this</h2>\n<dl class=\"terms\">\n",
	      to);
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		write_fact(to, terms[i][0], terms[i][1]);
	fputs("</dl>\n</section>\n", to);
}

static const char *first_reason(const struct summary *cell)
{
	for (size_t i = 0; i < cell->n_runs; i++)
		if (!cell->runs[i].valid && cell->runs[i].reason)
			return cell->runs[i].reason;
	return cell->reason ? cell->reason : "no reason given";
}

static void write_invalid(const struct summary *cell, FILE *to)
{
	char text[64];

	fputs("<tr>", to);
	html_element(to, "th", NULL, cell->contestant);
	html_element(to, "td", NULL, cell->experiment);
	html_element(to, "td", NULL, cell->workload);
	html_element(to, "td", NULL, say_whole(cell->concurrency, text));
	snprintf(text, sizeof text, "%zu of %zu", cell->n_runs - cell->n_valid,
		 cell->n_runs);
	html_element(to, "td", NULL, text);
	html_element(to, "td", "reason", first_reason(cell));
	fputs("</tr>\n", to);
}

void report_invalid(const struct analysis *analysis, FILE *to)
{
	if (!analysis->n_invalid)
		return;
	fprintf(to,
		"<section>\n<h2>Runs that do not count</h2>\n"
		"<details%s><summary>%zu of %zu runs</summary>\n"
		"<div class=\"scroll\"><table>\n<thead><tr><th>contestant</th>"
		"<th>experiment</th><th>workload</th><th>tasks in flight</th>"
		"<th>runs</th><th>reason</th></tr></thead>\n<tbody>",
		analysis->n_invalid <= 12 ? " open" : "", analysis->n_invalid,
		analysis->n_runs);
	for (size_t i = 0; i < analysis->n_summaries; i++)
		if (analysis->summaries[i].n_valid <
		    analysis->summaries[i].n_runs)
			write_invalid(&analysis->summaries[i], to);
	fputs("</tbody></table></div></details>\n</section>\n", to);
}
