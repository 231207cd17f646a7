/*
 * compare.c - avt compare BEFORE AFTER: did a change make anything worse?
 *
 * The exit status is made for CI: 0 no regression, 1 regression, 2 cannot tell.
 * Nothing is written but what is asked for.
 */
#include "cli/compare.h"

#include "cli/cli.h"
#include "cli/products.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* What was asked for. */
struct wish {
	const char *folders[2], *output;
	int n_folders;
	bool across, all, figure, json;
};

static const struct argp_option options[] = {
	{"across", 'x', NULL, 0, "compare different machines or suites", 0},
	{"all", 'a', NULL, 0, "list all cells, not only those that differ", 0},
	{"figure", 'f', NULL, 0, "draw AFTER/plots/compare.svg", 0},
	{"output", 'o', "FILE", 0, "draw into this file: .svg or .png", 0},
	{"json", 'j', NULL, 0, "print JSON instead of a table", 0},
	{0},
};

/* Exactly two folders, in the order of time. */
static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct wish *wish = state->input;

	switch (key) {
	case 'x':
		wish->across = true;
		return 0;
	case 'a':
		wish->all = true;
		return 0;
	case 'f':
		wish->figure = true;
		return 0;
	case 'j':
		wish->json = true;
		return 0;
	case 'o':
		wish->output = argument;
		return 0;
	case ARGP_KEY_ARG:
		if (wish->n_folders == 2)
			cli_usage("two folders of results are enough; \"%s\" "
				  "is too much",
				  argument);
		wish->folders[wish->n_folders++] = argument;
		return 0;
	case ARGP_KEY_END:
		if (wish->n_folders < 2)
			cli_usage("which two folders of results, before and "
				  "after? For example avt compare "
				  "results/A results/B");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp argp = {
	options,
	parse,
	"BEFORE AFTER",
	"Compares two folders of results cell by cell: the ratio of the "
	"medians, after to before, above 1 is better, with its 95 % interval "
	"and outcome. "
	"Exit status: 0 no cell is worse, 1 some cell is worse, 2 cannot tell.",
	NULL,
	NULL,
	NULL,
};

/* Draws if it was asked for; false after a line. By default nothing is drawn:
 * a check in CI must not need gnuplot, nor leave files in results. */
static bool draw(const struct comparison *comparison, const struct wish *wish)
{
	char plots[PATH_MAX], output[PATH_MAX], error[PATH_MAX + 128];

	if (!wish->figure && !wish->output)
		return true;
	if (!products_plots(plots))
		return false;
	snprintf(output, sizeof output, "%s/plots/compare.svg",
		 wish->folders[1]);
	if (compare_draw(comparison, plots,
			 wish->output ? wish->output : output, error,
			 sizeof error) < 0) {
		cli_say("%s", error);
		return false;
	}
	return true;
}

/* Says what bars the comparison, all in one line; texts are cut, so that a long
 * line of a suite does not hide the rest. */
static void refuse(const struct comparison *comparison)
{
	char line[512] = "";
	size_t n = 0;

	for (size_t i = 0; i < comparison->n_differences; i++) {
		const struct difference *d = &comparison->differences[i];
		int more;

		more = snprintf(line + n, sizeof line - n,
				"%s%s \"%.48s\" and \"%.48s\"", n ? "; " : "",
				d->what, d->before, d->after);
		if (more < 0 || (size_t)more >= sizeof line - n)
			break;
		n += (size_t)more;
	}
	cli_say("not the same machine and suite: %s; --across compares all the "
		"same",
		line);
}

/* Prints and draws what was asked for; the exit status. A picture that could
 * not be drawn is no verdict on the cells, but the wish was not met: cannot
 * tell. */
static int tell(const struct comparison *comparison, const struct wish *wish)
{
	int status = compare_status(comparison);

	if (compare_is_barred(comparison) && !wish->across) {
		refuse(comparison);
		return CLI_USAGE;
	}
	if (comparison->n_cells == 0) {
		cli_say("%s and %s have no cell in common", wish->folders[0],
			wish->folders[1]);
		return CLI_USAGE;
	}
	if (wish->json)
		compare_print_json(comparison);
	else
		compare_print(comparison, wish->all);
	if (!draw(comparison, wish) || !cli_flush())
		return CLI_USAGE;
	return status;
}

/* Every way to fail is status 2: a folder that cannot be read tells nothing. */
int cli_compare(int argc, char **argv)
{
	struct wish wish = {0};
	struct comparison *comparison;
	char error[PATH_MAX + 128];
	int status;

	cli_parse(&argp, argc, argv, &wish);
	comparison = compare_load(wish.folders[0], wish.folders[1], error,
				  sizeof error);
	if (!comparison) {
		cli_say("%s", error);
		return CLI_USAGE;
	}
	status = tell(comparison, &wish);
	compare_free(comparison);
	return status;
}
