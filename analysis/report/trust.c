/*
 * trust.c - what holds, and how far the page may be believed: claims and
 * the verdicts that decide them, and the machine box. A colour never speaks
 * alone: there is always a word with it.
 */
#include "analysis/verdict/condition.h"
#include "analysis/verdict/health.h"
#include "analysis/report/html.h"
#include "analysis/report/report.h"
#include "analysis/words/say.h"

#include <string.h>

/* A word on a coloured ground. */
static void write_badge(FILE *to, const char *tag, const char *class,
			const char *word)
{
	fprintf(to, "<%s><span class=\"badge %s\">", tag, class);
	html_text(to, word);
	fprintf(to, "</span></%s>\n", tag);
}

/* The colour of a claim. One that does not hold is nothing bad in itself, but
 * it is what a reader came for. */
static const char *class_of(enum holding holds)
{
	return holds == HOLDS ? "good" : holds == HOLDS_NOT ? "bad" : "unknown";
}

/* "async 1.42x threads:match (...)", and what that was held to. */
static void write_test(const struct claim_test *test, bool several, FILE *to)
{
	char sentence[512] = "no verdict on that", condition[512];

	if (test->verdict)
		verdict_sentence(test->verdict, sentence, sizeof sentence);
	fputs("<p>", to);
	html_text(to, test->experiment->title);
	if (several) {
		fputs(", ", to);
		html_text(to, holding_words[test->holds]);
	}
	fputs(": ", to);
	html_text(to, sentence);
	fputs(". <small>It holds if ", to);
	html_text(to, condition_words(test, condition, sizeof condition));
	fputs(".</small></p>\n", to);
}

/* One test is the claim itself; of several each is named. */
static void write_claim(const struct claim *claim, FILE *to)
{
	fputs("<div class=\"claim\">", to);
	write_badge(to, "div", class_of(claim->holds),
		    holding_words[claim->holds]);
	fputs("<div>", to);
	html_element(to, "h3", NULL, claim->text);
	for (size_t i = 0; i < claim->n_tests; i++)
		write_test(&claim->tests[i], claim->n_tests > 1, to);
	fputs("</div></div>\n", to);
}

/* First of all sections: whoever reads one thing reads this. */
void report_claims(const struct analysis *analysis, FILE *to)
{
	if (!analysis->n_claims)
		return;
	fputs("<section class=\"claims\">\n<h2>What is said, and what holds on "
	      "this machine</h2>\n",
	      to);
	for (size_t i = 0; i < analysis->n_claims; i++)
		write_claim(&analysis->claims[i], to);
	fputs("</section>\n", to);
}

/* Where all is well the last column stays empty, so that what is to be done
 * stands out. */
static void write_health(const struct health *row, FILE *to)
{
	static const char *const classes[] = {
		[GRADE_GOOD] = "good",
		[GRADE_MIND] = "mind",
		[GRADE_BAD] = "bad",
		[GRADE_UNKNOWN] = "unknown",
	};

	fputs("<tr>", to);
	html_element(to, "th", NULL, row->name);
	html_element(to, "td", NULL, row->value);
	write_badge(to, "td", classes[row->grade], grade_words[row->grade]);
	html_element(to, "td", "reason", row->advice);
	fputs("</tr>\n", to);
}

/* What the doctor had seen before anything ran, unless all was well. */
static void write_diagnosis(const struct diagnosis *diagnosis, FILE *to)
{
	bool bad = !strcmp(diagnosis->verdict, "bad");

	if (!bad && strcmp(diagnosis->verdict, "caution"))
		return;
	fputs("<tr>", to);
	html_element(to, "th", NULL, diagnosis->name);
	html_element(to, "td", "reason", diagnosis->value);
	write_badge(to, "td", bad ? "bad" : "mind", bad ? "bad" : "caution");
	fputs("<td class=\"reason\">", to);
	html_text(to, diagnosis->consequence);
	if (*diagnosis->fix) {
		fputs(" <code>", to);
		html_text(to, diagnosis->fix);
		fputs("</code>", to);
	}
	fputs("</td></tr>\n", to);
}

/* Folded: it is long, and was the same before anything was measured. */
/* Folded, since `avt doctor` says it all at any time; only what is not good. */
static void write_diagnoses(const struct machine *machine, FILE *to)
{
	size_t n = 0;

	for (size_t i = 0; i < machine->n_diagnoses; i++)
		n += !strcmp(machine->diagnoses[i].verdict, "bad") ||
		     !strcmp(machine->diagnoses[i].verdict, "caution");
	if (!n)
		return;
	fprintf(to,
		"<details><summary>Suggested fixes (%zu)</summary>\n"
		"<div class=\"scroll\"><table class=\"health\">\n<tbody>",
		n);
	for (size_t i = 0; i < machine->n_diagnoses; i++)
		write_diagnosis(&machine->diagnoses[i], to);
	fputs("</tbody></table></div></details>\n", to);
}

/* What one contestant against itself shows stands first: it sums up all that
 * the table below takes apart. */
void report_health(const struct analysis *analysis, FILE *to)
{
	struct health rows[HEALTH_ROWS];
	char self[256];

	health_check(analysis, rows);
	fputs("<h3 class=\"box\">How well it could measure</h3>\n", to);
	if (*say_self(analysis, self, sizeof self))
		html_element(to, "p", "self", self);
	fputs("<div class=\"scroll\"><table class=\"health\">\n<thead><tr>"
	      "<th>what</th><th>value</th><th></th><th>what to do about it</th>"
	      "</tr></thead>\n<tbody>",
	      to);
	for (size_t i = 0; i < HEALTH_ROWS; i++)
		write_health(&rows[i], to);
	fputs("</tbody></table></div>\n", to);
	write_diagnoses(&analysis->machine, to);
}
