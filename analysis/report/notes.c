/*
 * notes.c - what stands around the results: the tally of all points, the
 * machine, and how to read the page.
 */
#include "analysis/report/html.h"
#include "analysis/report/report.h"
#include "analysis/words/say.h"

#include <math.h>
#include <string.h>

/* Twice as many as there are; the bar has no room for more. */
enum { MOST_RUNNERS = 8 };

/* How many points each runner wins, and how many none does. */
struct tally {
	size_t n, points, shared, open, silent;
	struct {
		const char *runner, *colour;
		size_t wins;
	} runners[MOST_RUNNERS];
};

/* By runner and not by contestant: the question is about models. */
static void count_win(struct tally *tally, const struct summary *winner)
{
	size_t i = 0;

	while (i < tally->n && strcmp(tally->runners[i].runner, winner->runner))
		i++;
	if (i == MOST_RUNNERS)
		return;
	if (i == tally->n) {
		tally->n++;
		tally->runners[i].runner = winner->runner;
		tally->runners[i].colour = winner->model.colour;
	}
	tally->runners[i].wins++;
}

/* Whether those who lead a point are surely equal: two that the rounds merely
 * cannot tell apart are no tie. */
static bool level(const struct analysis *analysis, const struct point *point)
{
	const struct summary *leaders[MOST_CELLS];
	size_t n = say_leaders(analysis, point, leaders, MOST_CELLS);

	return say_all_pairs(analysis, leaders, n, NO_DIFFERENCE);
}

/* Points without a verdict are counted, lest wins look more common. */
static void count_point(const struct analysis *analysis,
			const struct point *point, struct tally *tally)
{
	tally->points++;
	switch (say_standing(analysis, point)) {
	case STANDING_WINNER:
		count_win(tally, point->winner);
		break;
	case STANDING_LEADERS:
		tally->shared += level(analysis, point);
		tally->open += !level(analysis, point);
		break;
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

/* Its width is its share; a part of none would still have a border. The class
 * is "c" and a colour, or a word of ours. */
static void write_part(FILE *to, const char *c, const char *class,
		       const char *label, size_t n)
{
	if (!n)
		return;
	fprintf(to, "<span class=\"%s%s\" style=\"flex-grow:%zu\" title=\"", c,
		class, n);
	html_text(to, label);
	fprintf(to, ": %zu\"><i>", n);
	html_text(to, label);
	fprintf(to, "</i> %zu</span>", n);
}

/* The same numbers as the bar, for those who cannot see it. */
static void write_sentence(const struct tally *tally, FILE *to)
{
	fprintf(to,
		"<p class=\"lead\">Of %zu points, each one workload under one "
		"load, ",
		tally->points);
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

		/* Neither compares models under a load. */
		if (!strcmp(of->figure, "stopwatch") || say_is_self(of))
			continue;
		for (size_t k = 0; k < of->n_points; k++)
			count_point(analysis, &of->points[k], &tally);
	}
	sort_tally(&tally);
	write_sentence(&tally, to);
	fputs("<div class=\"bar\">", to);
	for (size_t i = 0; i < tally.n; i++)
		write_part(to, "c", tally.runners[i].colour + 1,
			   tally.runners[i].runner, tally.runners[i].wins);
	write_part(to, "", "shared", "no difference", tally.shared);
	write_part(to, "", "open", "undecided", tally.open);
	write_part(to, "", "silent", "no verdict", tally.silent);
	fputs("</div>\n", to);
}

/* What the machine did not tell is left out here; avt doctor lists it. */
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
	char text[128];

	fputs("<section>\n<h2>The machine</h2>\n<dl class=\"facts\">\n", to);
	write_fact(to, "host", machine->host);
	write_fact(to, "processor", machine->cpu);
	snprintf(text, sizeof text, "%u", machine->cpus);
	write_fact(to, "CPUs", machine->cpus ? text : "");
	write_fact(to, "kernel", machine->kernel);
	write_fact(to, "measured", machine->started);
	snprintf(text, sizeof text, "%zu, of which %zu do not count",
		 analysis->n_runs, analysis->n_invalid);
	write_fact(to, "runs", text);
	snprintf(text, sizeof text, "%zu", analysis->n_skipped);
	/* Only where there are any: a zero would just raise a question. */
	write_fact(to, "unreadable lines", analysis->n_skipped ? text : "");
	fputs("</dl>\n", to);
	report_health(analysis, to);
	fputs("</section>\n", to);
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
		{"compute fraction", "How much of a task is computing; the "
				     "rest is waiting."},
		{"interval",
		 "Every cell was measured in several rounds, each in random "
		 "order. Numbers are medians over rounds; the range beside "
		 "them holds the true median with 95 % confidence, or with "
		 "fewer than 6 rounds is simply the least and the most."},
		{"verdict",
		 "Contestants are compared within rounds. One wins a point if "
		 "it is at least 5 % better than every rival and chance is "
		 "ruled out at 95 %. No difference means: surely less than "
		 "5 %. Undecided means that more rounds are needed. With fewer "
		 "than 6 rounds there is no verdict."},
		{"hatched",
		 "A contestant without a valid run at that point, and the gate "
		 "that stopped it: overload, for example, when more arrived "
		 "than could be done. It is never a tie or a win."},
		{"noisy",
		 "A round in which the machine was not itself, by its own "
		 "account or by the time of a fixed piece of work. The worst "
		 "are left out, at most 3 in 10; a verdict that is another "
		 "with them is inconclusive (noise)."},
		{"limited by",
		 "What a contestant could not get more of: CPU time, workers "
		 "in its pool, or nothing, because its tasks only wait."},
		{"open load",
		 "Tasks arrive by a schedule made beforehand, whether or not "
		 "the ones before are done; a response counts from the moment "
		 "the task was meant to arrive. A load of 70 % is 70 % of "
		 "what that contestant itself can do."},
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
