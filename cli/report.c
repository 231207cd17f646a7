/*
 * report.c - avt report DIR: redoes the analysis and figures of a folder.
 *
 * Everything it writes can be made again from runs.jsonl, so it may be run at
 * any time, also while a bench is still going on.
 */
#include "cli/cli.h"

#include "analysis/analysis.h"
#include "cli/products.h"

#include <limits.h>
#include <stdio.h>

/* What was asked for. */
struct wish {
	const char *folder;
	bool png;
};

static const struct cli_option options[] = {
	{"png", 'p', NULL, offsetof(struct wish, png),
	 "Draw every figure as PNG, too"},
	{0},
};

/* One folder, no default: drawing the wrong one again would be a surprise. */
static const struct cli_syntax syntax = {
	.options = options,
	.words = "DIR",
	.offset = offsetof(struct wish, folder),
	.least = 1,
	.most = 1,
	.example = "avt report results/latest",
	.help = "Redo the analysis, figures and report of a folder of results: "
		"cells.csv, verdicts.csv, claims.csv, cells.json, bench.txt, "
		"plots/*.svg and report.html.",
};

/* Names the tables: for spreadsheets, and for other tools. */
static void print_tables(const char *folder)
{
	static const char *const names[] = {"cells.csv", "verdicts.csv",
					    "claims.csv", "cells.json",
					    "bench.txt"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		printf("%s/%s\n", folder, names[i]);
}

/* Writes everything, each part even if one before it failed, and names it. */
static bool write_all(const struct analysis *analysis, bool png)
{
	const char *folder = analysis->folder;
	bool tables = products_tables(analysis), figures, report;

	if (tables)
		print_tables(folder);
	figures = products_figures(analysis, png);
	if (figures)
		printf("%s/plots/*.svg\n", folder);
	if (figures && png)
		printf("%s/plots/*.png\n", folder);
	report = products_report(analysis);
	if (report)
		printf("%s/report.html\n", folder);
	return tables && figures && report;
}

int cli_report(int argc, char **argv)
{
	struct wish wish = {0};
	struct analysis *analysis;
	char error[PATH_MAX + 128];
	bool fine;

	cli_read(&syntax, argc, argv, &wish);
	analysis = analysis_load(wish.folder, error, sizeof error);
	if (!analysis) {
		cli_say("%s", error);
		return CLI_INVALID;
	}
	fine = write_all(analysis, wish.png);
	analysis_free(analysis);
	return cli_flush() && fine ? CLI_FINE : CLI_INVALID;
}
