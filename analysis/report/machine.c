/*
 * machine.c - the machine, and how far the page may be believed: facts, what
 * the runs saw of it, and what the doctor would change.
 */
#include "analysis/report/html.h"
#include "analysis/report/report.h"
#include "analysis/verdict/health.h"
#include "analysis/words/answer.h"

#include <string.h>

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

static void write_facts(const struct analysis *analysis, FILE *to)
{
	const struct machine *machine = &analysis->machine;
	char text[128];

	fputs("<dl class=\"facts\">\n", to);
	write_fact(to, "host", machine->host);
	write_fact(to, "processor", machine->cpu);
	snprintf(text, sizeof text, "%u", machine->cpus);
	write_fact(to, "CPUs", machine->cpus ? text : "");
	write_fact(to, "kernel", machine->kernel);
	write_fact(to, "measured", machine->started);
	snprintf(text, sizeof text,
		 analysis->n_invalid ? "%zu (%zu invalid)" : "%zu",
		 analysis->n_runs, analysis->n_invalid);
	write_fact(to, "runs", text);
	snprintf(text, sizeof text, "%zu", analysis->n_skipped);
	/* Only where there are any: a zero would just raise a question. */
	write_fact(to, "unreadable lines", analysis->n_skipped ? text : "");
	fputs("</dl>\n", to);
}

/* Where all is well the last column stays empty, so that what is to be done
 * stands out. */
static void write_health(const struct health *row, FILE *to)
{
	static const char *const classes[] = {
		[GRADE_GOOD] = "good",
		[GRADE_MIND] = "caution",
		[GRADE_BAD] = "bad",
		[GRADE_UNKNOWN] = "unknown",
	};

	fputs("<tr>", to);
	html_element(to, "th", NULL, row->name);
	html_element(to, "td", NULL, row->value);
	html_badge(to, "td", classes[row->grade], grade_words[row->grade]);
	html_element(to, "td", "reason", row->advice);
	fputs("</tr>\n", to);
}

/* The badge of a diagnosis, or NULL: all is well, or nothing is known. Older
 * folders say "mind" for "caution". */
static const char *badge_of(const struct diagnosis *diagnosis)
{
	if (!strcmp(diagnosis->verdict, "bad"))
		return "bad";
	if (!strcmp(diagnosis->verdict, "caution") ||
	    !strcmp(diagnosis->verdict, "mind"))
		return "caution";
	return NULL;
}

/* What the doctor had seen before anything ran. */
static void write_diagnosis(const struct diagnosis *diagnosis, FILE *to)
{
	const char *badge = badge_of(diagnosis);

	fputs("<tr>", to);
	html_element(to, "th", NULL, diagnosis->name);
	html_element(to, "td", "reason", diagnosis->value);
	html_badge(to, "td", badge, badge);
	fputs("<td class=\"reason\">", to);
	html_text(to, diagnosis->consequence);
	if (*diagnosis->fix) {
		fputs(" <code>", to);
		html_text(to, diagnosis->fix);
		fputs("</code>", to);
	}
	fputs("</td></tr>\n", to);
}

/* Folded, since `avt doctor` says it all at any time; only what is not good. */
static void write_diagnoses(const struct machine *machine, FILE *to)
{
	size_t n = 0;

	for (size_t i = 0; i < machine->n_diagnoses; i++)
		n += badge_of(&machine->diagnoses[i]) != NULL;
	if (!n)
		return;
	fprintf(to,
		"<details><summary>Suggested fixes (%zu)</summary>\n"
		"<div class=\"scroll\"><table class=\"health\">\n<tbody>",
		n);
	for (size_t i = 0; i < machine->n_diagnoses; i++)
		if (badge_of(&machine->diagnoses[i]))
			write_diagnosis(&machine->diagnoses[i], to);
	fputs("</tbody></table></div></details>\n", to);
}

/* What one contestant against itself shows stands first: it sums up all that
 * the table below takes apart. */
static void write_quality(const struct analysis *analysis, FILE *to)
{
	struct statements self = {.arena = arena_new()};
	struct health rows[HEALTH_ROWS];

	health_check(analysis, rows);
	fputs("<h3 class=\"box\">Measurement quality</h3>\n", to);
	answer_self(analysis, &self);
	if (self.n) {
		fputs("<p class=\"self\">", to);
		html_statement(to, self.all);
		fputs("</p>\n", to);
	}
	arena_free(self.arena);
	fputs("<div class=\"scroll\"><table class=\"health\">\n<thead><tr>"
	      "<th>what</th><th>value</th><th></th><th>what to do about it</th>"
	      "</tr></thead>\n<tbody>",
	      to);
	for (size_t i = 0; i < HEALTH_ROWS; i++)
		write_health(&rows[i], to);
	fputs("</tbody></table></div>\n", to);
	write_diagnoses(&analysis->machine, to);
}

void report_machine(const struct analysis *analysis, FILE *to)
{
	fputs("<section>\n<h2>The machine</h2>\n", to);
	write_facts(analysis, to);
	write_quality(analysis, to);
	fputs("</section>\n", to);
}
