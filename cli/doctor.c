/*
 * doctor.c - avt doctor: what this machine will and will not let you measure.
 *
 * A finding is a line that begins with its rating and name; its value and what
 * follows from it run on beneath each other, and the command that fixes it
 * stands alone, so that it can be copied.
 */
#include "cli/cli.h"

#include "bench/doctor/doctor.h"
#include "bench/doctor/machine.h"
#include "harness/version.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Columns. Beyond 100 a line is hard to follow back to the next one. */
enum { NARROWEST = 80, WIDEST = 100, INDENT = 28 };

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

/* The rating's word, seven wide: not exposed is "-" here, as its value says
 * so. */
static void print_rating(const struct look *look, enum rating rating)
{
	static const char *const codes[RATINGS] = {"32", "33", "1;31", "2"};

	paint(look, codes[rating]);
	printf("  %-7s", rating == RATING_HIDDEN ? "-" : facts_rating(rating));
	paint(look, "0");
}

/* Where a line may break: behind a word, and not between a number and its unit.
 */
static int unbroken(const char *words)
{
	int length = (int)strcspn(words, " ");
	const char *next = words + length + (words[length] == ' ');
	size_t unit = strcspn(next, " ,.;:");

	if (isdigit((unsigned char)words[0]) &&
	    (*next == '%' || (unit > 0 && unit <= 3 && !isdigit(*next))))
		length += 1 + (int)strcspn(next, " ");
	return length;
}

/* Prints words from a column on, breaking lines; returns the column. */
static int print_words(const struct look *look, int column, const char *words)
{
	while (*words) {
		const int length = unbroken(words);

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

	print_rating(look, finding->rating);
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
	if (!*finding->fix)
		return;
	paint(look, "36");
	printf("%*s$ %s\n", INDENT, "", finding->fix);
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

/* How many commands there are above, and how to find them. Root is named once:
 * "sudo" in each would not work for those with a '>'. */
static void print_fixes(const struct facts *facts)
{
	size_t n = 0;

	for (size_t i = 0; i < facts->n; i++)
		n += *facts->findings[i].fix != '\0';
	if (n)
		printf("Suggested fixes (%zu): the lines that begin with $%s\n",
		       n,
		       geteuid() == 0 ? ""
				      : "; changing the machine needs root");
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
	printf("\n%zu good, %zu caution, %zu bad, %zu not exposed\n",
	       facts_count(facts, RATING_GOOD),
	       facts_count(facts, RATING_CAUTION),
	       facts_count(facts, RATING_BAD),
	       facts_count(facts, RATING_HIDDEN));
	print_names(&look, facts, RATING_BAD, "bad:     ");
	print_names(&look, facts, RATING_CAUTION, "caution: ");
	print_fixes(facts);
}

/* The same object as "doctor" in machine.json. */
static void print_json(const struct facts *facts)
{
	json_t *json = facts_to_json(facts);

	json_dumpf(json, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
	putchar('\n');
	json_decref(json);
}

/* What was asked for. */
struct wish {
	bool json;
};

static const struct cli_option options[] = {
	{"json", 'j', NULL, offsetof(struct wish, json),
	 "Print one JSON object instead of text"},
	{0},
};

static const struct cli_syntax syntax = {
	.options = options,
	.help = "Say what this machine will and will not let you measure, why, "
		"and how to fix it.",
};

int cli_doctor(int argc, char **argv)
{
	struct facts *facts = malloc(sizeof *facts);
	struct wish wish = {0};

	cli_read(&syntax, argc, argv, &wish);
	if (!facts) {
		cli_say("no memory");
		return CLI_INVALID;
	}
	facts_init(facts);
	doctor_gather(facts);
	if (wish.json)
		print_json(facts);
	else
		print_all(facts);
	free(facts);
	return cli_flush() ? CLI_FINE : CLI_INVALID;
}
