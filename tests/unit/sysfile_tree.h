/*
 * sysfile_tree.h - a machine that is not this one: a folder with a few files of /proc
 * and /sys, and the findings that come of them.
 */
#ifndef TESTS_UNIT_SYSFILE_TREE_H
#define TESTS_UNIT_SYSFILE_TREE_H

#include "bench/doctor/facts.h"
#include "bench/doctor/topics.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define CPU   "/sys/devices/system/cpu"
#define GROUP "/sys/fs/cgroup"

static char root[PATH_MAX];
static struct facts facts;

/* An empty tree, and a process that may use CPUs 0 to 3. */
static int plant(void **state)
{
	(void)state;
	snprintf(root, sizeof root, "/tmp/avt-facts-XXXXXX");
	facts_init(&facts);
	facts.root = root;
	facts.topic = "test";
	CPU_ZERO(&facts.cpus);
	for (size_t cpu = 0; cpu < 4; cpu++)
		CPU_SET(cpu, &facts.cpus);
	return mkdtemp(root) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *stat, int kind,
		      struct FTW *where)
{
	(void)stat;
	(void)kind;
	(void)where;
	return remove(path);
}

static int fell(void **state)
{
	(void)state;
	return nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Writes a file of the tree, with the folders above it. */
static void put(const char *path, const char *text)
{
	char name[2 * PATH_MAX];
	FILE *file;

	snprintf(name, sizeof name, "%s%s", root, path);
	for (char *slash = strchr(name + strlen(root) + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(name, 0777) < 0)
			assert_int_equal(errno, EEXIST);
		*slash = '/';
	}
	file = fopen(name, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

/* The finding must have this rating, and the words in its value. */
static const struct finding *found(const char *name, enum rating rating,
				   const char *value)
{
	const struct finding *finding = facts_find(&facts, name);

	assert_non_null(finding);
	if (!strstr(finding->value, value))
		fail_msg("%s: '%s' lacks '%s'", name, finding->value, value);
	if (finding->rating != rating)
		fail_msg("%s is %s: %s", name, facts_rating(finding->rating),
			 finding->value);
	return finding;
}

/* A test on an empty tree of its own. */
#define ON_A_TREE(test) cmocka_unit_test_setup_teardown(test, plant, fell)

#endif
