/*
 * options.c - options read by argp, complaints in one line.
 *
 * argp on its own answers a wrong option with two lines and no suggestion. So
 * it runs silently here, inside an outer parser that knows --help and, when the
 * parse fails, finds the word that was wrong.
 */
#include "cli/cli.h"

#include "harness/cell.h"
#include "harness/units.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPTIONS = 64 };

/* The subcommand that runs, for the start of its lines. */
static const char *command = "avt";

/* What the outer parser hands to its own callbacks. */
struct parse {
	const struct argp *inner;
	void *input;
};

static void say(const char *format, va_list arguments)
{
	char line[2 * CELL_ERROR];

	vsnprintf(line, sizeof line, format, arguments);
	for (unsigned char *c = (unsigned char *)line; *c; c++)
		if (*c < ' ' || *c == 127)
			*c = '?';
	fprintf(stderr, "%s: %s\n", command, line);
}

void cli_say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
}

void cli_usage(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	exit(CLI_USAGE);
}

bool cli_flush(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	cli_say("cannot write to standard output: %s", strerror(errno));
	return false;
}

/* The option that a word of the command line means, or NULL. */
static const struct argp_option *find_option(const struct argp_option *options,
					     const char *word)
{
	bool is_long = strncmp(word, "--", 2) == 0;
	size_t length = strcspn(word, "=");

	for (const struct argp_option *o = options; o && (o->name || o->key);
	     o++) {
		if (is_long && o->name && strlen(o->name) + 2 == length &&
		    strncmp(o->name, word + 2, length - 2) == 0)
			return o;
		if (!is_long && o->key == word[1])
			return o;
	}
	return NULL;
}

/* Complains about an option that does not exist, or has no value, or has one
 * too many. */
__attribute__((noreturn)) static void wrong_option(
	const struct argp_option *options, const char *word)
{
	const struct argp_option *found = find_option(options, word);
	const char *names[MOST_OPTIONS] = {"help"}, *nearest;
	char name[CELL_NAME];
	size_t n = 1;

	if (found && found->arg)
		cli_usage("option '%.40s' needs a value: %s", word, found->arg);
	if (found)
		cli_usage("option '%.40s' takes no value", word);
	for (const struct argp_option *o = options; o && (o->name || o->key);
	     o++)
		if (o->name && !(o->flags & OPTION_HIDDEN) && n < MOST_OPTIONS)
			names[n++] = o->name;
	snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
	nearest = unit_nearest(name + strspn(name, "-"), names, n);
	if (nearest)
		cli_usage("no option '%.40s': did you mean --%s?", word,
			  nearest);
	cli_usage("no option '%.40s': --help lists them", word);
}

/* getopt stands behind the wrong word, or, in the middle of several short
 * options such as -xy, still on it. */
static const char *wrong_word(const struct argp_state *state)
{
	const char *on =
		state->next < state->argc ? state->argv[state->next] : "";
	const char *before = state->argv[state->next - 1];

	if (state->next > 1 && before[0] == '-' && before[1] &&
	    (before[1] == '-' || on[0] != '-' || strlen(before) == 2))
		return before;
	return on[0] == '-' ? on : before;
}

static error_t parse_outer(int key, char *value, struct argp_state *state)
{
	struct parse *parse = state->input;

	(void)value;
	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = parse->input;
		return 0;
	case '?':
		state->flags &= ~(unsigned)ARGP_NO_ERRS;
		argp_state_help(state, stdout, ARGP_HELP_STD_HELP);
		return 0;
	case ARGP_KEY_ERROR:
		wrong_option(parse->inner->options, wrong_word(state));
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option outer_options[] = {
	{"help", '?', NULL, 0, "Say this", -1},
	{0},
};

/* Leaves out argp's sentence on mandatory arguments. */
static char *filter_help(int key, const char *text, void *input)
{
	(void)input;
	return key == ARGP_KEY_HELP_DUP_ARGS_NOTE ? NULL : (char *)text;
}

void cli_parse(const struct argp *argp, int argc, char **argv, void *input)
{
	const struct argp_child children[] = {{.argp = argp}, {0}};
	struct argp outer = {
		outer_options,
		parse_outer,
		.children = children,
		.help_filter = filter_help,
	};
	struct parse parse = {argp, input};
	int next = argc;

	command = argv[0];
	argp_parse(&outer, argc, argv, ARGP_NO_ERRS | ARGP_NO_HELP, &next,
		   &parse);
	if (next < argc)
		cli_usage("unexpected word '%.40s': --help says what is "
			  "allowed",
			  argv[next]);
}
