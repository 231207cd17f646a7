/*
 * answers.c - what the page says in words: who wins how often, which claims
 * hold, and the answer to each question. Whoever reads no further has what was
 * asked for.
 */
#include "analysis/report/html.h"
#include "analysis/report/report.h"
#include "analysis/verdict/condition.h"
#include "analysis/verdict/experiment.h"
#include "analysis/verdict/metrics.h"
#include "analysis/verdict/standing.h"
#include "analysis/words/answer.h"
#include "analysis/words/point.h"

#include <string.h>

/* Twice as many as there are; the bar has no room for more. */
enum { MOST_RUNNERS = 8 };

/* How many points each runner wins, and how many none does. */
struct tally {
	bool speed; /* all are about speed */
	size_t n, points, tied, open, silent;
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

/* Points without a verdict are counted, lest wins look more common. */
static void count_point(const struct analysis *analysis,
			const struct point *point, struct tally *tally)
{
	const struct summary *leaders[MOST_CELLS];
	bool tied;

	tally->points++;
	switch (standing_of(analysis, point)) {
	case STANDING_WINNER:
		count_win(tally, point->winner);
		break;
	case STANDING_LEADERS:
		tied = standing_tied(
			analysis, leaders,
			standing_leaders(analysis, point, leaders, MOST_CELLS));
		tally->tied += tied;
		tally->open += !tied;
		break;
	case STANDING_TIED:
		tally->tied++;
		break;
	case STANDING_INCONCLUSIVE:
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

/* "18 ties" or "1 tie". */
static void add_count(struct statement *to, size_t n, const char *one,
		      const char *many)
{
	if (n)
		statement_text(to, "; %zu %s", n, n == 1 ? one : many);
}

/* The same numbers as the bar, for those who cannot see it: "43 comparisons
 * (one workload at one load each): threads fastest in 9, async in 7; 18 ties; 8
 * inconclusive". */
static void describe_tally(const struct tally *tally, struct statement *to)
{
	statement_text(to,
		       "%zu comparison%s (one workload at one "
		       "load%s): ",
		       tally->points, tally->points == 1 ? "" : "s",
		       tally->points == 1 ? "" : " each");
	for (size_t i = 0; i < tally->n; i++) {
		statement_text(to, i ? ", " : "");
		statement_part(to, PART_WHO, tally->runners[i].runner);
		statement_text(to, "%s in\u00a0%zu",
			       i              ? ""
			       : tally->speed ? " fastest"
					      : " ahead",
			       tally->runners[i].wins);
	}
	if (!tally->n)
		statement_text(to, "no runner is ahead in any");
	add_count(to, tally->tied, "tie", "ties");
	add_count(to, tally->open, "inconclusive", "inconclusive");
	add_count(to, tally->silent, "without a verdict", "without a verdict");
}

void report_tally(const struct analysis *analysis, FILE *to)
{
	struct statements lead = {.arena = arena_new()};
	struct tally tally = {.speed = true};

	for (size_t i = 0; i < analysis->n_experiments; i++) {
		const struct experiment *of = &analysis->experiments[i];

		/* Neither compares models under a load. */
		if (!strcmp(of->figure, "stopwatch") || experiment_is_self(of))
			continue;
		tally.speed &= metric_is_speed(of->primary);
		for (size_t k = 0; k < of->n_points; k++)
			count_point(analysis, &of->points[k], &tally);
	}
	sort_tally(&tally);
	describe_tally(&tally, statements_add(&lead, ""));
	fputs("<p class=\"lead\">", to);
	html_statement(to, lead.all);
	fputs("</p>\n<div class=\"bar\">", to);
	for (size_t i = 0; i < tally.n; i++)
		write_part(to, "c", tally.runners[i].colour + 1,
			   tally.runners[i].runner, tally.runners[i].wins);
	write_part(to, "", "shared", "ties", tally.tied);
	write_part(to, "", "open", "inconclusive", tally.open);
	write_part(to, "", "silent", "no verdict", tally.silent);
	fputs("</div>\n", to);
	arena_free(lead.arena);
}

/* The colour of a claim. One that does not hold is nothing bad in itself, but
 * it is what a reader came for. */
static const char *class_of(enum holding holds)
{
	return holds == HOLDS ? "good" : holds == HOLDS_NOT ? "bad" : "unknown";
}

/* The verdict that decides, and what it was held to. */
static void write_test(const struct claim_test *test, bool several, FILE *to)
{
	struct statements one = {.arena = arena_new()};
	char where[POINT_NAME], condition[512];
	struct statement *evidence;

	snprintf(where, sizeof where, "%.200s%s%s%s", test->experiment->title,
		 several ? " (" : "", several ? holding_words[test->holds] : "",
		 several ? ")" : "");
	evidence = statements_add(&one, where);
	if (test->verdict)
		point_verdict(test->verdict, evidence);
	else
		statement_text(evidence, "no verdict");
	fputs("<p>", to);
	html_statement(to, evidence);
	fputs(" <small>Test: ", to);
	html_text(to, condition_words(test, condition, sizeof condition));
	fputs(".</small></p>\n", to);
	arena_free(one.arena);
}

/* One test is the claim itself; of several each is named. */
static void write_claim(const struct claim *claim, FILE *to)
{
	fputs("<div class=\"claim\">", to);
	html_badge(to, "div", class_of(claim->holds),
		   holding_words[claim->holds]);
	fputs("<div>", to);
	html_element(to, "h3", NULL, claim->text);
	for (size_t i = 0; i < claim->n_tests; i++)
		write_test(&claim->tests[i], claim->n_tests > 1, to);
	fputs("</div></div>\n", to);
}

void report_claims(const struct analysis *analysis, FILE *to)
{
	if (!analysis->n_claims)
		return;
	fputs("<section class=\"claims\">\n"
	      "<h2>Common claims, tested on this machine</h2>\n",
	      to);
	for (size_t i = 0; i < analysis->n_claims; i++)
		write_claim(&analysis->claims[i], to);
	fputs("</section>\n", to);
}

/* One question to the left, its answer to the right. */
static void write_answer(const struct analysis *analysis,
			 const struct experiment *experiment, FILE *to)
{
	struct statements answer = {.arena = arena_new()};
	const char *question = experiment->question;

	answer_make(analysis, experiment, &answer);
	if (!answer.n)
		statement_text(statements_add(&answer, ""), "There is nothing "
							    "to compare");
	fputs("<article>\n", to);
	html_element(to, "h3", NULL, *question ? question : experiment->title);
	fputs("<ul>\n", to);
	for (size_t i = 0; i < answer.n; i++) {
		fputs(answer.all[i].detail ? "<li class=\"quiet\">" : "<li>",
		      to);
		html_statement(to, &answer.all[i]);
		fputs("</li>\n", to);
	}
	fputs("</ul>\n</article>\n", to);
	arena_free(answer.arena);
}

void report_answers(const struct analysis *analysis, FILE *to)
{
	fputs("<section class=\"answers\">\n<h2>The answers</h2>\n", to);
	for (size_t i = 0; i < analysis->n_experiments; i++)
		write_answer(analysis, &analysis->experiments[i], to);
	fputs("</section>\n", to);
}
