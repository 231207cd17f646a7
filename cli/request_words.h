/*
 * request_words.h - one function per kind of word on the command line of
 * `avt run`. Each ends the program, as cli_usage() does, if the word is wrong.
 */
#ifndef CLI_REQUEST_WORDS_H
#define CLI_REQUEST_WORDS_H

#include "cli/request.h"
#include "harness/contract/workload.h"

/* A number of an option, from least to most, both included. */
int64_t request_number(const char *option, enum param_kind kind,
		       const char *text, int64_t least, int64_t most);

/* Adds the workloads of a list, which is cut up. */
void request_workloads(struct request *request, char *list);

/* Adds the contestants of a list, which is cut up. */
void request_contestants(struct request *request, char *list);

/* Adds the concurrencies of a list, which is cut up. */
void request_concurrencies(struct request *request, char *list);

/* Keeps a parameter's name and value; what they mean is known when all
 * workloads are. */
void request_setting(struct request *request, const char *text);

/* A list of CPUs, or a word for one. */
void request_cpus(const char *words, char to[CELL_CPUS]);

/* The rate of computing that a bench measured, so that its stopwatch computes
 * the same. */
double request_calibration(const char *text);

/* How tasks of an open load arrive. */
enum arrivals request_arrivals(const char *word);

/* A fault that can be read; whether it suits a cell shows later. */
const char *request_fault(const char *text);

/* A slo on response times. */
void request_slo(const char *text, struct slo *to);

#endif
