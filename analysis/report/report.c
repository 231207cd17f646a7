/*
 * report.c - report.html: the answers first, then pictures, then numbers.
 *
 * One file that opens offline, in light and dark, on paper and on a phone: the
 * figures are inside it, and there is no script. Written beside its name and
 * moved there at the end, so a reader never meets half a page.
 */
#include "analysis/report/report.h"
#include "analysis/figures/figures.h"
#include "analysis/report/html.h"
#include "analysis/words/say.h"
#include "base/whole_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* All style is in the page: it must open from a mail or a stick. */
static void write_head(const struct analysis *analysis, FILE *to)
{
	const char *host = analysis->machine.host;

	fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, "
	      "initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
	      to);
	fputs("Where async pays on ", to);
	html_text(to, host && *host ? host : "this machine");
	fputs("</title>\n<style>", to);
	report_style(analysis, to);
	fputs("</style>\n</head>\n<body>\n", to);
	fputs("<header>\n<p class=\"kicker\">avt · suite ", to);
	html_text(to, analysis->suite ? analysis->suite : "");
	if (analysis->machine.started) {
		fputs(" · ", to);
		html_text(to, analysis->machine.started);
	}
	fputs("</p>\n<h1>Where async pays on ", to);
	html_text(to, host && *host ? host : "this machine");
	fputs("</h1>\n", to);
	report_tally(analysis, to);
	fputs("</header>\n<main>\n", to);
}

/* One sentence; what stands before its colon says where, and is set apart. */
static void write_sentence(const char *line, FILE *to)
{
	const char *colon = strstr(line, ": ");
	bool quiet = strncmp(line, SAY_LEADER_BY, strlen(SAY_LEADER_BY)) == 0;

	fprintf(to, "<li%s>", quiet ? " class=\"quiet\"" : "");
	if (colon) {
		char *where = strndup(line, (size_t)(colon + 1 - line));

		fputs("<b>", to);
		html_text(to, where ? where : "");
		fputs("</b>", to);
		free(where);
		line = colon + 1;
	}
	html_text(to, line);
	fputs("</li>\n", to);
}

/* say_answer() has no markup; a line of it becomes an item. */
static void write_answer(const struct analysis *analysis,
			 const struct experiment *experiment, FILE *to)
{
	char *answer = say_answer(analysis, experiment), *rest = answer, *line;
	const char *question = experiment->question;

	fputs("<article>\n", to);
	html_element(to, "h3", NULL, *question ? question : experiment->title);
	fputs("<ul>\n", to);
	if (!answer || !*answer)
		write_sentence("There is nothing to compare.", to);
	while (rest && *rest) {
		line = strsep(&rest, "\n");
		write_sentence(line, to);
	}
	fputs("</ul>\n</article>\n", to);
	free(answer);
}

/* Before all figures: who reads no further has what was asked for. */
static void write_answers(const struct analysis *analysis, FILE *to)
{
	fputs("<section class=\"answers\">\n<h2>The answers</h2>\n", to);
	for (size_t i = 0; i < analysis->n_experiments; i++)
		write_answer(analysis, &analysis->experiments[i], to);
	fputs("</section>\n", to);
}

/* Puts one figure in; one that was not drawn is left out. */
static void write_figure(const struct analysis *analysis,
			 const struct figure *figure, FILE *to)
{
	char path[PATH_MAX], alternative[2 * FIGURE_TEXT + 8];

	snprintf(path, sizeof path, "%s/plots/%s.svg", analysis->folder,
		 figure->name);
	if (access(path, R_OK) < 0)
		return;
	snprintf(alternative, sizeof alternative, "%s (%s)", figure->title,
		 figure->subtitle);
	fprintf(to, "<figure%s>", figure->kind->small ? "" : " class=\"wide\"");
	html_svg(to, path, alternative);
	fputs("</figure>\n", to);
}

static void write_figures(const struct analysis *analysis,
			  const struct figures *figures,
			  const struct experiment *of, FILE *to)
{
	fputs("<div class=\"figures\">\n", to);
	for (size_t i = 0; i < figures->n; i++)
		if (figures->all[i].experiment == of)
			write_figure(analysis, &figures->all[i], to);
	fputs("</div>\n", to);
}

/* One experiment: title, question, pictures, numbers. */
static void write_experiment(const struct analysis *analysis,
			     const struct figures *figures,
			     const struct experiment *of, FILE *to)
{
	fputs("<section>\n", to);
	html_element(to, "h2", NULL, of->title);
	html_element(to, "p", "question", of->question);
	write_figures(analysis, figures, of, to);
	if (!strcmp(of->figure, "stopwatch"))
		report_stopwatches(analysis, of, to);
	report_table(analysis, of, to);
	fputs("</section>\n", to);
}

/* Experiments in the order of importance: maps, curves, the stopwatch. */
static void write_experiments(const struct analysis *analysis,
			      const struct figures *figures, FILE *to)
{
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < analysis->n_experiments; i++) {
			const struct experiment *of = &analysis->experiments[i];
			int rank = !strcmp(of->figure, "map")         ? 0
				   : !strcmp(of->figure, "stopwatch") ? 2
								      : 1;

			if (rank == pass && !say_is_self(of))
				write_experiment(analysis, figures, of, to);
		}
}

/* From the answer to its evidence to its conditions. */
static void write_page(const struct analysis *analysis,
		       const struct figures *figures, FILE *to)
{
	write_head(analysis, to);
	report_claims(analysis, to);
	write_answers(analysis, to);
	write_experiments(analysis, figures, to);
	report_machine(analysis, to);
	report_reading(to);
	report_invalid(analysis, to);
	fputs("</main>\n<footer><p>Made by avt from runs.jsonl in the same "
	      "folder.</p></footer>\n</body>\n</html>\n",
	      to);
}

int report_write(const struct analysis *analysis, char *error, size_t size)
{
	char path[PATH_MAX];
	struct whole_file file;
	struct figures figures;
	struct arena *arena;

	snprintf(path, sizeof path, "%s/report.html", analysis->folder);
	if (whole_file_open(&file, path)) {
		arena = arena_new();
		figures_plan(analysis, arena, &figures);
		write_page(analysis, &figures, file.to);
		arena_free(arena);
		if (whole_file_close(&file) == 0)
			return 0;
	}
	snprintf(error, size, "cannot write %s: %s", path, strerror(errno));
	return -1;
}
