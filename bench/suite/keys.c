/*
 * keys.c - the table of keys, and what happens to a name that is not in it: it
 * is a parameter of the section's workloads, or unknown.
 *
 * A new key is a member of struct section and a row here. No parameter of a
 * workload may have the name of a key: the key would win.
 */
#include "bench/suite/keys.h"

#include "bench/suite/values.h"
#include "harness/cell/cell.h"
#include "harness/cell/registry.h"

#include <stdio.h>
#include <string.h>

/* Where a key may stand; bits. What tests avt itself is named to nobody who
 * mistyped another key, as --fault is not in the help. */
enum { IN_SUITE = 1, IN_EXPERIMENT = 2, IN_BOTH = 3, HIDDEN = 4 };

#define PLACE(member) offsetof(struct section, member)

/* The type at `place` is the one that `read` writes. */
static const struct key {
	const char *name;
	int in;
	value_reader *read;
	size_t place;
} rows[] = {
	{"title", IN_BOTH, value_text, PLACE(title)},
	{"rounds", IN_BOTH, value_rounds, PLACE(rounds)},
	{"duration", IN_BOTH, value_duration, PLACE(duration_ns)},
	{"warmup", IN_BOTH, value_warmup, PLACE(warmup_ns)},
	{"cpus", IN_BOTH, value_cpus, PLACE(cpus)},
	{"peer_cpus", IN_BOTH, value_cpus, PLACE(peer_cpus)},
	{"seed", IN_SUITE, value_seed, PLACE(seed)},
	{"question", IN_EXPERIMENT, value_text, PLACE(question)},
	{"claim", IN_EXPERIMENT, value_text, PLACE(claim)},
	{"holds_if", IN_EXPERIMENT, value_condition, PLACE(holds_if)},
	{"figure", IN_EXPERIMENT, value_figure, PLACE(figure)},
	{"metric", IN_EXPERIMENT, value_metric, PLACE(metric)},
	{"tasks", IN_EXPERIMENT, value_tasks, PLACE(tasks)},
	{"workload", IN_EXPERIMENT, value_list, PLACE(workloads)},
	{"contestants", IN_EXPERIMENT, value_list, PLACE(contestants)},
	{"concurrency", IN_EXPERIMENT, value_list, PLACE(concurrency)},
	{"rate", IN_EXPERIMENT, value_list, PLACE(rates)},
	{"load", IN_EXPERIMENT, value_list, PLACE(loads)},
	{"arrivals", IN_EXPERIMENT, value_arrivals, PLACE(arrivals)},
	{"slo", IN_EXPERIMENT, value_slo, PLACE(slo)},
	{"fault", IN_EXPERIMENT | HIDDEN, value_fault, PLACE(fault)},
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
	return value_list(&value);
}

/* Complains of the first workload that this program does not have. */
static bool workloads_known(const struct keys *keys,
			    const struct section *section)
{
	const char *words[MOST_WORDS];
	char why[CELL_ERROR];
	size_t n = 0;

	for (const struct named_workload *known = registry_workloads;
	     known->name && n < MOST_WORDS; known++)
		words[n++] = known->name;
	for (unsigned i = 0; i < section->workloads.n; i++) {
		const char *name = section->workloads.value[i];

		if (cell_left_out("workloads", name, why))
			return complain(&keys->complaint,
					section->workloads.line, "%s", why);
		if (!registry_workload(name))
			return complain_word(&keys->complaint,
					     section->workloads.line,
					     "workload", name, words, n);
	}
	return true;
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
	/* All names are keys by now. */
	return read_keys(keys, from, IN_SUITE, to);
}

bool keys_read(const struct keys *keys, const struct inifile_section *from,
	       struct section *to)
{
	if (!read_keys(keys, from, IN_EXPERIMENT, to) ||
	    !workloads_known(keys, to))
		return false;
	/* What is left must be parameters, now that the workloads are known. */
	for (size_t i = 0; i < from->n_entries; i++)
		if (!find_key(from->entries[i].name, IN_EXPERIMENT) &&
		    !read_param(keys, &from->entries[i], to))
			return false;
	return true;
}
