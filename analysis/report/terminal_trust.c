/*
 * terminal_trust.c - what holds, and how far the numbers may be believed: the
 * end of the summary, in the words of the report.
 */
#include "analysis/verdict/condition.h"
#include "analysis/verdict/health.h"
#include "analysis/words/say.h"
#include "analysis/report/terminal.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* "holds: Tasks that wait: async fits. (It holds if async is no worse than
 * threads:match with 1000 in flight.)" */
static void write_claim(const struct claim *claim, FILE *to)
{
	char condition[512];

	fprintf(to, "%s: %s (It holds if ", holding_words[claim->holds],
		claim->text);
	for (size_t i = 0; i < claim->n_tests; i++)
		fprintf(to, "%s%s", i ? ", and if " : "",
			condition_words(&claim->tests[i], condition,
					sizeof condition));
	fputs(".)", to);
}

void terminal_claims(const struct analysis *analysis, FILE *to)
{
	if (analysis->n_claims)
		fputs("\nWhat is said, and what holds on this machine\n", to);
	for (size_t i = 0; i < analysis->n_claims; i++) {
		char *line = NULL;
		size_t size;
		FILE *text = open_memstream(&line, &size);

		if (!text)
			continue;
		write_claim(&analysis->claims[i], text);
		if (fclose(text) == 0)
			text_wrapped(to, line, size, TERMINAL_WIDTH);
		free(line);
	}
}

void terminal_trust(const struct analysis *analysis, FILE *to)
{
	struct health rows[HEALTH_ROWS];
	char line[512];

	health_check(analysis, rows);
	fputs("\nHow well this machine could measure\n", to);
	for (int i = 0; i < HEALTH_ROWS; i++) {
		snprintf(line, sizeof line, "%s: %s (%s). %s", rows[i].name,
			 rows[i].value, grade_words[rows[i].grade],
			 rows[i].advice);
		text_wrapped(to, line, strlen(line), TERMINAL_WIDTH);
	}
	if (*say_self(analysis, line, sizeof line))
		text_wrapped(to, line, strlen(line), TERMINAL_WIDTH);
}
