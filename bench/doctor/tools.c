/*
 * tools.c - what avt measures and draws with: libev, other programs, the
 * folder for results.
 */
#include "bench/doctor/topics.h"

#include "base/process.h"

#include <errno.h>
#include <ev.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

/* libev's ways to wait, by their bits. */
static const struct {
	unsigned bit;
	const char *name;
} backends[] = {
	{EVBACKEND_SELECT, "select"},     {EVBACKEND_POLL, "poll"},
	{EVBACKEND_EPOLL, "epoll"},       {EVBACKEND_KQUEUE, "kqueue"},
	{EVBACKEND_DEVPOLL, "devpoll"},   {EVBACKEND_PORT, "port"},
	{EVBACKEND_LINUXAIO, "linuxaio"}, {EVBACKEND_IOURING, "iouring"},
};

enum { BACKENDS = sizeof backends / sizeof *backends, NAMES = 96 };

/* The names of a set of backends. */
static const char *names_of(unsigned set, char to[NAMES])
{
	size_t used = 0;

	*to = '\0';
	for (size_t i = 0; i < BACKENDS; i++)
		if (set & backends[i].bit)
			used += (size_t)snprintf(to + used, NAMES - used,
						 used ? " %s" : "%s",
						 backends[i].name);
	return to;
}

/* Supported: compiled in and known to the kernel. Recommended: what libev would
 * try by itself. */
static void libev(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "libev", NULL, "");
	char supported[NAMES], recommended[NAMES];

	finding_value(finding, NAN, "%d.%d, has %s", ev_version_major(),
		      ev_version_minor(),
		      names_of(ev_supported_backends(), supported));
	names_of(ev_recommended_backends(), recommended);
	if (ev_supported_backends() & EVBACKEND_EPOLL)
		finding_says(finding, RATING_GOOD,
			     "avt always uses epoll; libev's own choice would "
			     "be from: %s.",
			     recommended);
	else
		finding_says(finding, RATING_BAD,
			     "avt needs epoll, which is missing: event loops "
			     "cannot start.");
}

/* Runs pass EVFLAG_NOENV, so that a variable forgotten in a shell cannot decide
 * what a session measured. */
static void libev_flags(struct facts *facts)
{
	struct finding *finding = facts_add(facts, "LIBEV_FLAGS", NULL, "");
	const char *flags = getenv("LIBEV_FLAGS");

	if (!flags) {
		finding_value(finding, NAN, "not set");
		finding_says(finding, RATING_GOOD,
			     "avt would ignore it anyway.");
		return;
	}
	finding_value(finding, NAN, "%.60s", flags);
	finding_says(finding, RATING_CAUTION,
		     "Ignored by avt, which always uses epoll; other programs "
		     "that use libev obey it.");
	finding_fix(finding, "unset LIBEV_FLAGS");
}

/* A missing program and one that fails need different cures. */
static void program(struct facts *facts, const char *name, const char *package,
		    const char *without)
{
	struct finding *finding = facts_add(facts, name, NULL, "");
	const char *const words[] = {name, "--version", NULL};
	char line[64];
	int error;

	if (process_first_line(words, line, sizeof line, &error)) {
		finding_value(finding, NAN, "%s", line);
		finding_says(finding, RATING_GOOD, "Found.");
		return;
	}
	finding_says(finding, RATING_CAUTION, "%s", without);
	if (error == ENOENT) {
		finding_value(finding, NAN, "not installed");
		finding_fix(finding, "apt-get install %s", package);
	} else {
		finding_value(finding, NAN, "does not start");
	}
}

/* A file system by its magic number, and whether a file in it can be read from
 * a disk, once it is out of the cache. */
static const struct file_system {
	unsigned long magic;
	const char *name;
	bool cold;
} file_systems[] = {
	{0xef53, "ext4", true},        {0x58465342, "xfs", true},
	{0x9123683e, "btrfs", true},   {0x2fc12fc1, "zfs", true},
	{0x794c7630, "overlay", true}, {0xf2f52010, "f2fs", true},
	{0x01021994, "tmpfs", false},  {0x858458f6, "ramfs", false},
	{0x6969, "nfs", false},        {0x01021997, "9p", false},
	{0xff534d42, "cifs", false},   {0x65735546, "fuse", false},
};

/* Unknown ones are taken for disks: there are more of those. */
static const struct file_system *find_system(unsigned long magic)
{
	const size_t n = sizeof file_systems / sizeof *file_systems;

	for (size_t i = 0; i < n; i++)
		if (file_systems[i].magic == magic)
			return &file_systems[i];
	return NULL;
}

/* What fits into the folder, and whether its files can be read cold. */
static void say_space(struct finding *finding, double bytes,
		      const struct file_system *system)
{
	if (bytes < 256.0 * 1048576)
		finding_says(finding, RATING_BAD,
			     "Scratch files and results may not fit.");
	else if (system && !system->cold)
		finding_says(finding, RATING_CAUTION,
			     "No cold reads from a local disk here: read_file "
			     "finds its file in memory, or far away. Put "
			     "results on a disk (avt bench -o DIR).");
	else
		finding_says(finding, RATING_GOOD,
			     "Scratch files can be read cold.");
}

/* Where scratch_file() would put its files, judged by what read_file needs. */
static void folder(struct facts *facts)
{
	struct finding *finding =
		facts_add(facts, "results folder", "bytes", "");
	const struct file_system *system;
	struct statfs told;
	double bytes;

	if (statfs(facts->folder, &told) < 0 ||
	    access(facts->folder, W_OK | X_OK) < 0) {
		finding_value(finding, NAN, "%s: %s", facts->folder,
			      strerror(errno));
		finding_says(finding, RATING_BAD,
			     "Results cannot be written here; choose a folder "
			     "that you can write to (avt bench -o DIR).");
		return;
	}
	system = find_system((unsigned long)told.f_type & 0xffffffff);
	bytes = (double)told.f_bavail * (double)told.f_bsize;
	finding_value(finding, bytes, "%s: %s, %.3g GiB free", facts->folder,
		      system ? system->name : "unknown file system",
		      bytes / 1073741824);
	say_space(finding, bytes, system);
}

void facts_tools(struct facts *facts)
{
	facts->topic = "tools";
	libev(facts);
	libev_flags(facts);
	program(facts, "gnuplot", "gnuplot-nox",
		"avt bench measures, but draws no figures.");
	program(facts, "hyperfine", "hyperfine",
		"avt bench leaves out external timing.");
	folder(facts);
}
