/*
 * cli.h - what a person can ask: one function per subcommand of avt.
 *
 * Each takes the arguments from its own name on and returns the exit status: 0
 * all well, 1 some run is invalid, 2 a wrong word, 130 interrupted.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

/* Exit statuses, the same in every subcommand. */
enum { CLI_FINE = 0, CLI_INVALID = 1, CLI_USAGE = 2, CLI_INTERRUPTED = 130 };

/* avt list: workloads, runners, parameters and limits. */
int cli_list(int argc, char **argv);

/* avt run: a few cells, measured now. */
int cli_run(int argc, char **argv);

/* avt bench: a suite, measured, drawn and reported on. */
int cli_bench(int argc, char **argv);

/* avt report: a folder of results, analysed and drawn again. */
int cli_report(int argc, char **argv);

/* avt compare: two folders of results, before and after a change. Statuses of
 * its own: 0 no regression, 1 regression, 2 inconclusive. */
int cli_compare(int argc, char **argv);

/* avt doctor: what this machine will and will not let you measure. */
int cli_doctor(int argc, char **argv);

/* avt measure, hidden: one order on standard input, its line on output. */
int cli_measure(int argc, char **argv);

/* argp_parse() in this house's manners: a wrong option ends the program with
 * status CLI_USAGE and one line that suggests the nearest; --help works. Words
 * that the parser answers with ARGP_ERR_UNKNOWN end it in the same way. */
void cli_parse(const struct argp *argp, int argc, char **argv, void *input);

/* An option that is kept as it is written. */
struct cli_option {
	const char *name; /* long; NULL: the letter alone */
	int letter;
	const char *value; /* what --help calls its value; NULL: it is a flag */
	size_t offset; /* where it is kept: a const char *, of a flag a bool */
	const char *help;
};

/* What a subcommand takes, as long as none of it needs reading. */
struct cli_syntax {
	const struct cli_option *options; /* up to one without a letter */
	const char *words;   /* what --help calls its words; NULL: none */
	size_t offset;       /* where they are kept: an array of const char * */
	int least, most;     /* how many there must be */
	const char *example; /* of a right call, where there are too few */
	const char *help;
};

/* Reads a command line into a zeroed struct, as cli_parse() does. */
void cli_read(const struct cli_syntax *syntax, int argc, char **argv,
	      void *wish);

/* Ends the program with status CLI_USAGE after one line on standard error,
 * which begins with the subcommand's name. Control characters become '?'. */
__attribute__((noreturn, format(printf, 1, 2))) void cli_usage(
	const char *format, ...);

/* Says one line on standard error, named as in cli_usage(). */
__attribute__((format(printf, 1, 2))) void cli_say(const char *format, ...);

/* Flushes standard output; false, after a line, if not all could be written. */
bool cli_flush(void);

#endif
