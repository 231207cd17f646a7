/*
 * main.c - avt: one program, one subcommand per question.
 *
 * Looks at the first word and hands the rest to its subcommand. `avt measure`
 * is hidden: it is how a run gets a process of its own (bench/session/child.h).
 */
#include "cli/cli.h"

#include "harness/cell/cell.h"
#include "harness/version.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

/* A subcommand; without help it is not listed. */
struct command {
	const char *name, *full_name;
	int (*main)(int argc, char **argv);
	const char *arguments, *help;
};

static const struct command commands[] = {
	{"list", "avt list", cli_list, "[--json]",
	 "workloads and runners, parameters and limits"},
	{"run", "avt run", cli_run, "-w WORKLOAD -r CONTESTANT ...",
	 "measure a few cells now"},
	{"bench", "avt bench", cli_bench, "[SUITE]",
	 "measure a suite, plot it, report on it"},
	{"report", "avt report", cli_report, "DIR",
	 "redo the analysis and figures of a folder of results"},
	{"compare", "avt compare", cli_compare, "BEFORE AFTER",
	 "two folders of results: did anything get worse?"},
	{"doctor", "avt doctor", cli_doctor, "[--json]",
	 "what this machine lets you measure, and why"},
	{"measure", "avt measure", cli_measure, NULL, NULL},
};

enum { N_COMMANDS = sizeof commands / sizeof *commands };

/* One line a command; each says more of itself. */
static int help(void)
{
	puts("Usage: avt COMMAND [ARGUMENTS]\n"
	     "One workload, run unchanged on an event loop, a thread pool and "
	     "a\n"
	     "process pool: where does async pay on this machine?\n");
	for (const struct command *c = commands; c < commands + N_COMMANDS; c++)
		if (c->help)
			printf("  %-9s%-32s%s\n", c->name, c->arguments,
			       c->help);
	puts("\n  --help, --version; avt COMMAND --help tells more.");
	return cli_flush() ? CLI_FINE : CLI_INVALID;
}

static int version(void)
{
	puts("avt " AVT_VERSION);
	return cli_flush() ? CLI_FINE : CLI_INVALID;
}

/* Complains about a first word that is no command. */
static int unknown(const char *word)
{
	const char *names[N_COMMANDS];
	char error[CELL_ERROR];
	size_t n = 0;

	if (*word == '-')
		cli_usage("unknown option '%.40s'; there are --help and "
			  "--version",
			  word);
	for (const struct command *c = commands; c < commands + N_COMMANDS; c++)
		if (c->help)
			names[n++] = c->name;
	cell_unknown(error, "command", word, names, n);
	cli_usage("%s", error);
}

/* Makes sure that nothing else gets the descriptors 0, 1 and 2. Read-only, so
 * that output to a closed one still fails. */
static void hold_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			return;
}

int main(int argc, char **argv)
{
	/* Before anything is opened. */
	hold_standard_descriptors();
	if (argc < 2)
		cli_usage("command missing: list, run, bench, report, "
			  "compare or doctor; --help tells more");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-?") == 0 ||
	    strcmp(argv[1], "help") == 0)
		return help();
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
		return version();
	for (const struct command *c = commands; c < commands + N_COMMANDS;
	     c++) {
		if (strcmp(argv[1], c->name) != 0)
			continue;
		/* Every line of the subcommand begins with its full name. */
		argv[1] = (char *)c->full_name;
		return c->main(argc - 1, argv + 1);
	}
	return unknown(argv[1]);
}
