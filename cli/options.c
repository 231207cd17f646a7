/*
 * options.c - options read by argp, complaints in one line.
 *
 * argp on its own answers a wrong option with two lines and no suggestion. So
 * it runs silently here, inside an outer parser that knows --help and, when the
 * parse fails, finds the word that was wrong.
 */
#include "cli/cli.h"

#include "harness/cell/cell.h"
#include "base/units.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of one subcommand, to choose the nearest from. */
enum { MOST_OPTIONS = 64 };

/* The subcommand that runs, for the start of its lines. */
static const char *command = "avt";

/* What the outer parser hands to its own callbacks. */
struct parse {
	const struct argp *inner;
	void *input;
};

/* Words of the command line come back in complaints, and may hold anything. */
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

/* The option of a long name or the start of one, up to a '='; or NULL. */
static const struct argp_option *find_long(const struct argp_option *options,
					   const char *name)
{
	size_t length = strcspn(name, "=");

	for (const struct argp_option *o = options; o && (o->name || o->key);
	     o++)
		if (o->name && strncmp(o->name, name, length) == 0)
			return o;
	return NULL;
}

/* The option of a letter, or NULL. */
static const struct argp_option *find_short(const struct argp_option *options,
					    char letter)
{
	for (const struct argp_option *o = options; o && (o->name || o->key);
	     o++)
		if (o->key == letter)
			return o;
	return NULL;
}

/* Looks what is wrong in a word of options; getopt stopped at it or behind it.
 * Writes the wrong part, -x of -jxz, and sets the option if there is one. */
static bool find_wrong(const struct argp_option *options, const char *word,
		       char part[CELL_NAME], const struct argp_option **found)
{
	bool has_value = strchr(word, '=') != NULL;
	const char *letter = word + 1;

	*found = NULL;
	if (word[0] != '-' || !word[1])
		return false;
	if (word[1] == '-') {
		snprintf(part, CELL_NAME, "%s", word);
		*found = find_long(options, word + 2);
		return !*found || ((*found)->arg != NULL) != has_value;
	}
	for (; *letter; letter++) {
		snprintf(part, CELL_NAME, "-%c", *letter);
		*found = find_short(options, *letter);
		if (!*found)
			return true;
		if ((*found)->arg)
			return !letter[1];
	}
	return false;
}

/* Complains about an option that does not exist. */
__attribute__((noreturn)) static void unknown_option(
	const struct argp_option *options, const char *part)
{
	const char *names[MOST_OPTIONS] = {"help"}, *nearest;
	char name[CELL_NAME];
	size_t n = 1;

	for (const struct argp_option *o = options; o && (o->name || o->key);
	     o++)
		if (o->name && !(o->flags & OPTION_HIDDEN) && n < MOST_OPTIONS)
			names[n++] = o->name;
	snprintf(name, sizeof name, "%.*s", (int)strcspn(part, "="), part);
	nearest = unit_nearest(name + strspn(name, "-"), names, n);
	if (nearest)
		cli_usage("unknown option '%.40s': did you mean --%s?", part,
			  nearest);
	cli_usage("unknown option '%.40s'; --help lists them", part);
}

/* Complains about the option that getopt stopped at. It stands behind the wrong
 * word or, in the middle of several short options, still on it. */
__attribute__((noreturn)) static void wrong_option(
	const struct argp_option *options, const struct argp_state *state)
{
	const struct argp_option *found;
	char part[CELL_NAME] = "";

	if (!find_wrong(options, state->argv[state->next - 1], part, &found) &&
	    state->next < state->argc)
		find_wrong(options, state->argv[state->next], part, &found);
	if (!found)
		unknown_option(options, part);
	if (found->arg)
		cli_usage("option '%.40s' needs a value: %s", part, found->arg);
	cli_usage("option '%.40s' takes no value", part);
}

/* ARGP_NO_ERRS keeps argp silent; for --help it must be lifted, because it
 * silences that too. */
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
		wrong_option(parse->inner->options, state);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option outer_options[] = {
	{"help", '?', NULL, 0, "Show this help", -1},
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

	/* "avt run": main() has put the full name there. */
	command = argv[0];
	argp_parse(&outer, argc, argv, ARGP_NO_ERRS | ARGP_NO_HELP, &next,
		   &parse);
	if (next < argc)
		cli_usage("unexpected argument '%.40s'", argv[next]);
}

/* A command line while it is read. */
struct reading {
	const struct cli_syntax *syntax;
	char *wish;
	int words;
};

static error_t keep(int key, char *value, struct argp_state *state)
{
	struct reading *reading = state->input;
	const struct cli_syntax *syntax = reading->syntax;

	if (key == ARGP_KEY_ARG && reading->words < syntax->most) {
		char *to = reading->wish + syntax->offset;

		((const char **)(void *)to)[reading->words++] = value;
		return 0;
	}
	if (key == ARGP_KEY_END && reading->words < syntax->least)
		cli_usage("%s missing: for example %s", syntax->words,
			  syntax->example);
	for (const struct cli_option *o = syntax->options; o->letter; o++) {
		char *to = reading->wish + o->offset;

		if (key != o->letter)
			continue;
		if (o->value)
			*(const char **)(void *)to = value;
		else
			*(bool *)to = true;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

void cli_read(const struct cli_syntax *syntax, int argc, char **argv,
	      void *wish)
{
	struct argp_option options[MOST_OPTIONS] = {{0}};
	const struct argp argp = {options, keep, syntax->words, syntax->help,
				  .children = NULL};
	struct reading reading = {.syntax = syntax, .wish = wish};
	size_t n = 0;

	for (const struct cli_option *o = syntax->options;
	     o->letter && n + 1 < MOST_OPTIONS; o++)
		options[n++] = (struct argp_option){
			.name = o->name,
			.key = o->letter,
			.arg = o->value,
			.doc = o->help,
		};
	cli_parse(&argp, argc, argv, &reading);
}
