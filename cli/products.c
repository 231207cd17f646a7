/*
 * products.c - see products.h.
 */
#include "cli/products.h"

#include "analysis/export/export.h"
#include "bench/suite/installed.h"
#include "cli/cli.h"

#include <errno.h>
#include <string.h>

/* A path and why nothing came of it. */
enum { ERROR = PATH_MAX + 128 };

bool products_tables(const struct analysis *analysis)
{
	if (export_write(analysis) == 0)
		return true;
	cli_say("cannot write the tables into %s: %s", analysis->folder,
		strerror(errno));
	return false;
}

bool products_plots(char plots[PATH_MAX])
{
	if (installed_folder("plots", plots))
		return true;
	cli_say("cannot find the plot programs: %s", plots);
	return false;
}

bool products_figures(const struct analysis *analysis, bool png)
{
	char plots[PATH_MAX], error[ERROR];

	if (!products_plots(plots))
		return false;
	if (figures_draw(analysis, plots, png, error, sizeof error) == 0)
		return true;
	cli_say("%s", error);
	return false;
}

bool products_report(const struct analysis *analysis)
{
	char error[ERROR];

	if (report_write(analysis, error, sizeof error) == 0)
		return true;
	cli_say("%s", error);
	return false;
}
