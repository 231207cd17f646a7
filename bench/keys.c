/*
 * keys.c - reads the values of keys: texts, numbers with units, words, CPUs and
 * lists. Whether the words of a list mean something is for grid.c.
 */
#include "bench/keys.h"

#include "bench/cpus.h"
#include "harness/registry.h"
#include "harness/units.h"

#include <stdio.h>
#include <string.h>

/* One entry under way. */
struct value {
	const struct keys *keys;
	const struct inifile_entry *entry;
	void *place;
};

typedef bool reader(const struct value *value);

static const char *const figures[] = {"curves", "share", "map", "stopwatch"};

static bool wrong(const struct value *value, const char *why)
{
	return complain(&value->keys->complaint, value->entry->line,
			"%s = %s: %s", value->entry->name, value->entry->value,
			why);
}

static bool read_text(const struct value *value)
{
	if (snprintf(value->place, SUITE_TEXT, "%s", value->entry->value) >=
	    SUITE_TEXT)
		return wrong(value, "too long");
	return true;
}

/* Reads a number of a kind within limits, both included. */
static bool read_number(const struct value *value, enum param_kind kind,
			int64_t least, int64_t most, int64_t *number)
{
	char low[UNIT_TEXT], high[UNIT_TEXT], why[128];

	if (unit_parse(kind, value->entry->value, number) && *number >= least &&
	    *number <= most)
		return true;
	snprintf(why, sizeof why, "not %s from %s to %s", unit_example(kind),
		 unit_format(kind, least, low), unit_format(kind, most, high));
	return wrong(value, why);
}

static bool read_rounds(const struct value *value)
{
	int64_t number;

	if (!read_number(value, PARAM_COUNT, 1, SUITE_ROUNDS, &number))
		return false;
	*(unsigned *)value->place = (unsigned)number;
	return true;
}

static bool read_duration(const struct value *value)
{
	return read_number(value, PARAM_DURATION, MS, 3600 * S, value->place);
}

static bool read_warmup(const struct value *value)
{
	return read_number(value, PARAM_DURATION, 0, 3600 * S, value->place);
}

static bool read_tasks(const struct value *value)
{
	int64_t number;

	if (!read_number(value, PARAM_COUNT, 1, 1000000000, &number))
		return false;
	*(uint64_t *)value->place = (uint64_t)number;
	return true;
}

static bool read_seed(const struct value *value)
{
	int64_t number;

	if (!read_number(value, PARAM_COUNT, 1, INT64_C(1) << 53, &number))
		return false;
	*(uint64_t *)value->place = (uint64_t)number;
	return true;
}

static bool read_cpus(const struct value *value)
{
	char error[CELL_ERROR];

	return cpus_resolve(value->entry->value, value->place, error) ||
	       wrong(value, error);
}

static bool read_word(const struct value *value, const char *const *words,
		      size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(value->entry->value, words[i]) != 0)
			continue;
		snprintf(value->place, CELL_NAME, "%s", words[i]);
		return true;
	}
	return complain_word(&value->keys->complaint, value->entry->line,
			     value->entry->name, value->entry->value, words, n);
}

static bool read_figure(const struct value *value)
{
	return read_word(value, figures, sizeof figures / sizeof *figures);
}

static bool read_metric(const struct value *value)
{
	size_t n = 0;

	while (value->keys->metrics[n])
		n++;
	return read_word(value, value->keys->metrics, n);
}

/* Adds one value of a list, white space around it cut off. */
static bool add_value(const struct value *value, struct list *list,
		      const char *from, size_t length)
{
	while (length && strchr(" \t", *from))
		from++, length--;
	while (length && strchr(" \t", from[length - 1]))
		length--;
	if (!length)
		return wrong(value, "a value is missing");
	if (length >= CELL_NAME)
		return wrong(value, "a value is too long");
	if (list->n == SUITE_VALUES)
		return wrong(value, "more than 64 values");
	memcpy(list->value[list->n], from, length);
	list->value[list->n++][length] = '\0';
	return true;
}

static bool read_list(const struct value *value)
{
	struct list *list = value->place;
	const char *from = value->entry->value;
	size_t length;

	*list = (struct list){.line = value->entry->line};
	for (;; from += length + 1) {
		length = strcspn(from, ",");
		if (!add_value(value, list, from, length))
			return false;
		if (!from[length])
			return true;
	}
}

enum { IN_SUITE = 1, IN_EXPERIMENT = 2, IN_BOTH = 3 };

#define PLACE(member) offsetof(struct section, member)

static const struct key {
	const char *name;
	int in;
	reader *read;
	size_t place;
} rows[] = {
	{"title", IN_BOTH, read_text, PLACE(title)},
	{"rounds", IN_BOTH, read_rounds, PLACE(rounds)},
	{"duration", IN_BOTH, read_duration, PLACE(duration_ns)},
	{"warmup", IN_BOTH, read_warmup, PLACE(warmup_ns)},
	{"cpus", IN_BOTH, read_cpus, PLACE(cpus)},
	{"peer_cpus", IN_BOTH, read_cpus, PLACE(peer_cpus)},
	{"seed", IN_SUITE, read_seed, PLACE(seed)},
	{"question", IN_EXPERIMENT, read_text, PLACE(question)},
	{"figure", IN_EXPERIMENT, read_figure, PLACE(figure)},
	{"metric", IN_EXPERIMENT, read_metric, PLACE(metric)},
	{"tasks", IN_EXPERIMENT, read_tasks, PLACE(tasks)},
	{"workload", IN_EXPERIMENT, read_list, PLACE(workloads)},
	{"contestants", IN_EXPERIMENT, read_list, PLACE(contestants)},
	{"concurrency", IN_EXPERIMENT, read_list, PLACE(concurrency)},
};

enum { ROWS = sizeof rows / sizeof *rows, MOST_WORDS = ROWS + 4 * CELL_PARAMS };

/* The keys allowed there, into words; their number. */
static size_t key_names(int in, const char *words[MOST_WORDS])
{
	size_t n = 0;

	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].in & in)
			words[n++] = rows[i].name;
	return n;
}

/* Complains of a name that is neither a key nor a parameter of the section's
 * workloads. */
static bool unknown_key(const struct keys *keys, const struct section *section,
			const struct inifile_entry *entry)
{
	const char *words[MOST_WORDS];
	size_t n = key_names(IN_EXPERIMENT, words);

	for (unsigned i = 0; i < section->workloads.n; i++) {
		const char *workload = section->workloads.value[i];
		const struct param *param = registry_workload(workload)->params;

		for (; param && param->name && n < MOST_WORDS; param++)
			words[n++] = param->name;
	}
	return complain_word(&keys->complaint, entry->line, "key", entry->name,
			     words, n);
}

/* Whether some workload of the section has that parameter. */
static bool is_param(const struct section *section, const char *name)
{
	for (unsigned i = 0; i < section->workloads.n; i++) {
		const char *workload = section->workloads.value[i];
		const struct param *param = registry_workload(workload)->params;

		for (; param && param->name; param++)
			if (strcmp(param->name, name) == 0)
				return true;
	}
	return false;
}

/* An entry that is no key: the values of a parameter, checked by grid.c. */
static bool read_param(const struct keys *keys,
		       const struct inifile_entry *entry, struct section *to)
{
	struct param_list *param = &to->params[to->n_params];
	struct value value = {keys, entry, &param->values};

	if (to->n_params == CELL_PARAMS || !is_param(to, entry->name))
		return unknown_key(keys, to, entry);
	snprintf(param->name, sizeof param->name, "%s", entry->name);
	to->n_params++;
	return read_list(&value);
}

/* Complains of the first workload that this program does not have. */
static bool workloads_known(const struct keys *keys,
			    const struct section *section)
{
	const char *words[MOST_WORDS];
	size_t n = 0;

	for (const struct named_workload *known = registry_workloads;
	     known->name && n < MOST_WORDS; known++)
		words[n++] = known->name;
	for (unsigned i = 0; i < section->workloads.n; i++)
		if (!registry_workload(section->workloads.value[i]))
			return complain_word(
				&keys->complaint, section->workloads.line,
				"workload", section->workloads.value[i], words,
				n);
	return true;
}

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

		if (key && !key->read(&(struct value){keys, entry,
						      (char *)to + key->place}))
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
			return complain_word(
				&keys->complaint, from->entries[i].line,
				"key of [suite]", from->entries[i].name, words,
				key_names(IN_SUITE, words));
	return read_keys(keys, from, IN_SUITE, to);
}

bool keys_read(const struct keys *keys, const struct inifile_section *from,
	       struct section *to)
{
	if (!read_keys(keys, from, IN_EXPERIMENT, to) ||
	    !workloads_known(keys, to))
		return false;
	for (size_t i = 0; i < from->n_entries; i++)
		if (!find_key(from->entries[i].name, IN_EXPERIMENT) &&
		    !read_param(keys, &from->entries[i], to))
			return false;
	return true;
}
