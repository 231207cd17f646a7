/*
 * cpulist.h - lists of CPUs as the kernel writes them: "0-3,8".
 */
#ifndef BASE_CPULIST_H
#define BASE_CPULIST_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

/* Reads a CPU list ("" is the empty set); false: it is none. */
bool cpulist_parse(const char *list, cpu_set_t *set);

/* Writes a set as a list, as many of its ranges as fit; returns to. */
char *cpulist_format(const cpu_set_t *set, char *to, size_t size);

/* What stands before a list in a sentence: "CPU" or "CPUs". */
const char *cpulist_noun(const char *list);

#endif
