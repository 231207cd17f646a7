/*
 * cgroup.c - see cgroup.h. /proc/self/cgroup names the groups, mountinfo where
 * they are mounted; where it does not say, they are looked for where systemd
 * mounts them.
 */
#include "harness/machine/cgroup.h"

#include "base/sysfile.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Version 1 writes "no limit" of memory as a number near 2^63. */
#define NO_LIMIT 1e18

/* What one folder's file says, or NAN; adds the file's name to `where`. */
typedef double reader(const char *root, char where[CGROUP_WHERE]);

/* How one resource is limited. */
struct resource {
	const char *controller;
	reader *v1, *v2;
};

/* Whether a list such as "cpu,cpuacct" has a word. */
static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = list; *at;) {
		size_t n = strcspn(at, ",");

		if (n == length && memcmp(at, word, n) == 0)
			return true;
		at += n + (at[n] == ',');
	}
	return false;
}

/* Appends a name; false if there is no room. */
static bool append(char where[CGROUP_WHERE], const char *name)
{
	size_t length = strlen(where);

	if (length + strlen(name) >= CGROUP_WHERE)
		return false;
	memcpy(where + length, name, strlen(name) + 1);
	return true;
}

/* No limit is -1 or near 2^63 in version 1, "max" in version 2. */
static double number_in(const char *root, char where[CGROUP_WHERE],
			const char *name)
{
	double number;

	if (!append(where, name))
		return NAN;
	number = sysfile_number(root, "%s", where);
	return number < 0 || number >= NO_LIMIT ? INFINITY : number;
}

/* Two numbers in one file: the quota, or "max", and the period. */
static double cpus_v2(const char *root, char where[CGROUP_WHERE])
{
	char line[64];
	double quota, period;

	if (!append(where, "/cpu.max") ||
	    !sysfile_line(root, line, sizeof line, "%s", where))
		return NAN;
	if (strncmp(line, "max", 3) == 0)
		return INFINITY;
	if (sscanf(line, "%lf %lf", &quota, &period) != 2)
		return NAN;
	return quota > 0 && period > 0 ? quota / period : NAN;
}

/* The period is read first, since `where` becomes the file of the quota. */
static double cpus_v1(const char *root, char where[CGROUP_WHERE])
{
	double quota,
		period = sysfile_number(root, "%s/cpu.cfs_period_us", where);

	quota = number_in(root, where, "/cpu.cfs_quota_us");
	if (isinf(quota))
		return quota;
	return quota > 0 && period > 0 ? quota / period : NAN;
}

/* The same file in both versions. */
static double pids(const char *root, char where[CGROUP_WHERE])
{
	return number_in(root, where, "/pids.max");
}

static double memory_v2(const char *root, char where[CGROUP_WHERE])
{
	return number_in(root, where, "/memory.max");
}

static double memory_v1(const char *root, char where[CGROUP_WHERE])
{
	return number_in(root, where, "/memory.limit_in_bytes");
}

/* Negated, so that the least is the most; the root of all has no such file in
 * version 1 but counts nothing either. */
static double throttled(const char *root, char where[CGROUP_WHERE])
{
	if (!append(where, "/cpu.stat"))
		return NAN;
	return -sysfile_after(root, where, "nr_throttled ");
}

/* Looks from the group's folder up to the mount itself. */
static struct cgroup_limit least(const char *root, const char *mount,
				 const char *path, reader *read, int version)
{
	struct cgroup_limit limit = {.most = NAN};
	char folder[CGROUP_WHERE] = "", where[CGROUP_WHERE];
	const size_t top = strlen(mount);

	if (snprintf(folder, sizeof folder, "%s%s", mount,
		     strstr(path, "..") || !path[1] ? "" : path) >=
	    CGROUP_WHERE)
		folder[top] = '\0';
	for (;;) {
		char *slash;
		double most;

		memcpy(where, folder, sizeof where);
		most = read(root, where);
		if (!isnan(most) && !(most >= limit.most)) {
			limit.most = most;
			limit.version = version;
			memcpy(limit.where, where, sizeof where);
		}
		slash = strrchr(folder + top, '/');
		if (!slash)
			return limit;
		*slash = '\0';
	}
}

/* Splits "4:cpu,cpuacct:/a/b" in place; the path may hold colons. */
static bool split(char *line, char **controllers, char **path)
{
	char *first = strchr(line, ':'), *second;

	second = first ? strchr(first + 1, ':') : NULL;
	if (!second)
		return false;
	*second = '\0';
	*controllers = first + 1;
	*path = second + 1;
	(*path)[strcspn(*path, "\n")] = '\0';
	return **path == '/';
}

/* Where a hierarchy is mounted, and which of its groups is seen there. */
struct mount {
	char point[CGROUP_WHERE], group[CGROUP_WHERE];
};

/* Whether a line of mountinfo, "36 25 0:31 GROUP POINT options ... - TYPE source
 * options", mounts the hierarchy with a controller; "" is that of version 2. */
static bool is_mount(const char *line, const char *controller,
		     struct mount *mount)
{
	const char *rest = strstr(line, " - ");
	char type[16], options[256];

	if (!rest ||
	    sscanf(line, "%*s %*s %*s %511s %511s", mount->group,
		   mount->point) != 2 ||
	    sscanf(rest, " - %15s %*s %255s", type, options) != 2)
		return false;
	return *controller ? strcmp(type, "cgroup") == 0 &&
				     has_word(options, controller)
			   : strcmp(type, "cgroup2") == 0;
}

/* The first mount of it; false if there is none. */
static bool find_mount(const char *root, const char *controller,
		       struct mount *mount)
{
	FILE *file = sysfile_open(root, "/proc/self/mountinfo");
	char line[PATH_MAX];
	bool found = false;

	while (file && !found && fgets(line, sizeof line, file))
		found = is_mount(line, controller, mount);
	if (file)
		fclose(file);
	return found;
}

/* A group's path below what is mounted. */
static const char *below(const char *path, const char *group)
{
	size_t n = strlen(group);

	if (n > 1 && strncmp(path, group, n) == 0 &&
	    (path[n] == '/' || !path[n]))
		return path[n] ? path + n : "/";
	return path;
}

/* The places to look at, most certain first, where mountinfo says nothing. */
static struct cgroup_limit guess(const char *root, const char *controllers,
				 const char *path,
				 const struct resource *resource)
{
	const char *const places[] = {*controllers ? resource->controller : "",
				      *controllers ? controllers : "unified"};
	struct cgroup_limit limit = {.most = NAN};
	char mount[CGROUP_WHERE];

	for (size_t i = 0; i < 2 && !limit.version; i++) {
		snprintf(mount, sizeof mount, "/sys/fs/cgroup%s%.100s",
			 *places[i] ? "/" : "", places[i]);
		limit = least(root, mount, path,
			      *controllers ? resource->v1 : resource->v2,
			      *controllers ? 1 : 2);
	}
	return limit;
}

/* What one line of /proc/self/cgroup leads to; version 0 if to nothing. */
static struct cgroup_limit of_line(const char *root, char *line,
				   const struct resource *resource)
{
	struct cgroup_limit limit = {.most = NAN};
	char *controllers, *path;
	struct mount mount;
	bool v1;

	if (!split(line, &controllers, &path))
		return limit;
	v1 = *controllers;
	if (v1 && !has_word(controllers, resource->controller))
		return limit;
	if (find_mount(root, v1 ? resource->controller : "", &mount))
		limit = least(root, mount.point, below(path, mount.group),
			      v1 ? resource->v1 : resource->v2, v1 ? 1 : 2);
	return limit.version ? limit : guess(root, controllers, path, resource);
}

/* The least of what all lines lead to. */
static struct cgroup_limit look(const char *root,
				const struct resource *resource)
{
	struct cgroup_limit limit = {.most = NAN}, other;
	FILE *file = sysfile_open(root, "/proc/self/cgroup");
	char line[PATH_MAX];

	if (!file)
		return limit;
	while (fgets(line, sizeof line, file)) {
		other = of_line(root, line, resource);
		if (other.version && !(other.most >= limit.most))
			limit = other;
	}
	fclose(file);
	return limit;
}

struct cgroup_limit cgroup_cpus(const char *root)
{
	return look(root, &(struct resource){"cpu", cpus_v1, cpus_v2});
}

struct cgroup_limit cgroup_pids(const char *root)
{
	return look(root, &(struct resource){"pids", pids, pids});
}

struct cgroup_limit cgroup_memory(const char *root)
{
	return look(root, &(struct resource){"memory", memory_v1, memory_v2});
}

double cgroup_throttled(const char *root)
{
	return -look(root, &(struct resource){"cpu", throttled, throttled})
			.most;
}
