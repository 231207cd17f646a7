/*
 * limits.c - the limits on what fork() and pthread_create() make.
 *
 * Each is read with how much of it is used, so that the one with the least room
 * is the one that was met. Usage is counted after the fact, and some of what
 * was there may have ended since: near is near enough.
 */
#include "harness/machine/limits.h"

#include "harness/machine/cgroup.h"
#include "base/sysfile.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* A limit is met if less than this share of it is free, or so many. */
#define NEAR 0.05
enum { NEAR_LEAST = 16 };

/* Once ids have wrapped around, the kernel gives none below this. */
enum { RESERVED_IDS = 300 };

/* A limit as it stands. */
struct bound {
	char name[32], raise[LIMIT_TEXT];
	double most, used; /* NAN: not known */
};

enum { MOST_BOUNDS = 5 };

/* What most machines do with. */
enum { ENOUGH = 65536 };

char *limits_raise(char letter, const char *name, double now,
		   char to[LIMIT_TEXT])
{
	double more = fmax(ENOUGH, isfinite(now) ? 2 * now : 0);

	if (geteuid() == 0)
		snprintf(to, LIMIT_TEXT, "ulimit -%c %.0f", letter, more);
	else
		snprintf(to, LIMIT_TEXT, "sudo prlimit --pid $$ --%s=%.0f:%.0f",
			 name, more, more);
	return to;
}

/* A soft limit: what counts for this process. INFINITY: none. */
static double soft_limit(__rlimit_resource_t which)
{
	struct rlimit limit;

	if (getrlimit(which, &limit) < 0)
		return NAN;
	return limit.rlim_cur == RLIM_INFINITY ? INFINITY
					       : (double)limit.rlim_cur;
}

/* Threads of all processes of this user: a folder in task/ each. */
static double threads_of_user(void)
{
	DIR *all = opendir("/proc");
	struct dirent *entry;
	double n = 0;

	while (all && (entry = readdir(all))) {
		char path[sizeof entry->d_name + 8];
		struct stat task;

		if (!isdigit((unsigned char)*entry->d_name))
			continue;
		snprintf(path, sizeof path, "%s/task", entry->d_name);
		if (fstatat(dirfd(all), path, &task, 0) == 0 &&
		    task.st_uid == getuid())
			n += (double)task.st_nlink - 2;
	}
	if (all)
		closedir(all);
	return n;
}

/* Threads of the whole machine: "0.10 0.20 0.30 running/ALL last". */
static double threads_of_all(void)
{
	char line[128];
	double all;

	if (!sysfile_line("", line, sizeof line, "/proc/loadavg") ||
	    sscanf(line, "%*f %*f %*f %*[0-9]/%lf", &all) != 1)
		return NAN;
	return all;
}

/* Lines of a file: a mapping each in /proc/self/maps. */
static double lines_of(const char *path)
{
	FILE *file = sysfile_open("", "%s", path);
	double n = 0;
	int c;

	while (file && (c = getc(file)) != EOF)
		n += c == '\n';
	if (file)
		fclose(file);
	return n;
}

/* Root's own processes are not limited. */
static void user_bound(struct bound *bound)
{
	strcpy(bound->name, "ulimit -u");
	bound->most = geteuid() == 0 ? INFINITY : soft_limit(RLIMIT_NPROC);
	limits_raise('u', "nproc", bound->most, bound->raise);
	bound->used = isfinite(bound->most) ? threads_of_user() : 0;
}

/* What is used stands beside the limit, in the group that has it. */
static void group_bound(struct bound *bound)
{
	struct cgroup_limit group = cgroup_pids("");
	int folder = (int)strlen(group.where) - (int)strlen("pids.max");

	if (!*group.where) { /* there is none */
		bound->most = bound->used = NAN;
		return;
	}
	bound->most = group.most;
	bound->used = sysfile_number("", "%.*spids.current",
				     folder > 0 ? folder : 0, group.where);
	strcpy(bound->name, "pids.max of the control group");
	snprintf(bound->raise, sizeof bound->raise, "echo max > %.120s",
		 group.where);
}

/* A limit of the kernel's for the whole machine, and what it may be raised to
 * at least. */
static void kernel_bound(struct bound *bound, const char *area,
			 const char *name, double least)
{
	snprintf(bound->name, sizeof bound->name, "%s.%s", area, name);
	bound->most = sysfile_number("", "/proc/sys/%s/%s", area, name);
	snprintf(bound->raise, sizeof bound->raise, "sysctl -w %s.%s=%.0f",
		 area, name, fmax(least, 2 * bound->most));
	bound->used = threads_of_all();
}

/* All that bound a kind. Maps come last: how many a thread takes depends on the
 * C library, so they can only be counted. */
static size_t look(enum limited what, struct bound bounds[MOST_BOUNDS])
{
	user_bound(&bounds[0]);
	group_bound(&bounds[1]);
	kernel_bound(&bounds[2], "kernel", "pid_max", 4194304);
	bounds[2].used += RESERVED_IDS;
	kernel_bound(&bounds[3], "kernel", "threads-max", 200000);
	if (what == LIMITED_PROCESSES)
		return 4;
	kernel_bound(&bounds[4], "vm", "max_map_count", 262144);
	bounds[4].used = lines_of("/proc/self/maps");
	return 5;
}

/* "kernel.pid_max is 32768 (sysctl -w kernel.pid_max=4194304)". */
static char *say(const struct bound *bound, const char *before,
		 char to[LIMIT_TEXT])
{
	snprintf(to, LIMIT_TEXT, "%s%s is %.0f (%.110s)", before, bound->name,
		 bound->most, bound->raise);
	return to;
}

bool limits_allow(unsigned n, char why[LIMIT_TEXT])
{
	struct bound bounds[MOST_BOUNDS];
	const struct bound *least = NULL;

	for (size_t i = 0, all = look(LIMITED_PROCESSES, bounds); i < all; i++)
		if (bounds[i].most < n &&
		    (!least || bounds[i].most < least->most))
			least = &bounds[i];
	if (least)
		say(least, "", why);
	return !least;
}

char *limits_met(enum limited what, char to[LIMIT_TEXT])
{
	struct bound bounds[MOST_BOUNDS];
	const struct bound *nearest = NULL;

	*to = '\0';
	for (size_t i = 0, all = look(what, bounds); i < all; i++) {
		const struct bound *bound = &bounds[i];
		double room = bound->most - bound->used;

		if (isfinite(room) &&
		    room <= fmax(NEAR * bound->most, NEAR_LEAST) &&
		    (!nearest || room < nearest->most - nearest->used))
			nearest = bound;
	}
	return nearest ? say(nearest, ": ", to) : to;
}

char *limits_descriptors(char to[LIMIT_TEXT])
{
	struct bound bound = {.name = "ulimit -n",
			      .most = soft_limit(RLIMIT_NOFILE)};

	limits_raise('n', "nofile", bound.most, bound.raise);
	return say(&bound, ": ", to);
}
