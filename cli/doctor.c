/*
 * doctor.c - avt doctor: what this machine will and will not let one measure.
 *
 * A finding is a line that begins with its verdict and name; its value and what
 * follows from it run on beneath each other, and the command that mends it
 * stands alone, so that it can be copied.
 */
#include "cli/cli.h"

#include "bench/doctor/facts.h"
#include "bench/doctor/machine.h"
#include "harness/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Columns. Beyond 100 a line is hard to follow back to the next one. */
enum { NARROWEST = 80, WIDEST = 100, INDENT = 26 };

/* How it looks here. */
struct look {
	int width;
	bool colour;
};

/* Colour only where a person looks and has not asked for none. */
static struct look find_look(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	struct look look = {.width = WIDEST};
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return look;
	look.colour = !(no && *no) && term && strcmp(term, "dumb") != 0;
	/* Narrower than 80 the terminal wraps; that is its business. */
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		look.width = size.ws_col < NARROWEST ? NARROWEST
			     : size.ws_col < WIDEST  ? size.ws_col
						     : WIDEST;
	return look;
}

/* Starts a colour; "0" ends it. */
static void paint(const struct look *look, const char *code)
{
	if (look->colour)
		printf("\033[%sm", code);
}

/* The verdict's word, five wide: not exposed is "-" here, as its value says
 * so. */
static void print_verdict(const struct look *look, enum rating rating)
{
	static const char *const codes[RATINGS] = {"32", "33", "1;31", "2"};

	paint(look, codes[rating]);
	printf("  %-5s", rating == RATING_HIDDEN ? "-" : facts_rating(rating));
	paint(look, "0");
}

/* Prints words from a column on, breaking lines; returns the column. */
static int print_words(const struct look *look, int column, const char *words)
{
	while (*words) {
		const int length = (int)strcspn(words, " ");

		if (column > INDENT && column + 1 + length > look->width) {
			printf("\n%*s", INDENT, "");
			column = INDENT;
		} else if (column > INDENT) {
			putchar(' ');
			column++;
		}
		printf("%.*s", length, words);
		column += length;
		words += length;
		words += strspn(words, " ");
	}
	return column;
}

/* The value is bold, since it is what one looks for; the rest explains it. */
static void print_finding(const struct look *look,
			  const struct finding *finding)
{
	int column;

	print_verdict(look, finding->rating);
	printf(" %-17s ", finding->name);
	paint(look, "1");
	column = print_words(look, INDENT, finding->value);
	paint(look, "0");
	if (*finding->means) {
		putchar('.');
		print_words(look, column + 1, finding->means);
	}
	putchar('\n');
	/* Never wrapped: it is there to be copied. */
	if (!*finding->mend)
		return;
	paint(look, "36");
	printf("%*s$ %s\n", INDENT, "", finding->mend);
	paint(look, "0");
}

/* The names of all findings of a rating, after a word. */
static void print_names(const struct look *look, const struct facts *facts,
			enum rating rating, const char *word)
{
	const char *before = word;
	int column = 0;

	for (size_t i = 0; i < facts->n; i++) {
		const char *name = facts->findings[i].name;

		if (facts->findings[i].rating != rating)
			continue;
		if (column + (int)(strlen(before) + strlen(name)) >
		    look->width) {
			printf(",\n%*s", (int)strlen(word), "");
			column = (int)strlen(word);
			before = "";
		}
		column += printf("%s%s", before, name);
		before = ", ";
	}
	if (column)
		putchar('\n');
}

/* A topic is printed where it changes: the findings come in its order. */
static void print_all(const struct facts *facts)
{
	const struct look look = find_look();
	const char *topic = "";
	char cpu[256];

	machine_cpu(cpu, sizeof cpu);
	printf("avt %s on %s\n", AVT_VERSION, cpu);
	for (size_t i = 0; i < facts->n; i++) {
		const struct finding *finding = &facts->findings[i];

		if (strcmp(finding->topic, topic) != 0)
			printf("\n%s\n", finding->topic);
		topic = finding->topic;
		print_finding(&look, finding);
	}
	printf("\n%zu good, %zu to mind, %zu bad, %zu not exposed\n",
	       facts_count(facts, RATING_GOOD), facts_count(facts, RATING_MIND),
	       facts_count(facts, RATING_BAD),
	       facts_count(facts, RATING_HIDDEN));
	print_names(&look, facts, RATING_BAD, "bad:  ");
	print_names(&look, facts, RATING_MIND, "mind: ");
	/* Said once: "sudo" in each would not work for those with a '>'. */
	if (geteuid() != 0)
		puts("Commands that change the machine need root.");
}

/* The same object as "doctor" in machine.json. */
static void print_json(const struct facts *facts)
{
	json_t *json = facts_as_json(facts);

	json_dumpf(json, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
	putchar('\n');
	json_decref(json);
}

/* The only option, and no words. */
static error_t parse(int key, char *value, struct argp_state *state)
{
	bool *json = state->input;

	if (key == ARGP_KEY_ARG)
		cli_usage("\"%s\" is too much: doctor takes no names", value);
	if (key != 'j')
		return ARGP_ERR_UNKNOWN;
	*json = true;
	return 0;
}

static const struct argp_option options[] = {
	{"json", 'j', NULL, 0, "One JSON object instead of text", 0},
	{0},
};

int cli_doctor(int argc, char **argv)
{
	static const struct argp argp = {
		options,
		parse,
		.doc = "Says what this machine will and will not let one "
		       "measure, why, and what mends it.",
	};
	struct facts *facts = malloc(sizeof *facts);
	bool json = false;

	cli_parse(&argp, argc, argv, &json);
	if (!facts) {
		cli_say("no memory");
		return CLI_INVALID;
	}
	facts_init(facts);
	facts_gather(facts);
	if (json)
		print_json(facts);
	else
		print_all(facts);
	free(facts);
	return cli_flush() ? CLI_FINE : CLI_INVALID;
}
