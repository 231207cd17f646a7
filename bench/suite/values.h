/*
 * values.h - how the value of a key is read: one function per kind of value.
 * Each writes into the key's place and answers false after a complaint.
 */
#ifndef BENCH_SUITE_VALUES_H
#define BENCH_SUITE_VALUES_H

#include "bench/suite/keys.h"

/* One entry under way, and where its value goes. */
struct value {
	const struct keys *keys;
	const struct inifile_entry *entry;
	void *place;
};

/* Reads one value. */
typedef bool value_reader(const struct value *value);

/* char[SUITE_TEXT]: any text. */
value_reader value_text;
/* char[SUITE_TEXT]: a condition of claims, its form checked. */
value_reader value_condition;
/* unsigned: 1 to SUITE_ROUNDS. */
value_reader value_rounds;
/* int64_t in ns: a measured time, at least 1ms; a warm-up may be 0. */
value_reader value_duration, value_warmup;
/* uint64_t, at least 1. */
value_reader value_tasks, value_seed;
/* char[CELL_CPUS]: a list, or a word of cpus.h resolved to one. */
value_reader value_cpus;
/* char[CELL_NAME]: one of the words that are allowed. */
value_reader value_figure, value_metric;
/* enum arrivals: how tasks of an open load arrive. */
value_reader value_arrivals;
/* char[CELL_NAME]: a slo as of slo.h, checked. */
value_reader value_slo;
/* char[CELL_NAME]: a fault as of fault.h that can be read. */
value_reader value_fault;
/* struct list: values between commas. */
value_reader value_list;

#endif
