/*
 * inifile.c - feeds a file to inih line by line and keeps what it answers.
 *
 * inih calls its handler right after it has taken a line, so the number of the
 * line last fed is the entry's. Sections are noticed while feeding, since inih
 * tells about them only with their first entry. inih's buffer holds
 * INI_MAX_LINE bytes (200 in Debian's build) and silently takes the rest of a
 * longer line for the next one: such a line is refused here.
 */
#include "bench/suite/inifile.h"

#include "base/units.h"

#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file while it is being read. */
struct reading {
	struct inifile *to;
	FILE *from;
	unsigned line;
	bool indented; /* the line last fed begins with white space */
	struct complaint complaint;
};

/* Makes room for one more of an array's elements; there is no way on without
 * memory. */
static void *grown(void *array, size_t n, size_t size)
{
	void *more = realloc(array, (n + 1) * size);

	if (!more)
		abort();
	return more;
}

/* A copy of a text. */
static char *copy(const char *text)
{
	char *made = strdup(text);

	if (!made)
		abort();
	return made;
}

bool inifile_error(const struct complaint *complaint, unsigned line,
		   const char *format, ...)
{
	va_list args;
	int used;

	if (*complaint->error)
		return false;
	used = snprintf(complaint->error, COMPLAINT, "%s:%u: ", complaint->path,
			line);
	if (used < 0 || used >= COMPLAINT)
		return false;
	va_start(args, format);
	vsnprintf(complaint->error + used, (size_t)(COMPLAINT - used), format,
		  args);
	va_end(args);
	return false;
}

bool inifile_unknown(const struct complaint *complaint, unsigned line,
		     const char *what, const char *word,
		     const char *const *allowed, size_t n)
{
	const char *nearest = unit_nearest(word, allowed, n);
	char list[COMPLAINT / 2] = "";
	size_t used = 0;

	for (size_t i = 0; i < n && used < sizeof list; i++)
		used += (size_t)snprintf(list + used, sizeof list - used,
					 "%s%s", i ? ", " : "", allowed[i]);
	if (nearest)
		return inifile_error(complaint, line,
				     "unknown %s '%s' (allowed: %s); did you "
				     "mean "
				     "'%s'?",
				     what, word, list, nearest);
	return inifile_error(complaint, line, "unknown %s '%s' (allowed: %s)",
			     what, word, list);
}

/* A doubled section would silently be merged by inih. */
static bool add_section(struct reading *reading, const char *name)
{
	struct inifile *file = reading->to;

	for (size_t i = 0; file->sections && i < file->n_sections; i++)
		if (strcmp(file->sections[i].name, name) == 0)
			return inifile_error(&reading->complaint, reading->line,
					     "section [%s] is there twice, "
					     "first in "
					     "line %u",
					     name, file->sections[i].line);
	file->sections =
		grown(file->sections, file->n_sections, sizeof *file->sections);
	file->sections[file->n_sections++] = (struct inifile_section){
		.name = copy(name), .line = reading->line};
	return true;
}

/* The section that is being read; NULL before the first. */
static struct inifile_section *last_section(struct inifile *file)
{
	return file->n_sections ? &file->sections[file->n_sections - 1] : NULL;
}

/* Notices [name], by inih's own rule: an indented bracket continues a value. */
static void notice_header(struct reading *reading, char *line)
{
	struct inifile_section *section = last_section(reading->to);
	char *start = line + strspn(line, " \t");
	char name[256];
	size_t length;

	reading->indented = start != line;
	if (*start != '[')
		return;
	if (reading->indented && section && section->n_entries)
		return;
	length = strcspn(start + 1, "]");
	if (!start[1 + length] || length >= sizeof name)
		return; /* inih finds this wrong itself */
	memcpy(name, start + 1, length);
	name[length] = '\0';
	add_section(reading, name);
}

/* Whether a comment follows something in the line, which inih would cut off or
 * swallow. */
static bool no_comment_behind(struct reading *reading, const char *line)
{
	const char *c = line + strspn(line, " \t");

	if (*c == ';' || *c == '#')
		return true;
	for (; *c; c++)
		if (strchr(" \t", *c) && (c[1] == ';' || c[1] == '#'))
			return inifile_error(
				&reading->complaint, reading->line,
				"a comment needs a line of its own: '%.*s'",
				(int)strcspn(c + 1, "\r\n"), c + 1);
	return true;
}

/* The next line for inih, as fgets() would give it. */
static char *feed(char *to, int size, void *data)
{
	struct reading *reading = data;
	size_t length;
	int next;

	if (*reading->complaint.error || !fgets(to, size, reading->from))
		return NULL;
	reading->line++;
	length = strlen(to);
	if (length + 1 == (size_t)size && to[length - 1] != '\n') {
		next = getc(reading->from);
		if (next != EOF) {
			inifile_error(&reading->complaint, reading->line,
				      "line longer than %d bytes: go on in the "
				      "next "
				      "line, indented",
				      size - 2);
			return NULL;
		}
	}
	if (!no_comment_behind(reading, to))
		return NULL;
	notice_header(reading, to);
	return to;
}

/* Adds an indented line to the value above it. */
static bool continue_value(struct reading *reading, struct inifile_entry *entry,
			   const char *more)
{
	/* More likely an indented key than a value with an equals sign. */
	size_t word = strspn(more, "abcdefghijklmnopqrstuvwxyz_");
	char *joined;

	if (word && more[word + strspn(more + word, " \t")] == '=')
		return inifile_error(&reading->complaint, reading->line,
				     "'%s' is indented, so it continues '%s': "
				     "begin "
				     "it at the left margin",
				     more, entry->name);
	if (asprintf(&joined, "%s %s", entry->value, more) < 0)
		abort();
	free(entry->value);
	entry->value = joined;
	return true;
}

/* inih's handler: 1 to go on. */
static int take(void *data, const char *section_name, const char *name,
		const char *value)
{
	struct reading *reading = data;
	struct inifile_section *section = last_section(reading->to);
	struct inifile_entry *entry;

	(void)section_name; /* cut at 50 bytes: ours is whole */
	if (!section)
		return inifile_error(&reading->complaint, reading->line,
				     "'%s' stands before any [section]", name);
	for (size_t i = 0; i < section->n_entries; i++) {
		entry = &section->entries[i];
		if (strcmp(entry->name, name) != 0)
			continue;
		if (reading->indented && i + 1 == section->n_entries)
			return continue_value(reading, entry, value);
		return inifile_error(&reading->complaint, reading->line,
				     "'%s' is set twice, first in line %u",
				     name, entry->line);
	}
	section->entries = grown(section->entries, section->n_entries,
				 sizeof *section->entries);
	section->entries[section->n_entries++] =
		(struct inifile_entry){copy(name), copy(value), reading->line};
	return 1;
}

/* Reads all of an open file; false with a complaint. */
static bool read_all(struct reading *reading)
{
	int wrong = ini_parse_stream(feed, reading, take, reading);

	if (ferror(reading->from))
		snprintf(reading->complaint.error, COMPLAINT,
			 "cannot read %s: %s", reading->to->path,
			 strerror(errno));
	else if (wrong)
		inifile_error(&reading->complaint, (unsigned)wrong,
			      "neither [section] nor name = value");
	return !*reading->complaint.error;
}

bool inifile_load(struct inifile *file, const char *path, char error[COMPLAINT])
{
	struct reading reading = {.to = file, .complaint = {path, error}};
	bool well;

	*error = '\0';
	*file = (struct inifile){.path = copy(path)};
	reading.from = fopen(path, "re");
	if (!reading.from) {
		snprintf(error, COMPLAINT, "cannot read %s: %s", path,
			 strerror(errno));
		inifile_free(file);
		return false;
	}
	well = read_all(&reading);
	fclose(reading.from);
	if (!well)
		inifile_free(file);
	return well;
}

void inifile_free(struct inifile *file)
{
	for (size_t i = 0; i < file->n_sections; i++) {
		struct inifile_section *section = &file->sections[i];

		for (size_t j = 0; j < section->n_entries; j++) {
			free(section->entries[j].name);
			free(section->entries[j].value);
		}
		free(section->entries);
		free(section->name);
	}
	free(file->sections);
	free(file->path);
	*file = (struct inifile){0};
}
