/*
 * keys.c - the table of keys with the readers of their values, and what happens
 * to a name that is not in it: it is a parameter of the section's workloads, or
 * unknown.
 *
 * A new key is a member of struct section and a row here. No parameter of a
 * workload may have the name of a key: the key would win. Every reader writes
 * to reading->place, whose type only its row knows: the cast in each reader is
 * that row's promise. A reader that says false has complained.
 */
#include "bench/suite/keys.h"

#include "base/text.h"
#include "base/units.h"
#include "bench/suite/placement.h"
#include "harness/cell/registry.h"
#include "harness/fault/fault.h"

#include <stdio.h>
#include <string.h>

/* Where a key may stand; bits. What tests avt itself is named to nobody who
 * mistyped another key, as --fault is not in the help. */
enum { IN_SUITE = 1, IN_EXPERIMENT = 2, IN_BOTH = 3, HIDDEN = 4 };

/* A load far beyond capacity shows nothing but a growing queue. */
enum { MOST_LOAD = 200 };

struct key;

/* One entry under way, and where its value goes. */
struct reading {
	const struct keys *keys;
	const struct inifile_entry *entry;
	const struct key *key;
	void *place;
};

/* A key. */
struct key {
	const char *name;
	bool (*read)(const struct reading *reading);
	size_t place;
	int in;
	/* Of numbers: their kind, and what is allowed, both included. */
	enum param_kind kind;
	int64_t least, most;
};

/* What analysis/figures/figures.c can draw. */
static const char *const figures[] = {"curves", "fraction", "map", "open",
				      "stopwatch"};

/* Complains of the whole entry, as it was written. Always false. */
static bool wrong(const struct reading *reading, const char *why)
{
	return inifile_error(&reading->keys->complaint, reading->entry->line,
			     "%s = %s: %s", reading->entry->name,
			     reading->entry->value, why);
}

/* char[SUITE_TEXT]: any text that JSON and XML can hold. */
static bool read_text(const struct reading *reading)
{
	const char *text = reading->entry->value;
	size_t bytes;

	if (snprintf(reading->place, SUITE_TEXT, "%s", text) >= SUITE_TEXT)
		return wrong(reading, "too long");
	for (; *text; text += bytes) {
		bytes = text_character(text);
		if (!bytes)
			return inifile_error(
				&reading->keys->complaint, reading->entry->line,
				"%s is not UTF-8", reading->entry->name);
	}
	return true;
}

/* struct holds_if: taken apart in holds_if.c, when the grid is known. */
static bool read_holds_if(const struct reading *reading)
{
	struct holds_if *holds_if = reading->place;
	struct reading text = *reading;

	holds_if->line = reading->entry->line;
	text.place = holds_if->text;
	return *reading->entry->value ? read_text(&text)
				      : wrong(reading, "a value is missing");
}

/* Reads a text as a number of the key's kind, within its limits. */
static bool parse(const struct key *key, const char *text, int64_t *number)
{
	return unit_parse(key->kind, text, number) && *number >= key->least &&
	       *number <= key->most;
}

/* What the numbers of a key look like. Returns to. */
static const char *expected(const struct key *key, char to[128])
{
	char low[UNIT_TEXT], high[UNIT_TEXT];

	snprintf(to, 128, "not %s from %s to %s", unit_example(key->kind),
		 unit_format(key->kind, key->least, low),
		 unit_format(key->kind, key->most, high));
	return to;
}

/* int64_t, or uint64_t where negative ones are not allowed. */
static bool read_number(const struct reading *reading)
{
	char why[128];

	return parse(reading->key, reading->entry->value, reading->place) ||
	       wrong(reading, expected(reading->key, why));
}

/* unsigned. */
static bool read_rounds(const struct reading *reading)
{
	struct reading wide = *reading;
	int64_t number;

	wide.place = &number;
	if (!read_number(&wide))
		return false;
	*(unsigned *)reading->place = (unsigned)number;
	return true;
}

/* char[CELL_CPUS]: a list, or a word of placement.h resolved to one. */
static bool read_cpus(const struct reading *reading)
{
	char error[CELL_ERROR];

	return placement_resolve(reading->entry->value, reading->place,
				 error) ||
	       wrong(reading, error);
}

/* Takes one of n words; returns which, or n with a complaint. */
static size_t find_word(const struct reading *reading, const char *word,
			const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	inifile_unknown(&reading->keys->complaint, reading->entry->line,
			reading->entry->name, word, words, n);
	return n;
}

/* How many words a list that ends with NULL has. */
static size_t count(const char *const *words)
{
	size_t n = 0;

	while (words[n])
		n++;
	return n;
}

/* char[CELL_NAME]. */
static bool read_figure(const struct reading *reading)
{
	const size_t n = sizeof figures / sizeof *figures;

	snprintf(reading->place, CELL_NAME, "%s", reading->entry->value);
	return find_word(reading, reading->entry->value, figures, n) < n;
}

/* bool: whether lengths are fixed. */
static bool read_lengths(const struct reading *reading)
{
	static const char *const words[] = {"pilots", "fixed"};
	size_t i = find_word(reading, reading->entry->value, words, 2);

	*(bool *)reading->place = i == 1;
	return i < 2;
}

/* char[CELL_NAME]. The words are the analysis' and come from the caller: bench/
 * does not know what is analysed. */
static bool read_metric(const struct reading *reading)
{
	const char *const *words = reading->keys->metrics;
	const size_t n = count(words);

	snprintf(reading->place, CELL_NAME, "%s", reading->entry->value);
	return find_word(reading, reading->entry->value, words, n) < n;
}

/* enum arrivals. "closed" is a load, but no way to arrive. */
static bool read_arrivals(const struct reading *reading)
{
	const char *const *words = arrivals_words + ARRIVALS_POISSON;
	const size_t n = count(words);
	size_t i = find_word(reading, reading->entry->value, words, n);

	*(enum arrivals *)reading->place =
		(enum arrivals)(ARRIVALS_POISSON + i);
	return i < n;
}

/* struct slo: one on a percentile that the analysis has as a metric. */
static bool read_slo(const struct reading *reading)
{
	const char *const *words = reading->keys->metrics;
	struct slo *slo = reading->place;
	char error[CELL_ERROR], metric[CELL_NAME];

	if (!slo_parse(reading->entry->value, slo, error))
		return wrong(reading, error);
	slo_metric(slo, metric);
	return find_word(reading, metric, words, count(words)) < count(words);
}

/* char[CELL_NAME]: a fault as of fault.h. Whether it can happen to the section's
 * loads is for check.c. */
static bool read_fault(const struct reading *reading)
{
	struct fault fault;
	char error[CELL_ERROR];

	if (!*reading->entry->value)
		return wrong(reading, "empty: one is stall:5s,100ms");
	if (!fault_parse(reading->entry->value, &fault, error))
		return wrong(reading, error);
	snprintf(reading->place, CELL_NAME, "%s", reading->entry->value);
	return true;
}

/* bool: `steady = off` makes it true. */
static bool read_steady(const struct reading *reading)
{
	static const char *const words[] = {"on", "off"};
	size_t i = find_word(reading, reading->entry->value, words, 2);

	*(bool *)reading->place = i == 1;
	return i < 2;
}

/* The values of an entry, as they are written. */
struct texts {
	unsigned n;
	char text[SUITE_VALUES][CELL_NAME];
};

/* Cuts an entry at its commas, and white space off each value. An empty entry is
 * one empty value, and is complained of as such. */
static bool split(const struct reading *reading, struct texts *to)
{
	const char *from = reading->entry->value, *end;

	to->n = 0;
	do {
		size_t length = strcspn(from, ",");

		end = from + length;
		while (length && strchr(" \t", *from))
			from++, length--;
		while (length && strchr(" \t", from[length - 1]))
			length--;
		if (!length)
			return wrong(reading, "a value is missing");
		if (length >= CELL_NAME)
			return wrong(reading, "a value is too long");
		if (to->n == SUITE_VALUES)
			return wrong(reading, "more than 64 values");
		memcpy(to->text[to->n], from, length);
		to->text[to->n++][length] = '\0';
		from = end + 1;
	} while (*end);
	return true;
}

/* One that is there twice would make the same cell twice. */
static bool twice(const struct reading *reading, const char *text)
{
	return inifile_error(&reading->keys->complaint, reading->entry->line,
			     "%s has %s twice", reading->entry->name, text);
}

/* Begins a list, and cuts the entry into what is to be read. */
static bool start_list(const struct reading *reading, struct texts *texts)
{
	struct list *list = reading->place;

	*list = (struct list){.line = reading->entry->line};
	snprintf(list->name, sizeof list->name, "%s", reading->entry->name);
	return split(reading, texts);
}

/* Adds a value that is not there yet. */
static bool add_value(const struct reading *reading, const struct value *value)
{
	struct list *list = reading->place;

	for (unsigned i = 0; i < list->n; i++)
		if (strcmp(list->value[i].text, value->text) == 0)
			return twice(reading, value->text);
	list->value[list->n++] = *value;
	return true;
}

/* struct list of numbers. */
static bool read_numbers(const struct reading *reading)
{
	const struct key *key = reading->key;
	struct texts texts;
	char why[128];
	bool well = start_list(reading, &texts);

	for (unsigned i = 0; well && i < texts.n; i++) {
		struct value value = {.kind = key->kind};

		if (!parse(key, texts.text[i], &value.number))
			return inifile_error(&reading->keys->complaint,
					     reading->entry->line, "%s %s: %s",
					     key->name, texts.text[i],
					     expected(key, why));
		unit_format(key->kind, value.number, value.text);
		well = add_value(reading, &value);
	}
	return well;
}

enum { MOST_WORKLOADS = 256 };

/* struct list of workloads, each of which this program must have. */
static bool read_workloads(const struct reading *reading)
{
	const char *words[MOST_WORKLOADS];
	char why[CELL_ERROR];
	struct texts texts;
	size_t n = 0;
	bool well = start_list(reading, &texts);

	for (const struct named_workload *known = registry_workloads;
	     known->name && n < MOST_WORKLOADS; known++)
		words[n++] = known->name;
	for (unsigned i = 0; well && i < texts.n; i++) {
		struct value value = {.kind = PARAM_CHOICE};

		memcpy(value.text, texts.text[i], sizeof value.text);
		if (cell_left_out("workloads", value.text, why))
			return inifile_error(&reading->keys->complaint,
					     reading->entry->line, "%s", why);
		well = find_word(reading, value.text, words, n) < n &&
		       add_value(reading, &value);
	}
	return well;
}

/* The contestants of a section, each of which this program can run. */
static bool read_contestants(const struct reading *reading)
{
	struct section *to = reading->place;
	struct texts texts;
	char error[CELL_ERROR];

	if (!split(reading, &texts))
		return false;
	for (unsigned i = 0; i < texts.n; i++) {
		if (!contestant_parse(texts.text[i], &to->contestants[i],
				      error))
			return inifile_error(&reading->keys->complaint,
					     reading->entry->line, "%s", error);
		for (unsigned k = 0; k < i; k++)
			if (strcmp(texts.text[k], texts.text[i]) == 0)
				return twice(reading, texts.text[i]);
	}
	to->n_contestants = texts.n;
	return true;
}

#define AT(member) offsetof(struct section, member)

/* The type at `place` is the one that `read` writes. A run below a millisecond
 * is all start and end; fewer than 6 rounds give no verdict, but are good for a
 * first look; a seed above 2^53 is more than other readers of JSON hold; the
 * contestants go into the section itself. */
static const struct key rows[] = {
	{"title", read_text, AT(title), IN_BOTH},
	{"rounds", read_rounds, AT(rounds), IN_BOTH, PARAM_COUNT, 1,
	 SUITE_ROUNDS},
	{"duration", read_number, AT(duration_ns), IN_BOTH, PARAM_DURATION, MS,
	 CELL_MOST_NS},
	{"warmup", read_number, AT(warmup_ns), IN_BOTH, PARAM_DURATION, 0,
	 CELL_MOST_NS},
	{"lengths", read_lengths, AT(fixed_lengths), IN_BOTH},
	{"steady", read_steady, AT(unsteady), IN_BOTH},
	{"cpus", read_cpus, AT(cpus), IN_BOTH},
	{"peer_cpus", read_cpus, AT(peer_cpus), IN_BOTH},
	{"seed", read_number, AT(seed), IN_SUITE, PARAM_COUNT, 1,
	 INT64_C(1) << 53},
	{"question", read_text, AT(question), IN_EXPERIMENT},
	{"claim", read_text, AT(claim), IN_EXPERIMENT},
	{"holds_if", read_holds_if, AT(holds_if), IN_EXPERIMENT},
	{"figure", read_figure, AT(figure), IN_EXPERIMENT},
	{"metric", read_metric, AT(metric), IN_EXPERIMENT},
	{"tasks", read_number, AT(tasks), IN_EXPERIMENT, PARAM_COUNT, 1,
	 1000000000},
	{"workload", read_workloads, AT(workloads), IN_EXPERIMENT},
	{"contestants", read_contestants, 0, IN_EXPERIMENT},
	{"concurrency", read_numbers, AT(concurrency), IN_EXPERIMENT,
	 PARAM_COUNT, 1, CELL_MOST_CONCURRENCY},
	{"slack", read_numbers, AT(slacks), IN_EXPERIMENT, PARAM_DURATION, 1,
	 CELL_MOST_SLACK_NS},
	{"rate", read_numbers, AT(rates), IN_EXPERIMENT, PARAM_COUNT, 1,
	 CELL_MOST_RATE},
	{"load", read_numbers, AT(loads), IN_EXPERIMENT, PARAM_PERCENT, 1,
	 MOST_LOAD},
	{"arrivals", read_arrivals, AT(arrivals), IN_EXPERIMENT},
	{"slo", read_slo, AT(slo), IN_EXPERIMENT},
	{"fault", read_fault, AT(fault), IN_EXPERIMENT | HIDDEN},
};

enum { ROWS = sizeof rows / sizeof *rows, MOST_WORDS = ROWS + 4 * CELL_PARAMS };

/* The keys allowed there, into words; their number. */
static size_t key_names(int in, const char *words[MOST_WORDS])
{
	size_t n = 0;

	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].in & in && !(rows[i].in & HIDDEN))
			words[n++] = rows[i].name;
	return n;
}

/* The parameter of that name that a workload has, or NULL. */
static const struct param *find_param(const char *workload, const char *name)
{
	const struct param *param = registry_workload(workload)->params;

	for (; param && param->name; param++)
		if (strcmp(param->name, name) == 0)
			return param;
	return NULL;
}

/* Complains of a name that is neither a key nor a parameter of the section's
 * workloads. */
static bool unknown_key(const struct keys *keys, const struct section *section,
			const struct inifile_entry *entry)
{
	const char *words[MOST_WORDS];
	size_t n = key_names(IN_EXPERIMENT, words);

	for (unsigned i = 0; i < section->workloads.n; i++) {
		const char *workload = section->workloads.value[i].text;
		const struct param *param = registry_workload(workload)->params;

		for (; param && param->name && n < MOST_WORDS; param++)
			words[n++] = param->name;
	}
	return inifile_unknown(&keys->complaint, entry->line, "key",
			       entry->name, words, n);
}

/* Reads a value as each workload that has the parameter does: limits may
 * differ, but not what its number means. */
static bool read_setting(const struct reading *reading,
			 const struct section *section, const char *text)
{
	struct value value = {.kind = PARAM_UNKNOWN};
	char error[CELL_ERROR];

	for (unsigned i = 0; i < section->workloads.n; i++) {
		const char *workload = section->workloads.value[i].text;
		const struct param *param =
			find_param(workload, reading->entry->name);

		if (!param)
			continue;
		if (value.kind != PARAM_UNKNOWN && value.kind != param->kind)
			return inifile_error(
				&reading->keys->complaint, reading->entry->line,
				"%s is a %s of one workload and a %s of %s: "
				"give each its own experiment",
				param->name, unit_kinds[value.kind],
				unit_kinds[param->kind], workload);
		value.kind = param->kind;
		if (!cell_read_value(param, text, &value.number, error))
			return inifile_error(&reading->keys->complaint,
					     reading->entry->line, "%s", error);
		cell_write_value(param, value.number, value.text);
	}
	return add_value(reading, &value);
}

/* An entry that is no key: the values of a parameter. */
static bool read_param(const struct keys *keys,
		       const struct inifile_entry *entry, struct section *to)
{
	struct reading reading = {keys, entry, .place = NULL};
	struct texts texts;
	bool known = false;

	for (unsigned i = 0; i < to->workloads.n && !known; i++)
		known = find_param(to->workloads.value[i].text, entry->name);
	if (!known || to->n_params == CELL_PARAMS)
		return unknown_key(keys, to, entry);
	reading.place = &to->params[to->n_params++];
	known = start_list(&reading, &texts);
	for (unsigned i = 0; known && i < texts.n; i++)
		known = read_setting(&reading, to, texts.text[i]);
	return known;
}

/* The key of that name that may stand there, or NULL. */
static const struct key *find_key(const char *name, int in)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(rows[i].name, name) == 0 && rows[i].in & in)
			return &rows[i];
	return NULL;
}

/* Reads the entries that are keys. */
static bool read_keys(const struct keys *keys,
		      const struct inifile_section *from, int in,
		      struct section *to)
{
	for (size_t i = 0; i < from->n_entries; i++) {
		const struct inifile_entry *entry = &from->entries[i];
		const struct key *key = find_key(entry->name, in);

		if (key && !key->read(&(struct reading){
				   keys, entry, key, (char *)to + key->place}))
			return false;
	}
	return true;
}

bool keys_read_defaults(const struct keys *keys,
			const struct inifile_section *from, struct section *to)
{
	const char *words[MOST_WORDS];

	for (size_t i = 0; i < from->n_entries; i++)
		if (!find_key(from->entries[i].name, IN_SUITE))
			return inifile_unknown(
				&keys->complaint, from->entries[i].line,
				"key of [suite]", from->entries[i].name, words,
				key_names(IN_SUITE, words));
	/* All names are keys by now. */
	return read_keys(keys, from, IN_SUITE, to);
}

bool keys_read(const struct keys *keys, const struct inifile_section *from,
	       struct section *to)
{
	if (!read_keys(keys, from, IN_EXPERIMENT, to))
		return false;
	/* What is left must be parameters, now that the workloads are known. */
	for (size_t i = 0; i < from->n_entries; i++)
		if (!find_key(from->entries[i].name, IN_EXPERIMENT) &&
		    !read_param(keys, &from->entries[i], to))
			return false;
	return true;
}
