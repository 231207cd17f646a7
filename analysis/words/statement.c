/*
 * statement.c - puts sentences together, and writes them as text.
 */
#include "analysis/words/statement.h"

#include <stdarg.h>

enum { MOST_TEXT = 512 };

struct statement *statements_add(struct statements *to, const char *where)
{
	struct statement *statement;

	to->all = arena_more(to->arena, to->all, to->n, sizeof *to->all);
	statement = &to->all[to->n++];
	statement->arena = to->arena;
	statement->where = arena_text(to->arena, where);
	return statement;
}

void statement_part(struct statement *to, enum part_kind kind, const char *text)
{
	to->parts = arena_more(to->arena, to->parts, to->n, sizeof *to->parts);
	to->parts[to->n++] = (struct part){
		.kind = kind,
		.text = arena_text(to->arena, text),
		.note = "",
	};
}

void statement_text(struct statement *to, const char *format, ...)
{
	char text[MOST_TEXT];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	statement_part(to, PART_TEXT, text);
}

void statement_interval(struct statement *to, const char *interval,
			const char *note)
{
	statement_part(to, PART_INTERVAL, interval);
	to->parts[to->n - 1].note = arena_text(to->arena, note);
}

void statement_print(const struct statement *statement, FILE *to)
{
	static const char *const frames[][2] = {
		[PART_TEXT] = {"", ""},        [PART_WHO] = {"", ""},
		[PART_FACTOR] = {"", ""},      [PART_WHY] = {", ", ""},
		[PART_INTERVAL] = {" (", ")"},
	};

	if (*statement->where)
		fprintf(to, "%s: ", statement->where);
	for (size_t i = 0; i < statement->n; i++) {
		const struct part *part = &statement->parts[i];

		fprintf(to, "%s%s%s%s%s", frames[part->kind][0], part->text,
			*part->note ? "; " : "", part->note,
			frames[part->kind][1]);
	}
	fputc('.', to);
}
