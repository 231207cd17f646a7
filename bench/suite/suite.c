/*
 * suite.c - finds a suite's file and turns its sections into experiments.
 *
 * A word without a slash or .ini is one of the suites that come along. Reading
 * has two passes, so that [suite] may stand anywhere; within an experiment the
 * keys come before the parameters, since only the workloads say which names
 * are parameters. The first complaint ends it.
 */
#include "bench/suite/suite.h"

#include "bench/suite/cpu_words.h"
#include "bench/suite/data.h"
#include "bench/suite/grid.h"
#include "bench/suite/keys.h"
#include "base/units.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Suites that a complaint can name. */
enum { MOST_SUITES = 64 };

/* Whether a word is meant as a file. */
static bool ends_in_ini(const char *word)
{
	size_t length = strlen(word);

	return length > 4 && strcmp(word + length - 4, ".ini") == 0;
}

/* For scandir(): suites, and nothing hidden. */
static int is_suite(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && ends_in_ini(entry->d_name);
}

/* Names the suites of a folder and the one nearest to a wrong word. */
static void list_suites(const char *folder, const char *word,
			char error[COMPLAINT])
{
	struct dirent **entries;
	const char *names[MOST_SUITES];
	const char *nearest;
	int n = scandir(folder, &entries, is_suite, alphasort);
	int used = snprintf(error, COMPLAINT,
			    "unknown suite '%s' (allowed:", word);
	size_t kept = 0;

	for (int i = 0; i < n && kept < MOST_SUITES; i++) {
		entries[i]->d_name[strlen(entries[i]->d_name) - 4] = '\0';
		names[kept++] = entries[i]->d_name;
		if (used < COMPLAINT)
			used += snprintf(error + used,
					 (size_t)(COMPLAINT - used), " %s,",
					 entries[i]->d_name);
	}
	nearest = unit_nearest(word, names, kept);
	if (used < COMPLAINT)
		used += snprintf(error + used, (size_t)(COMPLAINT - used),
				 " or a file NAME.ini)");
	if (nearest && used < COMPLAINT)
		snprintf(error + used, (size_t)(COMPLAINT - used),
			 "; did you mean '%s'?", nearest);
	for (int i = 0; i < n; i++)
		free(entries[i]);
	if (n >= 0)
		free(entries);
}

bool suite_find(const char *word, char path[PATH_MAX], char error[COMPLAINT])
{
	char folder[PATH_MAX];
	bool found;

	if (strchr(word, '/') || ends_in_ini(word)) {
		if (snprintf(path, PATH_MAX, "%s", word) < PATH_MAX)
			return true;
		snprintf(error, COMPLAINT, "the suite's path is too long");
		return false;
	}
	if (!data_folder("suites", folder)) {
		snprintf(error, COMPLAINT, "no folder of suites (%.1024s)",
			 folder);
		return false;
	}
	/* *word: the name "" would find the file ".ini". */
	found = snprintf(path, PATH_MAX, "%s/%s.ini", folder, word) < PATH_MAX;
	if (found && *word && access(path, F_OK) == 0)
		return true;
	list_suites(folder, word, error);
	return false;
}

/* The file's name without folder and .ini, as far as it is a name. */
static void set_name(struct suite *suite)
{
	const char *slash = strrchr(suite->path, '/');
	const char *base = slash ? slash + 1 : suite->path;
	int length = (int)strlen(base) - (ends_in_ini(base) ? 4 : 0);

	snprintf(suite->name, sizeof suite->name, "%.*s", length, base);
}

/* What holds where neither [suite] nor the experiment says anything. */
static bool set_defaults(struct section *defaults, char error[COMPLAINT])
{
	char cpu_error[CELL_ERROR];

	*defaults = (struct section){
		.figure = "curves",
		.metric = "throughput",
		.rounds = 10,
		.duration_ns = 200 * MS,
		.warmup_ns = 50 * MS,
		.concurrency = {.n = 1, .value = {"1"}},
	};
	if (cpu_words_resolve("all", defaults->cpus, cpu_error))
		return true;
	snprintf(error, COMPLAINT, "%s", cpu_error);
	return false;
}

/* An experiment's name becomes file names and labels. */
static bool check_name(const struct keys *keys,
		       const struct inifile_section *from)
{
	size_t good =
		strspn(from->name, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	if (good && good <= 40 && !from->name[good])
		return true;
	return complain(&keys->complaint, from->line,
			"section [%s]: 1 to 40 of a-z 0-9 _ - are allowed",
			from->name);
}

/* Reads one experiment over the defaults. */
static bool add_experiment(struct suite *suite, const struct keys *keys,
			   const struct inifile_section *from)
{
	struct section *section = &suite->sections[suite->n_sections++];

	*section = suite->defaults;
	snprintf(section->name, sizeof section->name, "%.40s", from->name);
	snprintf(section->title, sizeof section->title, "%.40s", from->name);
	*section->question = '\0';
	section->line = from->line;
	if (!check_name(keys, from) || !keys_read(keys, from, section) ||
	    !grid_check(keys, from, section))
		return false;
	/* A batch is measured whole, whatever [suite] says of time. */
	if (section->tasks)
		section->duration_ns = section->warmup_ns = 0;
	return true;
}

/* Reads [suite], wherever it stands, then the others in their order. */
static bool read_sections(struct suite *suite, const struct keys *keys,
			  const struct inifile *file)
{
	for (size_t i = 0; i < file->n_sections; i++)
		if (strcmp(file->sections[i].name, "suite") == 0 &&
		    !keys_read_defaults(keys, &file->sections[i],
					&suite->defaults))
			return false;
	for (size_t i = 0; i < file->n_sections; i++)
		if (strcmp(file->sections[i].name, "suite") != 0 &&
		    !add_experiment(suite, keys, &file->sections[i]))
			return false;
	return suite->n_sections ||
	       complain(&keys->complaint, 1,
			"no experiment: every section but [suite] is one");
}

bool suite_load(struct suite *suite, const char *path,
		const char *const *metrics, char error[COMPLAINT])
{
	const struct keys keys = {{path, error}, metrics};
	struct inifile file;
	bool well;

	*error = '\0';
	*suite = (struct suite){0};
	snprintf(suite->path, sizeof suite->path, "%s", path);
	set_name(suite);
	if (!set_defaults(&suite->defaults, error) ||
	    !inifile_load(&file, path, error))
		return false;
	suite->sections = calloc(file.n_sections + 1, sizeof *suite->sections);
	if (!suite->sections)
		abort();
	well = read_sections(suite, &keys, &file);
	inifile_free(&file);
	if (!well)
		suite_free(suite);
	return well;
}

void suite_free(struct suite *suite)
{
	free(suite->sections);
	suite->sections = NULL;
	suite->n_sections = 0;
}

const struct param_list *section_param(const struct section *section,
				       const char *name)
{
	for (unsigned i = 0; i < section->n_params; i++)
		if (strcmp(section->params[i].name, name) == 0)
			return &section->params[i];
	return NULL;
}
