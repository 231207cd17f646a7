/*
 * measure.c - the hidden `avt measure`: one order in, one line out.
 *
 * Runs in a fresh process, started by bench/session/child.c. The order comes as JSON
 * on standard input, the line of results goes to standard output. Words on a
 * command line would be visible to everybody and limited in length; and the
 * line is all that may be on the output, so nothing here prints.
 */
#include "cli/cli.h"

#include "bench/session/runline.h"
#include "harness/measure.h"

#include <stdio.h>
#include <stdlib.h>

/* Reads the order or ends the program. */
static void read_order(struct job *job)
{
	json_error_t where;
	json_t *json = json_loadf(stdin, 0, &where);
	char error[CELL_ERROR];

	if (!json)
		cli_usage("the order is not JSON: %s", where.text);
	if (!job_from_json(json, job, error))
		cli_usage("the order is wrong: %s", error);
	json_decref(json);
}

int cli_measure(int argc, char **argv)
{
	static const struct argp argp = {
		.doc = "Measure one order, read from standard input as JSON.",
	};
	struct job job;
	char *line;

	cli_parse(&argp, argc, argv, NULL);
	read_order(&job);
	/* An invalid run has a line too: that is no failure here. */
	line = measure(&job);
	fputs(line, stdout);
	free(line);
	return cli_flush() ? CLI_FINE : CLI_INVALID;
}
